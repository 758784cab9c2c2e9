import assert from 'node:assert/strict';
import type { Comparison } from '../../src/service/comparison.ts';
import { comparisonMarks } from '../../src/service/comparisonMarks.ts';
import type { Graph, GraphElement } from '../../src/topology/protocol.ts';
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
      { now: graph, other: undefined },
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
    // Each leads to what it is about, as far as that is drawn.
    assert.deepEqual(
      shown.lines.slice(0, 2).map(({ id }) => id),
      ['store|Deployment/shop/web@worker', 'store|Service/shop/web'],
    );
    assert.equal(shown.lines[3]?.id, undefined);
    assert.equal(shown.lines.at(-1)?.text, 'It is refused. [service/refused] web.yaml:3');
  });

  it('keeps what has gone as a ghost of the older picture, with what held it, and only where all of it has gone', () => {
    const element = (id: string, kind: GraphElement['kind'], parent: string | undefined): GraphElement => ({
      id,
      kind,
      parent,
      label: id.slice(id.lastIndexOf('/') + 1),
      detail: '',
      note: '',
      keywords: '',
      severity: 'error',
      certainty: undefined,
      pending: false,
      hasSource: true,
    });
    const node = (name: string) => element(`s|Node/${name}`, 'node', 's');
    const web = (on: string) => element(`s|Deployment/shop/web@${on}`, 'workload', `s|Node/${on}`);
    const root = element('s', 'cluster', undefined);
    const old = (name: string, ...pods: readonly string[]) => [
      element(`s|Deployment/shop/${name}@b`, 'workload', 's|Node/b'),
      ...pods.map((pod) => element(`s|Pod/shop/${pod}`, 'pod', `s|Deployment/shop/${name}@b`)),
    ];
    const pool = element('s|pool', 'loadBalancerPool', 's');
    const address = (text: string) => element(`s|address/${text}`, 'externalAddress', 's|pool');
    const past: Graph = {
      elements: [root, pool, address('10.0.0.1'), address('10.0.0.2')].concat(
        [node('a'), web('a'), node('b'), web('b')],
        old('old', 'old-1', 'old-2'),
        old('alone', 'alone-1'),
      ),
      edges: [],
    };
    const now: Graph = { elements: [root, pool, address('10.0.0.2'), address('10.0.0.3'), node('a'), web('a')], edges: [] };
    const changes = [
      fact('Deployment shop/web', '1 pod (unschedulable)', null),
      fact('Deployment shop/old', '1 pod', null),
      fact('Deployment shop/alone', '1 pod', null),
      fact('Deployment shop/elsewhere', '1 pod', null),
      { ...fact('Service shop/web', '10.0.0.1, 10.0.0.2', '10.0.0.2, 10.0.0.3'), kind: 'external-address' as const },
    ];
    const compare = (state: 'changed' | 'gone', older: Graph | undefined) =>
      comparisonMarks(
        { now, other: older === undefined ? undefined : { graph: older, side: 'older' } },
        { clusters: [{ name: 's', root: 's', state, changes, findings: { new: [], gone: [] }, explained: [], leftOut: 0 }] },
        'main',
        ({ object }) => object,
        () => 'gone',
      );
    const shown = compare('changed', past);
    assert.deepEqual(
      shown.ghosts.map(({ id, severity, hasSource }) => [id, severity, hasSource]),
      [
        ['s|address/10.0.0.1', undefined, false],
        ['s|Node/b', undefined, false],
        ['s|Deployment/shop/old@b', undefined, false],
        ['s|Pod/shop/old-1', undefined, false],
        ['s|Pod/shop/old-2', undefined, false],
        ['s|Deployment/shop/alone@b', undefined, false],
        ['s|Pod/shop/alone-1', undefined, false],
      ],
    );
    assert.deepEqual(
      shown.marks.map(({ id, kind }) => [id, kind]),
      [
        ['s|Deployment/shop/web@a', 'gone'],
        ['s|Deployment/shop/old@b', 'gone'],
        ['s|Pod/shop/alone-1', 'gone'],
        ['s|address/10.0.0.3', 'new'],
        ['s|address/10.0.0.1', 'gone'],
      ],
    );
    assert.deepEqual(compare('changed', undefined).ghosts, []);
    assert.deepEqual(compare('gone', past).ghosts, []);
    assert.equal(shown.lines.length, 5);
  });
});
