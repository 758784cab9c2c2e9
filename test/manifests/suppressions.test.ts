import assert from 'node:assert/strict';
import { splitDocuments } from '../../src/manifests/documents.ts';
import { readDocument } from '../../src/manifests/read.ts';
import { suppressionsOf } from '../../src/manifests/suppressions.ts';

/** `scope codes -> first word of the line that it speaks of`, one for each suppression. */
function said(yaml: string): readonly string[] {
  return splitDocuments('a.yaml', yaml).documents.flatMap((document) =>
    suppressionsOf(readDocument(document)).map((suppression) => {
      const target =
        suppression.scope === 'next-line'
          ? (document.text
              .slice(suppression.line ?? document.text.length)
              .trim()
              .split(/[\s:]/)[0] ?? '')
          : '';
      return `${suppression.scope} ${suppression.codes.map(({ text }) => text).join('+')}${target === '' ? '' : ` -> ${target}`}`;
    }),
  );
}

describe('suppressions in a manifest', () => {
  const cases: readonly [what: string, yaml: string, expected: readonly string[]][] = [
    [
      'speak of the next line',
      '# edge-network-disable-next-line range/overlap -- meant so\nkind: A\n',
      ['next-line range/overlap -> kind'],
    ],
    [
      'speak of the next line that says something',
      '# edge-network-disable-next-line a/b\n# edge-network-disable-next-line c/d\n\nkind: A\n',
      ['next-line a/b -> kind', 'next-line c/d -> kind'],
    ],
    ['name several codes', '# edge-network-disable-file a/b, c/d e/*\nkind: A\n', ['file a/b+c/d+e/*']],
    ['name no code for all', '# edge-network-disable-file\n', ['file ']],
    ['may have a reason and no code', '# edge-network-disable-file -- generated\n', ['file ']],
    ['stand behind a value', 'kind: A # edge-network-disable-next-line a/b\nname: x\n', ['next-line a/b -> name']],
    ['speak of nothing at the end', 'kind: A\n# edge-network-disable-next-line a/b\n', ['next-line a/b']],
    [
      'speak of one line where several stand above it, with comments and blank lines between',
      '# edge-network-disable-next-line a/b\n# x\n\n# edge-network-disable-file c/d\n# # edge-network-disable-next-line e/f\nkind: A\n',
      ['next-line a/b -> kind', 'file c/d', 'next-line e/f -> kind'],
    ],
    [
      'speak of a line that has a suppression of its own behind its value',
      '# edge-network-disable-next-line a/b\nkind: A # edge-network-disable-next-line c/d\nname: x\n',
      ['next-line a/b -> kind', 'next-line c/d -> name'],
    ],
    ['are no other words', '# edge-network-disable-next-lines a/b\n#edge-network-disable-file-all\nx: a#edge-network-disable-file\n', []],
    [
      'stand in an annotation',
      'kind: Service\nmetadata:\n  name: web\n  annotations:\n    edgenetwork/disable: a/b, c/d -- the reason\n',
      ['resource a/b+c/d'],
    ],
    ['end their lines as Windows does', '# edge-network-disable-next-line a/b\r\nkind: A\r\n', ['next-line a/b -> kind']],
  ];
  for (const [what, yaml, expected] of cases) it(what, () => assert.deepEqual(said(yaml), expected));
});
