import { expect } from 'chai';
import { withNameReferences } from '../../../src/rendering/kustomize/nameReferences.ts';
import { defaultNameReferences } from '../../../src/rendering/kustomize/nameReferenceTable.ts';
import { remembering, resourceOf, type Resource } from '../../../src/rendering/kustomize/resource.ts';
import { nodeAt, valueAt, withValue } from '../../../src/rendering/yaml/change.ts';
import type { YamlMap } from '../../../src/rendering/yaml/node.ts';
import { toPlain, type Plain } from '../../../src/rendering/yaml/plain.ts';
import { map, places } from './tree.ts';

/** As after `namePrefix` and, maybe, `namespace`. */
function renamed(text: string, prefix: string, namespace?: string): Resource {
  const before = resourceOf(map(text), '');
  const metadata = valueAt(before.root, 'metadata') as YamlMap;
  const name = valueAt(metadata, 'name');
  if (name?.type !== 'scalar') throw new Error('no name');
  let changed = withValue(metadata, 'name', { ...name, text: prefix + name.text });
  if (namespace !== undefined) changed = withValue(changed, 'namespace', { ...name, text: namespace });
  return { ...remembering(before), root: withValue(before.root, 'metadata', changed), prefixes: prefix === '' ? [] : [prefix] };
}

function follow(...resources: readonly Resource[]): ReturnType<typeof withNameReferences> {
  return withNameReferences(resources, defaultNameReferences);
}

function plainAt(resource: Resource | undefined, ...path: readonly string[]): Plain | undefined {
  const node = nodeAt(resource?.root, ...path);
  return node === undefined ? undefined : toPlain(node);
}

const configMap = (name: string, namespace = '') =>
  `{apiVersion: v1, kind: ConfigMap, metadata: {name: ${name}${namespace && `, namespace: ${namespace}`}}}`;
const pod = (volumes: string, namespace = '') =>
  `{apiVersion: v1, kind: Pod, metadata: {name: p${namespace && `, namespace: ${namespace}`}}, spec: {volumes: ${volumes}}}`;
const service = '{apiVersion: v1, kind: Service, metadata: {name: s}}';
const account = '{apiVersion: v1, kind: ServiceAccount, metadata: {name: a}}';
const binding = (role: string, subjects: string) =>
  `{apiVersion: rbac.authorization.k8s.io/v1, kind: RoleBinding, metadata: {name: b}, roleRef: ${role}, subjects: ${subjects}}`;

describe('A name in another object', () => {
  it('follows the object in lists and deep in them', () => {
    const { resources } = follow(
      renamed(configMap('c'), 'x-'),
      resourceOf(map(pod('[{configMap: {name: c}}, {projected: {sources: [{configMap: {name: c}}]}}, {configMap: {name: d}}]')), ''),
    );
    expect(plainAt(resources[1], 'spec', 'volumes')).to.deep.equal([
      { configMap: { name: 'x-c' } },
      { projected: { sources: [{ configMap: { name: 'x-c' } }] } },
      { configMap: { name: 'd' } },
    ]);
  });

  it('stays where an object of that name has another kind or another namespace', () => {
    const secret = '{apiVersion: v1, kind: Secret, metadata: {name: c}}';
    const user = resourceOf(map(pod('[{configMap: {name: c}}]')), '');
    expect(follow(renamed(secret, 'x-'), user).resources[1]).to.equal(user);
    expect(follow(renamed(configMap('c', 'other'), 'x-'), user).resources[1]).to.equal(user);
  });

  it('of an IngressClass is never followed', () => {
    const ingress = resourceOf(
      map('{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: i}, spec: {ingressClassName: n}}'),
      '',
    );
    const ingressClass = '{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: n}}';
    expect(follow(renamed(ingressClass, 'x-'), ingress).resources[1]).to.equal(ingress);
  });

  it('takes the namespace along where a map holds both', () => {
    const hook =
      '{apiVersion: admissionregistration.k8s.io/v1, kind: ValidatingWebhookConfiguration, metadata: {name: w}, webhooks: [{clientConfig: {service: {name: s}}}]}';
    const { resources } = follow(renamed(service, 'x-', 'n'), resourceOf(map(hook), ''));
    expect(plainAt(resources[1], 'webhooks')).to.deep.equal([{ clientConfig: { service: { name: 'x-s', namespace: 'n' } } }]);
  });

  it('of a role is that of the kind which roleRef says', () => {
    const role = (kind: string) => `{apiVersion: rbac.authorization.k8s.io/v1, kind: ${kind}, metadata: {name: r}}`;
    const { resources } = follow(
      renamed(role('Role'), 'x-'),
      renamed(role('ClusterRole'), 'y-'),
      resourceOf(map(binding('{apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: r}', '[]')), ''),
    );
    expect(plainAt(resources[2], 'roleRef', 'name')).to.equal('y-r');
  });

  it('of an account follows it into another namespace that the subject says', () => {
    const subjects = '[{kind: ServiceAccount, name: a, namespace: n}]';
    const { resources } = follow(renamed(account, 'x-', 'n'), resourceOf(map(binding('{kind: Role, name: r}', subjects)), ''));
    expect(plainAt(resources[1], 'subjects')).to.deep.equal([{ kind: 'ServiceAccount', name: 'x-a', namespace: 'n' }]);
  });

  it('prefers what the same layer has renamed', () => {
    const user = { ...renamed(pod('[{configMap: {name: c}}]'), 'y-') };
    const { resources, problems } = follow(renamed(configMap('c'), 'x-'), renamed(configMap('c'), 'y-'), user);
    expect(problems).to.deep.equal([]);
    expect(plainAt(resources[2], 'spec', 'volumes')).to.deep.equal([{ configMap: { name: 'y-c' } }]);
  });

  it('that could mean several is a problem at the name, with all of them', () => {
    const text = pod('[{configMap: {name: c}}]');
    const one = { ...renamed(configMap('c'), 'x-'), prefixes: [] };
    const other = { ...renamed(configMap('c'), 'y-'), prefixes: [] };
    const { resources, problems } = follow(one, other, resourceOf(map(text, 'pod.yaml'), ''));
    expect(plainAt(resources[2], 'spec', 'volumes')).to.deep.equal([{ configMap: { name: 'c' } }]);
    expect(problems.map((problem) => [problem.class, problem.at.file, problem.related.length])).to.deep.equal([
      ['name-reference-ambiguous', 'pod.yaml', 2],
    ]);
  });

  it('stays where several were called so, and none of them in its layer', () => {
    const user = resourceOf(map(pod('[{configMap: {name: c}}]')), '');
    const { resources, problems } = follow(renamed(configMap('c'), 'x-'), renamed(configMap('c'), 'y-'), user);
    expect([resources[2], problems]).to.deep.equal([user, []]);
  });

  it('keeps its place, with that of the other name behind', () => {
    const texts = { 'object.yaml': pod('[{configMap: {name: c}}]') };
    const { resources } = follow(renamed(configMap('c'), 'x-'), resourceOf(map(texts['object.yaml']), ''));
    const volumes = nodeAt(resources[1]?.root, 'spec', 'volumes');
    const name = volumes?.type === 'list' ? nodeAt(volumes.items[0], 'configMap', 'name') : undefined;
    expect(places(name, texts)[0]).to.equal('object.yaml:c');
    expect(name?.origins.length).to.equal(2);
  });

  it('is a problem where a subject has none, and where an account is in no namespace that is a text', () => {
    const subjects = '[{kind: ServiceAccount, namespace: ~}]';
    const { problems } = follow(resourceOf(map(binding('{kind: Role, name: r}', subjects)), ''));
    expect(problems.map((problem) => problem.class)).to.deep.equal(['blank-namespace', 'field-spec']);
  });
});
