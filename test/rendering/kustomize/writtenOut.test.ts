import { expect } from 'chai';
import { buildKustomization } from '../../../src/rendering/kustomize/build.ts';
import { manifestText } from '../../../src/rendering/goYaml/manifestText.ts';
import { textOf } from '../../../src/rendering/rope.ts';
import { sourcesOf } from './memory.ts';

const object = (rest: string): string => `apiVersion: v1\nkind: Foo\nmetadata: {name: x}\n${rest}`;

/** Objects as they are written, and their last part as `kubectl kustomize` (5.7.1) prints it. */
const cases: readonly (readonly [what: string, written: string, printed: string])[] = [
  ['a day', 'spec:\n  a: 2020-01-01\n', 'spec:\n  a: "2020-01-01T00:00:00Z"\n'],
  [
    'an empty value between brackets',
    'spec: {a, b: c, "d", e: , list: [{f}]}\n',
    'spec:\n  a: ""\n  b: c\n  d: ""\n  e: ""\n  list:\n  - f: ""\n',
  ],
  [
    'a time between brackets',
    'spec: {2020-01-01T10:00:00Z: x, a: 2020-01-01T10:00:00.50Z, b: [2020-01-01]}\n',
    'spec:\n  "2020-01-01T10:00:00Z": x\n  a: "2020-01-01T10:00:00.50Z"\n  b:\n  - "2020-01-01T00:00:00Z"\n',
  ],
  ['a time', 'spec:\n  a: 2020-01-01T10:00:00.50Z\n', 'spec:\n  a: "2020-01-01T10:00:00.5Z"\n'],
  ['what base64 says', 'spec:\n  a: !!binary aGk=\n  b: !!binary |\n    aG\n    k=\n', 'spec:\n  a: hi\n  b: hi\n'],
  ['an empty value without brackets', 'spec:\n  a:\n', 'spec:\n  a: null\n'],
  [
    'folded text with lines that are indented more',
    'spec:\n  a: >\n    one\n    two\n      more\n    back\n',
    'spec:\n  a: |\n    one two\n\n      more\n    back\n',
  ],
  ['folded text that begins indented', 'spec:\n  a: >2\n      lead\n    one\n\n    two\n', 'spec:\n  a: |2\n      lead\n    one two\n'],
  ['folded text with line ends behind it', 'spec:\n  a: >+\n    one\n\n', 'spec:\n  a: |+\n    one\n\n\n'],
  ['folded text of paragraphs', 'spec:\n  a: >-\n    one\n\n    two\n', 'spec:\n  a: |-\n    one\n    two\n'],
  ['a merge key in quotes', 'spec:\n  "<<": {q: r}\n  a: b\n', 'spec:\n  a: b\n'],
  [
    'a merge key in quotes beside one without',
    'spec:\n  base: &b {z: w}\n  both:\n    <<: *b\n    "<<": text\n',
    'spec:\n  base:\n    z: w\n  both:\n    <<: text\n    z: w\n',
  ],
];

describe('What kustomize writes and reads again before it prints', () => {
  for (const [what, written, printed] of cases)
    it(`is ${what}`, () => {
      const files = { 'kustomization.yaml': 'resources: [x.yaml]\n', 'x.yaml': object(written) };
      const { manifests, problems } = buildKustomization(sourcesOf(files), '');
      expect(problems).to.deep.equal([]);
      const [manifest] = manifests;
      expect(manifest && textOf(manifestText(manifest.root)).replace(/^[^]*(?=^spec:)/m, '')).to.equal(printed);
    });

  it('is a hash where an annotation of kustomize itself asks for it', () => {
    const text =
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x, annotations: {internal.config.kubernetes.io/needsHashSuffix: enabled}}\ndata: {a: b}\n';
    const { manifests } = buildKustomization(sourcesOf({ 'kustomization.yaml': 'resources: [x.yaml]\n', 'x.yaml': text }), '');
    const [manifest] = manifests;
    expect(manifest && textOf(manifestText(manifest.root))).to.include('name: x-4h2mbtbbt6\n');
  });
});
