import assert from 'node:assert/strict';
import { splitDocuments } from '../../src/manifests/documents.ts';
import { additionOf, insertionOf } from '../../src/manifests/insert.ts';
import type { NewValue } from '../../src/manifests/newValue.ts';
import { parseYaml } from '../../src/manifests/parseYaml.ts';
import type { FieldPath } from '../../src/manifests/place.ts';

function inserted(yaml: string, path: FieldPath, value: NewValue, after?: string): string | undefined {
  const document = splitDocuments('a.yaml', yaml).documents[0]!;
  const edit = insertionOf({ place: { document, path, part: 'value', span: undefined }, value, after });
  if (edit === undefined) return undefined;
  const result = yaml.slice(0, edit.start) + edit.text + yaml.slice(edit.end);
  assert.deepEqual(parseYaml(result).problems, [], `still YAML:\n${result}`);
  return result;
}

describe('an insertion', () => {
  const cases: readonly [what: string, yaml: string, path: FieldPath, value: NewValue, result: string | undefined][] = [
    [
      'adds a field at the end of a block',
      'metadata:\n  name: web\nspec: {}\n',
      ['metadata', 'namespace'],
      'shop',
      'metadata:\n  name: web\n  namespace: shop\nspec: {}\n',
    ],
    [
      'keeps the indentation of its siblings',
      'metadata:\n    name: web # the shop\n',
      ['metadata', 'annotations', 'a/b'],
      'x',
      'metadata:\n    name: web # the shop\n    annotations:\n      a/b: x\n',
    ],
    [
      'stands before the comments that follow a block',
      'metadata:\n  name: web\n# about spec\nspec: {}\n',
      ['metadata', 'namespace'],
      'shop',
      'metadata:\n  name: web\n  namespace: shop\n# about spec\nspec: {}\n',
    ],
    [
      'makes the parents that are missing',
      'kind: Service\n',
      ['metadata', 'annotations', 'a'],
      '1',
      'kind: Service\nmetadata:\n  annotations:\n    a: "1"\n',
    ],
    [
      'fills a key that has no value yet',
      'metadata:\n  annotations: # none\n  name: web\n',
      ['metadata', 'annotations', 'a'],
      'x',
      'metadata:\n  annotations: # none\n    a: x\n  name: web\n',
    ],
    [
      'writes into a flow map',
      'metadata: { name: web }\n',
      ['metadata', 'namespace'],
      'shop',
      'metadata: { name: web, namespace: shop }\n',
    ],
    ['writes into an empty flow map', 'metadata: {}\n', ['metadata', 'name'], 'web', 'metadata: { name: web }\n'],
    [
      'writes maps in a flow map as flow',
      'metadata: { name: web }\n',
      ['metadata', 'labels', 'app'],
      'web',
      'metadata: { name: web, labels: { app: web } }\n',
    ],
    ['adds an item to a block list', 'a:\n- x\n- y\nb: 1\n', ['a', 9], 'z', 'a:\n- x\n- y\n- z\nb: 1\n'],
    [
      'adds a map to an indented list',
      'a:\n  - k: x\n    m: 1\n',
      ['a', 9],
      { k: 'z', m: 2 },
      'a:\n  - k: x\n    m: 1\n  - k: z\n    m: 2\n',
    ],
    ['adds an item to a flow list', 'a: [x]\n', ['a', 9], 'z', 'a: [x, z]\n'],
    [
      'adds a field to an item of a list',
      'ports:\n  - port: 80\n  - port: 443\n',
      ['ports', 0, 'name'],
      'http',
      'ports:\n  - port: 80\n    name: http\n  - port: 443\n',
    ],
    ['begins a list', 'spec:\n  a: 1\n', ['spec', 'list', 0], 'x', 'spec:\n  a: 1\n  list:\n  - x\n'],
    ['writes JSON in JSON', '{\n  "a": {\n    "b": 1\n  }\n}\n', ['a', 'c'], 'x', '{\n  "a": {\n    "b": 1,\n    "c": "x"\n  }\n}\n'],
    ['ends its lines as the file does', 'a:\r\n  b: 1\r\n', ['a', 'c'], 2, 'a:\r\n  b: 1\r\n  c: 2\r\n'],
    ['works in a file without a last line end', 'a: 1', ['b'], 2, 'a: 1\nb: 2'],
    ['keeps a block scalar whole', 'a:\n  b: |\n    text\n\nc: 1\n', ['a', 'd'], 2, 'a:\n  b: |\n    text\n  d: 2\n\nc: 1\n'],
    ['quotes what would be read as something else', 'a: 1\n', ['b'], 'yes', 'a: 1\nb: "yes"\n'],
    ['leaves a written field alone', 'a: { b: 1 }\n', ['a', 'b'], 2, undefined],
    ['leaves a scalar parent alone', 'a: text\n', ['a', 'b'], 2, undefined],
    ['does not write into what an alias stands for', 'x: &x { y: 1 }\na: *x\n', ['a', 'b'], 2, undefined],
    ['does not guess a column behind an anchor', 'a:\n- &long-name b: 1\n', ['a', 0, 'c'], 2, undefined],
    ['does not write inside the text of a ConfigMap', 'data:\n  config: |\n    a: 1\n', ['data', 'config', 'b'], 2, undefined],
  ];
  for (const [what, yaml, path, value, result] of cases) it(what, () => assert.equal(inserted(yaml, path, value), result));

  it('stands behind the sibling that is asked for', () => {
    assert.equal(
      inserted('metadata:\n  name: web\n  labels:\n    app: web\n', ['metadata', 'namespace'], 'shop', 'name'),
      'metadata:\n  name: web\n  namespace: shop\n  labels:\n    app: web\n',
    );
  });

  it('writes a manifest behind a document', () => {
    const text = 'kind: A\n\n---\nkind: B\n';
    const [first, second] = splitDocuments('a.yaml', text).documents;
    const manifest = { kind: 'C', spec: { list: ['x'], map: { a: true } } };
    const lines = 'kind: C\nspec:\n  list:\n  - x\n  map:\n    a: true';
    const one = additionOf({ document: first!, manifest })!;
    assert.equal(first!.text.slice(0, one.start) + one.text + first!.text.slice(one.end), `kind: A\n---\n${lines}\n\n`);
    const other = additionOf({ document: second!, manifest })!;
    assert.equal(second!.text.slice(0, other.start) + other.text + second!.text.slice(other.end), `---\nkind: B\n---\n${lines}\n`);
    assert.equal(additionOf({ document: splitDocuments('a.json', '{"kind": "A"}').documents[0]!, manifest }), undefined);
  });
});
