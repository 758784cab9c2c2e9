import assert from 'node:assert/strict';
import { readConfiguration } from '../../src/manifests/configuration.ts';
import { splitDocuments } from '../../src/manifests/documents.ts';
import { locate } from '../../src/manifests/locate.ts';
import { placeOf, spanOf } from '../../src/manifests/place.ts';
import { readDocument } from '../../src/manifests/read.ts';
import { suppressionsOf } from '../../src/manifests/suppressions.ts';
import { growsInProportion } from '../support/growth.ts';

const configMap = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n';

describe('time grows with the text, not with its square', () => {
  const works: readonly (readonly [what: string, size: number, work: (size: number) => void])[] = [
    [
      'where a percent sign stands before many marks',
      2_000,
      (size) => void splitDocuments('a.yaml', `${configMap}${'# x\n'.repeat(40 * size)}%x\n${'---\n'.repeat(size)}`),
    ],
    [
      'where each mark has directives before it',
      20_000,
      (size) => void splitDocuments('a.yaml', `a\n${'...\n%YAML 1.2\n# x\n\n---\na\n'.repeat(size)}`),
    ],
    [
      'where directives stand before many marks that are none',
      20_000,
      (size) => void splitDocuments('a.yaml', `%YAML 1.2\n${'---a\n'.repeat(size)}---\n`),
    ],
    ...['# edge-network-disable-next-line\n', '# edge-network-disable-file a/b\n\n', '#\n# # edge-network-disable-next-line -- x\n'].map(
      (line) =>
        [
          `of comments like ${JSON.stringify(line)}`,
          2_000,
          (size: number) =>
            void suppressionsOf({
              document: { file: 'a.yaml', text: `${line.repeat(size)}${configMap}` },
              resources: [],
              problems: [],
              unreadable: false,
            }),
        ] as const,
    ),
    [
      'of checks in a configuration file',
      2_000,
      (size) => {
        const checks = Array.from({ length: size }, (_, index) => `  c/${index}: off\n`).join('');
        void readConfiguration({ file: '.edge-network.yaml', text: `checks:\n${checks}` });
      },
    ],
    [
      'of keys in a configuration file that mean nothing',
      2_000,
      (size) => {
        const keys = Array.from({ length: size }, (_, index) => `k${index}: 1\n`).join('');
        void readConfiguration({ file: '.edge-network.yaml', text: keys });
      },
    ],
    [
      'of places in one long map',
      1_000,
      (size) => {
        const labels = Array.from({ length: size }, (_, index) => `    k${index}: a\n`).join('');
        const [resource] = readDocument({
          file: 'a.yaml',
          text: `apiVersion: v1\nkind: Service\nmetadata:\n  labels:\n${labels}`,
        }).resources;
        assert.ok(resource !== undefined);
        for (let index = 0; index < size; index++) locate(placeOf(resource, 'metadata', 'labels', `k${index}`));
      },
    ],
    [
      'of places in the text of a block scalar',
      300,
      (size) => {
        const pools = Array.from({ length: size }, (_, index) => `    - name: p${index}\n      addresses: [10.0.0.1]\n`).join('');
        const document = { file: 'a.yaml', text: `${configMap}data:\n  config: |\n    address-pools:\n${pools}` };
        for (let index = 0; index < size; index++)
          locate(placeOf({ document, root: [] }, 'data', 'config', 'address-pools', index, 'addresses', 0));
      },
    ],
    ...[' |\n    ', ' "'].map(
      (start) =>
        [
          `of parts of one value that begins with ${JSON.stringify(start)}`,
          1_000,
          (size: number) => {
            const line = start.includes('|') ? '10.0.0.1\n    ' : '10.0.0.1,';
            const document = {
              file: 'a.yaml',
              text: `${configMap}data:\n  list:${start}${line.repeat(size)}${start.includes('"') ? '"' : ''}\n`,
            };
            const place = placeOf({ document, root: [] }, 'data', 'list');
            for (let index = 0; index < size; index++)
              assert.equal(document.text[locate(spanOf(place, index * 9, index * 9 + 8)).start], '1');
          },
        ] as const,
    ),
  ];
  for (const [what, size, work] of works) it(what, () => assert.ok(growsInProportion(work, size)));
});
