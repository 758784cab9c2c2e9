import assert from 'node:assert/strict';
import type { Comparison } from '../../src/service/comparison.ts';
import { comparisonMarks } from '../../src/service/comparisonMarks.ts';
import { shopGraph } from '../webview/support/graphs.ts';

const fact = (object: string, before: string | null, after: string | null): Comparison['clusters'][number]['changes'][number] => ({
  kind: 'pods',
  object,
  label: 'address',
  before,
  after,
});

describe('a comparison in the picture', () => {
  it('marks the elements that its facts name, by the first that tells, and has a line for each fact', () => {
    const graph = {
      ...shopGraph(),
      elements: shopGraph().elements.map((element) =>
        element.id === 'store|Service/web' ? { ...element, id: 'store|Service/shop/web' } : element,
      ),
    };
    const changes = [
      fact('Deployment shop/web', '2 pods', '3 pods'),
      fact('Service shop/web', null, '10.0.0.1'),
      fact('Service shop/web', '80', '81'),
      fact('Service shop/old', '80', null),
    ];
    const finding = {
      code: 'service/refused',
      severity: 'error' as const,
      message: 'It is refused.',
      resource: 'Service shop/web',
      file: 'web.yaml',
      line: 3,
    };
    const shown = comparisonMarks(
      graph,
      {
        clusters: [
          {
            name: 'store-42',
            root: 'store',
            state: 'changed',
            changes,
            findings: { new: [finding], gone: [] },
            explained: [{ ...fact('Service shop/api', '80', '81'), reason: 'by chance' }],
            leftOut: 0,
          },
        ],
      },
      'main',
      ({ object, before, after }) => `${object} ${before ?? '–'} ${after ?? '–'}`,
      ({ before }) => before ?? 'new',
    );
    assert.deepEqual(
      shown.marks.map(({ id, kind, text }) => [id, kind, text]),
      [
        ['store|Deployment/shop/web@worker', 'moved', '2 pods'],
        ['store|Service/shop/web', 'new', 'new'],
      ],
    );
    assert.deepEqual(
      shown.lines.map(({ kind }) => kind),
      ['changed', 'new', 'changed', 'gone', 'note', 'note', 'new'],
    );
    assert.equal(shown.lines.at(-1)?.text, 'It is refused. [service/refused] web.yaml:3');
  });
});
