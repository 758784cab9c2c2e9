import { expect } from 'chai';
import { withReplacement } from '../../../src/rendering/kustomize/replacements.ts';
import { resourceOf } from '../../../src/rendering/kustomize/resource.ts';
import { nodeAt } from '../../../src/rendering/yaml/change.ts';
import { toPlain, type Plain } from '../../../src/rendering/yaml/plain.ts';
import { map, places, plain } from './tree.ts';

const thing = (name: string, spec: string) =>
  `{apiVersion: example.org/v1, kind: Thing, metadata: {name: ${name}, labels: {of: ${name}}}, spec: ${spec}}`;

/** Of the object `target` the spec, or the class of the problem. */
function written(spec: string, source: string, target: string): Plain {
  const resources = [thing('source', '{text: "80", number: 8080, list: [a], none: {}, parts: "a:b:c"}'), thing('target', spec)].map(
    (text, index) => resourceOf(map(text, `${String(index)}.yaml`), ''),
  );
  const { resources: changed, problem } = withReplacement(
    resources,
    map(`{${source}, targets: [{select: {name: target}, ${target}}]}`, 'kustomization.yaml', 'yaml-1.1'),
  );
  if (problem !== undefined) return problem.class;
  const result = nodeAt(changed[1]?.root, 'spec');
  return result === undefined ? null : toPlain(result);
}

const from = (path: string, options = '') => `source: {name: source, fieldPath: ${path}${options}}`;

// Each line is what `kubectl kustomize` 1.35.2 makes of it.
const cases: readonly (readonly [does: string, spec: string, source: string, target: string, result: string])[] = [
  ['keeps a number a number', '{a: 1}', from('spec.text'), 'fieldPaths: [spec.a]', '{a: 80}'],
  ['keeps a text a text', '{a: "1"}', from('spec.number'), 'fieldPaths: [spec.a]', '{a: "8080"}'],
  ['types the text of a new field anew', '{}', from('spec.text'), 'fieldPaths: [spec.a], options: {create: true}', '{a: 80}'],
  ['replaces what is no single value by a copy', '{a: {}}', from('spec.list'), 'fieldPaths: [spec.a]', '{a: [a]}'],
  [
    'makes what is missing on the way',
    '{}',
    'sourceValue: x',
    'fieldPaths: ["spec.a.[name=b].c", spec.l.0], options: {create: true}',
    '{a: [{name: b, c: x}], l: [x]}',
  ],
  ['writes to all elements', '{l: [{v: a}, {v: b}]}', 'sourceValue: x', 'fieldPaths: ["spec.l.*.v"]', '{l: [{v: x}, {v: x}]}'],
  [
    'matches anywhere in a text',
    '{l: [{n: cam, v: a}, {n: camera, v: b}]}',
    'sourceValue: x',
    'fieldPaths: ["spec.l.[n=cam].v"]',
    '{l: [{n: cam, v: x}, {n: camera, v: x}]}',
  ],
  [
    'matches the whole text by an expression that says so',
    '{l: [{n: cam, v: a}, {n: camera, v: b}]}',
    'sourceValue: x',
    'fieldPaths: ["spec.l.[n=^cam$].v"]',
    '{l: [{n: cam, v: x}, {n: camera, v: b}]}',
  ],
  [
    'sees the quotes of a text',
    '{l: [{n: "cam", v: a}, {n: cam, v: b}]}',
    'sourceValue: x',
    'fieldPaths: ["spec.l.[n=^cam$].v"]',
    '{l: [{n: cam, v: a}, {n: cam, v: x}]}',
  ],
  [
    'matches scalar elements, whatever the path goes on with',
    '{l: [a, b, "a"]}',
    'sourceValue: x',
    'fieldPaths: ["spec.l.[=a].rest"]',
    '{l: [x, b, x]}',
  ],
  [
    'keeps the dots of a key',
    '{"a.b/c": 1, "d.e": 1}',
    'sourceValue: "2"',
    String.raw`fieldPaths: ["spec.[a.b/c]", "spec.d\\.e"]`,
    '{"a.b/c": 2, "d.e": 2}',
  ],
  ['takes a part of the source', '{a: x}', from('spec.parts', ', options: {delimiter: ":", index: 1}'), 'fieldPaths: [spec.a]', '{a: b}'],
  [
    'replaces a part of the target',
    '{a: "x:y"}',
    'sourceValue: z',
    'fieldPaths: [spec.a], options: {delimiter: ":", index: 1}',
    '{a: "x:z"}',
  ],
  ['puts a part in front', '{a: "x:y"}', 'sourceValue: z', 'fieldPaths: [spec.a], options: {delimiter: ":", index: -1}', '{a: "z:x:y"}'],
  ['puts a part behind', '{a: "x:y"}', 'sourceValue: z', 'fieldPaths: [spec.a], options: {delimiter: ":", index: 9}', '{a: "x:y:z"}'],
];

const failures: readonly (readonly [of: string, spec: string, source: string, target: string, problem: string])[] = [
  ['a field that is missing', '{}', 'sourceValue: x', 'fieldPaths: [spec.a]', 'replacement-target'],
  ['an index behind the end', '{l: []}', 'sourceValue: x', 'fieldPaths: [spec.l.1], options: {create: true}', 'replacement-target'],
  ['a number as a key', '{a: {}}', 'sourceValue: x', 'fieldPaths: [spec.a.0]', 'replacement-target'],
  ['brackets without an equals sign', '{a: []}', 'sourceValue: x', 'fieldPaths: ["spec.[a]"]', 'replacement-target'],
  ['an expression that Go does not take', '{l: [{n: a}]}', 'sourceValue: x', 'fieldPaths: ["spec.l.[n=(].v"]', 'replacement-target'],
  [
    'an element that its own expression does not match, which the real tool makes for ever',
    '{l: []}',
    'sourceValue: x',
    'fieldPaths: ["spec.l.[n=^a$].v"], options: {create: true}',
    'replacement-target',
  ],
  ['a source that is empty', '{a: 1}', from('spec.none'), 'fieldPaths: [spec.a]', 'replacement-source'],
  ['a source with many fields', '{a: 1}', from('"spec.*"'), 'fieldPaths: [spec.a]', 'replacement-source'],
  ['a source that is not there', '{a: 1}', 'source: {name: other}', 'fieldPaths: [spec.a]', 'replacement-source'],
  ['a source that could be two objects', '{a: 1}', 'source: {kind: Thing}', 'fieldPaths: [spec.a]', 'replacement-source'],
  [
    'a part that the source does not have',
    '{a: x}',
    from('spec.parts', ', options: {delimiter: ":", index: 3}'),
    'fieldPaths: [spec.a]',
    'replacement-option',
  ],
  ['a delimiter for a list', '{a: []}', 'sourceValue: x', 'fieldPaths: [spec.a], options: {delimiter: ":"}', 'replacement-option'],
];

describe('A replacement', () => {
  for (const [does, spec, source, target, result] of cases)
    it(does, () => {
      expect(written(spec, source, target)).to.deep.equal(plain(result));
    });

  for (const [of, spec, source, target, problem] of failures)
    it(`fails at ${of}`, () => {
      expect(written(spec, source, target)).to.equal(problem);
    });

  it('writes the name without a path', () => {
    const resources = [resourceOf(map(thing('a', '{}')), ''), resourceOf(map(thing('b', '{}')), '')];
    const entry = map('{source: {name: a}, targets: [{select: {kind: Thing}, reject: [{name: a}]}]}');
    expect(toPlain(nodeAt(withReplacement(resources, entry).resources[1]?.root, 'metadata', 'name') ?? map('{}'))).to.equal('a');
  });

  it('writes to the objects that labels select', () => {
    const resources = [resourceOf(map(thing('a', '{v: 1}')), ''), resourceOf(map(thing('b', '{v: 1}')), '')];
    const entry = map('{sourceValue: "2", targets: [{select: {labelSelector: "of in (b)"}, fieldPaths: [spec.v]}]}');
    const { resources: changed } = withReplacement(resources, entry);
    expect(changed[0]).to.equal(resources[0]);
    expect(toPlain(changed[1]?.root ?? map('{}'))).to.deep.equal(plain(thing('b', '{v: 2}')));
  });

  it('has the place of the source first, then the path and what was there', () => {
    const texts = {
      '0.yaml': thing('a', '{v: 1}'),
      '1.yaml': thing('b', '{v: 2}'),
      'kustomization.yaml': '{source: {name: a, fieldPath: spec.v}, targets: [{select: {name: b}, fieldPaths: [spec.v]}]}',
    };
    const resources = [resourceOf(map(texts['0.yaml'], '0.yaml'), ''), resourceOf(map(texts['1.yaml'], '1.yaml'), '')];
    const { resources: changed } = withReplacement(resources, map(texts['kustomization.yaml'], 'kustomization.yaml'));
    expect(places(nodeAt(changed[1]?.root, 'spec', 'v'), texts)).to.deep.equal(['0.yaml:1', 'kustomization.yaml:spec.v', '1.yaml:2']);
  });
});
