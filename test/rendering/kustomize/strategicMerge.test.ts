import { expect } from 'chai';
import fc from 'fast-check';
import { english } from '../../../src/base/message.ts';
import { builtInMergeSchema } from '../../../src/rendering/kustomize/mergeSchema.ts';
import { strategicMerge, withIdentityOf } from '../../../src/rendering/kustomize/strategicMerge.ts';
import { nodeAt } from '../../../src/rendering/yaml/change.ts';
import type { YamlNode } from '../../../src/rendering/yaml/node.ts';
import { toPlain, type Plain } from '../../../src/rendering/yaml/plain.ts';
import { map, places, plain } from './tree.ts';

function merged(object: string, ...patches: readonly string[]): Plain | undefined {
  let root = map(object);
  for (const patch of patches) {
    const { result, problem } = strategicMerge(root, map(patch, 'patch.yaml'), builtInMergeSchema);
    if (problem !== undefined) throw new Error(english.say(problem.message));
    if (result === undefined) return undefined;
    root = result;
  }
  return toPlain(root);
}

const service = (ports: string) => `{apiVersion: v1, kind: Service, spec: {ports: ${ports}}}`;
const pod = (spec: string) => `{apiVersion: v1, kind: Pod, spec: ${spec}}`;
const custom = (spec: string) => `{apiVersion: example.org/v1, kind: Thing, spec: ${spec}}`;

// Each line is what `kubectl kustomize` 1.35.2 makes of it.
const cases: readonly (readonly [does: string, object: string, patch: string, result: string])[] = [
  ['adds and replaces fields', custom('{a: 1, b: 2}'), custom('{b: 3, c: 4}'), custom('{a: 1, b: 3, c: 4}')],
  ['removes what the patch says is null', custom('{a: 1, b: {c: 1}, d: [1]}'), custom('{a: null, b: ~, d: null}'), custom('{}')],
  ['changes nothing with an empty map', custom('{a: {b: 1}}'), custom('{a: {}}'), custom('{a: {b: 1}}')],
  ['takes a new subtree without its nulls', custom('{}'), custom('{a: {b: null, c: {$patch: delete}, d: {}}}'), custom('{a: {d: {}}}')],
  ['replaces lists of kinds without schema', custom('{l: [{name: a}, {name: b}]}'), custom('{l: [{name: c}]}'), custom('{l: [{name: c}]}')],
  ['replaces a list by an empty one', custom('{l: [1]}'), custom('{l: []}'), custom('{l: []}')],
  ['keeps the quotes that were there, so that a number becomes a text', custom('{a: "80"}'), custom('{a: 90}'), custom('{a: "90"}')],
  ['keeps a text one, also where no quotes were', custom('{a: 80}'), custom('{a: "90"}'), custom('{a: "90"}')],
  ['keeps a null that is spelled', custom('{a: null, b: ~}'), custom('{c: 1}'), custom('{a: null, b: ~, c: 1}')],
  [
    'drops a null that is not spelled',
    'apiVersion: example.org/v1\nkind: Thing\nspec:\n  a:\n  b: 1\n',
    custom('{c: 1}'),
    custom('{b: 1, c: 1}'),
  ],
  ['deletes a map', custom('{a: {b: 1}}'), custom('{a: {$patch: delete}}'), custom('{}')],
  ['replaces a map', custom('{a: {b: 1, c: 2}}'), custom('{a: {$patch: replace, d: 3}}'), custom('{a: {d: 3}}')],
  ['leaves other directives in', custom('{a: {b: 1}}'), custom('{a: {$retainKeys: [b]}}'), custom('{a: {b: 1, $retainKeys: [b]}}')],
  [
    'leaves the object as it is with a replacement at the root',
    custom('{a: 1}'),
    `{$patch: replace, apiVersion: example.org/v1, kind: Thing, spec: {b: 1}}`,
    custom('{a: 1}'),
  ],
  [
    'puts elements of the patch first',
    service('[{port: 80, name: a}, {port: 81, name: b}]'),
    service('[{port: 443, name: c}, {port: 81, name: d}]'),
    service('[{port: 443, name: c}, {port: 81, name: d}, {port: 80, name: a}]'),
  ],
  [
    'adds another protocol of a port where both are written',
    service('[{port: 53, protocol: UDP, name: u}]'),
    service('[{port: 53, protocol: TCP, name: t}]'),
    service('[{port: 53, protocol: TCP, name: t}, {port: 53, protocol: UDP, name: u}]'),
  ],
  [
    'takes a port with a protocol for the one without',
    service('[{port: 80, name: a}]'),
    service('[{port: 80, protocol: UDP, name: b}]'),
    service('[{port: 80, name: a}]'),
  ],
  [
    'loses a port without protocol where the object has one',
    service('[{port: 80, protocol: TCP, name: a}]'),
    service('[{port: 80, name: b}]'),
    service('[{port: 80, protocol: TCP, name: a}]'),
  ],
  [
    'loses all containers to one without a name',
    pod('{containers: [{name: a, image: b}]}'),
    pod('{containers: [{image: c}]}'),
    pod('{containers: []}'),
  ],
  ['changes nothing with an empty list', service('[{port: 80}]'), service('[]'), service('[{port: 80}]')],
  [
    'lets an element speak for its list',
    pod('{containers: [{name: a}]}'),
    pod('{containers: [{$patch: replace}, {name: b}]}'),
    pod('{containers: [{name: b}]}'),
  ],
  [
    'deletes an element',
    pod('{containers: [{name: a}, {name: b}]}'),
    pod('{containers: [{name: a, $patch: delete}]}'),
    pod('{containers: [{name: b}]}'),
  ],
  [
    'joins elements twice in one list that it says nothing of',
    pod('{containers: [{name: a, env: [{name: x, value: "1"}, {name: x, value: "2"}]}]}'),
    pod('{containers: [{name: a, image: b}]}'),
    pod('{containers: [{name: a, image: b, env: [{name: x, value: "2"}]}]}'),
  ],
  [
    'joins finalizers, those of the patch first',
    '{apiVersion: v1, kind: Pod, metadata: {finalizers: [a, b]}}',
    '{apiVersion: v1, kind: Pod, metadata: {finalizers: [c, b]}}',
    '{apiVersion: v1, kind: Pod, metadata: {finalizers: [c, b, a]}}',
  ],
  ['replaces tolerations', pod('{tolerations: [{key: a}]}'), pod('{tolerations: [{key: b}]}'), pod('{tolerations: [{key: b}]}')],
  [
    'knows an object inside a kind without schema by its own kind',
    custom(`{inner: ${service('[{port: 80}]')}}`),
    custom(`{inner: ${service('[{port: 81}]')}}`),
    custom(`{inner: ${service('[{port: 81}, {port: 80}]')}}`),
  ],
  [
    'does not know a version that Kubernetes 1.21 had no longer',
    '{apiVersion: extensions/v1beta1, kind: Deployment, spec: {template: {spec: {containers: [{name: a}]}}}}',
    '{apiVersion: extensions/v1beta1, kind: Deployment, spec: {template: {spec: {containers: [{name: b}]}}}}',
    '{apiVersion: extensions/v1beta1, kind: Deployment, spec: {template: {spec: {containers: [{name: b}]}}}}',
  ],
];

describe('A strategic merge', () => {
  for (const [does, object, patch, result] of cases)
    it(does, () => {
      expect(merged(object, patch)).to.deep.equal(plain(result));
    });

  it('deletes the object', () => {
    expect(merged(custom('{a: 1}'), '{$patch: delete, apiVersion: example.org/v1, kind: Thing}')).to.equal(undefined);
  });

  it('puts quotes round a word that YAML 1.1 reads as a boolean, which the next patch keeps', () => {
    expect(merged(custom('{a: yes}'), custom('{b: 1}'), custom('{a: 1.0}'))).to.deep.equal(plain(custom('{a: "1.0", b: 1}')));
    expect(merged(custom('{a: yes}'), custom('{a: 1.0}'))).to.deep.equal(plain(custom('{a: 1.0}')));
  });

  it('says of a value of another shape where it is, and where the object has its own', () => {
    const [object, patch] = [custom('{a: {b: 1}}'), custom('{a: [1]}')];
    const { result, problem } = strategicMerge(map(object), map(patch, 'patch.yaml'), builtInMergeSchema);
    expect(toPlain(result as YamlNode)).to.deep.equal(plain(object));
    expect(problem?.class).to.equal('wrong-node-kind');
    expect(problem?.at).to.deep.equal({ file: 'patch.yaml', start: patch.indexOf('[1]'), end: patch.indexOf('[1]') + 3 });
    expect(problem?.related.map(({ at }) => at.start)).to.deep.equal([object.indexOf('{b: 1}')]);
  });

  it('refuses a field without a name in any map that it looks into, of the object as well', () => {
    for (const [object, patch] of [
      ['{a: {}}', '{a: {"": 1}}'],
      ['{a: {"": 1}}', '{b: 1}'],
      ['{}', '{a: {b: {"": null}}}'],
    ] as const)
      expect(() => merged(custom(object), custom(patch)), patch).to.throw('without a name');
    expect(merged(custom('{l: [{a: 1}]}'), custom('{l: [{"": 1}]}'))).to.deep.equal(plain(custom('{l: [{"": 1}]}')));
  });

  it('refuses a directive that is none', () => {
    const patch = custom('{a: {$patch: remove}}');
    const { problem } = strategicMerge(map(custom('{a: {b: 1}}')), map(patch, 'patch.yaml'), builtInMergeSchema);
    expect(problem?.class).to.equal('patch-invalid');
    expect(problem?.at.start).to.equal(patch.indexOf('remove'));
  });

  describe('keeps the places of what it writes:', () => {
    const texts = {
      'object.yaml': custom('{a: 1, b: 2, c: {d: 3}, e: [4]}'),
      'patch.yaml': custom('{a: 9, b: 2, c: null, e: [5], f: {g: 6}}'),
    };
    const { result } = strategicMerge(map(texts['object.yaml']), map(texts['patch.yaml'], 'patch.yaml'), builtInMergeSchema);
    const at = (...path: readonly string[]) => places(nodeAt(result, 'spec', ...path), texts);

    it('of a changed value the patch, then the object', () => {
      expect(at('a')).to.deep.equal(['patch.yaml:9', 'object.yaml:1']);
    });
    it('of a value that is said again the object, then the patch', () => {
      expect(at('b')).to.deep.equal(['object.yaml:2', 'patch.yaml:2']);
    });
    it('of a new subtree and a replaced list those of the patch', () => {
      expect(at('f', 'g')).to.deep.equal(['patch.yaml:6']);
      expect(at('e')).to.deep.equal(['patch.yaml:[5]', 'object.yaml:[4]']);
    });
    it('of what is removed a note on the map', () => {
      const spec = nodeAt(result, 'spec');
      const removed = spec?.type === 'map' ? spec.removed : undefined;
      expect(removed?.map(({ key, by }) => [key, by[0]?.file])).to.deep.equal([['c', 'patch.yaml']]);
    });
  });

  it('shares with the object what it does not change', () => {
    const object = map(pod('{containers: [{name: a, env: [{name: x}]}, {name: b}], tolerations: [{key: a}]}'));
    const { result } = strategicMerge(
      object,
      map('{apiVersion: v1, kind: Pod, metadata: {labels: {a: b}}}', 'patch.yaml'),
      builtInMergeSchema,
    );
    expect(nodeAt(result, 'spec')).to.equal(nodeAt(object, 'spec'));
  });

  it('never throws, and twice the same patch changes no more than its order', () => {
    const leaf = fc.constantFrom('80', '"80"', 'a', '~', 'null', 'true', '{}', '[]');
    const key = fc.constantFrom('name', 'port', 'protocol', 'containers', 'ports', 'env', '$patch', 'spec');
    const { value } = fc.letrec<{ value: string }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        leaf,
        fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
        fc
          .uniqueArray(fc.tuple(key, tie('value')), { maxLength: 4, selector: ([name]) => name })
          .map((entries) => `{${entries.map(([name, inner]) => `${name}: ${inner}`).join(', ')}}`),
      ),
    }));
    fc.assert(
      fc.property(fc.constantFrom('Service', 'Pod', 'Thing'), value, value, (kind, object, patch) => {
        const header = `apiVersion: v1, kind: ${kind}, metadata: {name: a}`;
        const { result, problem } = strategicMerge(
          map(`{${header}, spec: ${object}}`),
          map(`{${header}, spec: ${patch}}`),
          builtInMergeSchema,
        );
        if (problem !== undefined) expect(problem.at.file).to.equal('object.yaml');
        if (result !== undefined) toPlain(result);
      }),
      { seed: 7, numRuns: 400 },
    );
  });
});

describe('A patched object', () => {
  const before = map('{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {}}');

  it('keeps its kind and name, and gets no namespace', () => {
    const after = map('{apiVersion: v1, kind: Job, metadata: {name: b, namespace: c, labels: {x: y}}, spec: {}}');
    expect(toPlain(withIdentityOf(before, after, { name: false, kind: false }))).to.deep.equal(
      plain('{apiVersion: v1, kind: Pod, metadata: {name: a, labels: {x: y}}, spec: {}}'),
    );
  });

  it('may get another name and kind where that is allowed', () => {
    const after = map('{apiVersion: v1, kind: Job, metadata: {name: b}}');
    expect(toPlain(withIdentityOf(before, after, { name: true, kind: true }))).to.deep.equal(
      plain('{apiVersion: v1, kind: Job, metadata: {name: b}}'),
    );
  });

  it('gets back a name that the patch took away', () => {
    expect(toPlain(withIdentityOf(before, map('{apiVersion: v1, kind: Pod}'), { name: false, kind: false }))).to.deep.equal(
      plain('{apiVersion: v1, kind: Pod, metadata: {name: a}}'),
    );
  });
});
