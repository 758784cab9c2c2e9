import { expect } from 'chai';
import { builtInMergeSchema, mergeSchemaOf, type MergeSchema, type MergeType } from '../../../src/rendering/kustomize/mergeSchema.ts';

function typeAt(schema: MergeSchema, kind: string, path: string): MergeType | undefined {
  const [apiVersion = '', name = ''] = kind.split(' ');
  let type = schema.typeOf(apiVersion, name);
  for (const step of path.split('.')) type = step === '[]' ? type?.elements : type?.field(step);
  return type;
}

const podLists: readonly (readonly [path: string, keys: string])[] = [
  ['containers', 'name'],
  ['initContainers', 'name'],
  ['ephemeralContainers', 'name'],
  ['containers.[].ports', 'containerPort protocol'],
  ['containers.[].env', 'name'],
  ['containers.[].volumeMounts', 'mountPath'],
  ['containers.[].volumeDevices', 'devicePath'],
  ['volumes', 'name'],
  ['imagePullSecrets', 'name'],
  ['hostAliases', 'ip'],
  ['topologySpreadConstraints', 'topologyKey whenUnsatisfiable'],
];

const pods: readonly (readonly [kind: string, path: string])[] = [
  ['v1 Pod', 'spec'],
  ['v1 PodTemplate', 'template.spec'],
  ...[
    'apps/v1 Deployment',
    'apps/v1 DaemonSet',
    'apps/v1 ReplicaSet',
    'apps/v1 StatefulSet',
    'batch/v1 Job',
    'v1 ReplicationController',
  ].map((kind) => [kind, 'spec.template.spec'] as const),
  ['batch/v1 CronJob', 'spec.jobTemplate.spec.template.spec'],
  ['batch/v1beta1 CronJob', 'spec.jobTemplate.spec.template.spec'],
];

describe('The built-in merge schema', () => {
  for (const [kind, path] of pods)
    it(`joins the lists of the pods of ${kind}`, () => {
      for (const [list, keys] of podLists)
        expect(typeAt(builtInMergeSchema, kind, `${path}.${list}`)?.mergeKeys, list).to.deep.equal(keys.split(' '));
    });

  it('joins what it says of other kinds', () => {
    const lists: readonly (readonly [kind: string, path: string, keys: readonly string[]])[] = [
      ['v1 Service', 'spec.ports', ['port', 'protocol']],
      ['v1 ServiceAccount', 'secrets', ['name']],
      ['admissionregistration.k8s.io/v1 MutatingWebhookConfiguration', 'webhooks', ['name']],
      ['admissionregistration.k8s.io/v1beta1 ValidatingWebhookConfiguration', 'webhooks', ['name']],
      ['v1 Node', 'spec.podCIDRs', []],
      ['v1 Node', 'status.addresses', ['type']],
      ['v1 Pod', 'status.podIPs', ['ip']],
      ['policy/v1 PodDisruptionBudget', 'status.conditions', ['type']],
      ['storage.k8s.io/v1 CSINode', 'spec.drivers', ['name']],
      ['v1 ConfigMap', 'metadata.finalizers', []],
      ['rbac.authorization.k8s.io/v1 RoleBinding', 'metadata.ownerReferences', ['uid']],
      ['kustomize.config.k8s.io/v1beta1 Kustomization', 'configMapGenerator', ['name']],
    ];
    for (const [kind, path, keys] of lists)
      expect(typeAt(builtInMergeSchema, kind, path)?.mergeKeys, `${kind} ${path}`).to.deep.equal(keys);
  });

  it('replaces the others', () => {
    for (const [kind, path] of [
      ['v1 Pod', 'spec.tolerations'],
      ['v1 Pod', 'spec.containers.[].args'],
      ['v1 Pod', 'spec.containers.[].envFrom'],
      ['v1 Service', 'spec.externalIPs'],
      ['v1 ServiceAccount', 'imagePullSecrets'],
      ['v1 Endpoints', 'subsets'],
      ['v1 Node', 'spec.taints'],
      ['networking.k8s.io/v1 Ingress', 'spec.rules'],
      ['rbac.authorization.k8s.io/v1 RoleBinding', 'subjects'],
      ['apps/v1 StatefulSet', 'spec.volumeClaimTemplates'],
    ] as const)
      expect(typeAt(builtInMergeSchema, kind, path)?.mergeKeys, `${kind} ${path}`).to.equal(undefined);
  });

  it('knows no custom kinds, and no versions that were gone', () => {
    for (const [apiVersion, kind] of [
      ['metallb.io/v1beta1', 'IPAddressPool'],
      ['extensions/v1beta1', 'Deployment'],
      ['apps/v1beta1', 'Deployment'],
      ['autoscaling/v2', 'HorizontalPodAutoscaler'],
    ] as const)
      expect(builtInMergeSchema.typeOf(apiVersion, kind), kind).to.equal(undefined);
  });
});

describe('The schema of a file', () => {
  const schema = mergeSchemaOf({
    definitions: {
      'org.example.v1.Thing': {
        type: 'object',
        'x-kubernetes-group-version-kind': [{ group: 'example.org', version: 'v1', kind: 'Thing' }],
        properties: { spec: { $ref: '#/definitions/org.example.v1.ThingSpec' }, loop: { $ref: '#/definitions/loop' } },
      },
      'org.example.v1.ThingSpec': {
        properties: {
          ports: {
            type: 'array',
            'x-kubernetes-patch-strategy': 'merge,retainKeys',
            'x-kubernetes-patch-merge-key': 'name',
            'x-kubernetes-list-map-keys': ['name', 'side'],
            items: { $ref: '#/definitions/org.example.v1.ThingSpec' },
          },
          names: { type: 'array', 'x-kubernetes-patch-strategy': 'merge', items: { type: 'string' } },
          others: { type: 'array', 'x-kubernetes-patch-merge-key': 'name' },
        },
        additionalProperties: { $ref: '#/definitions/org.example.v1.ThingSpec' },
      },
      loop: { $ref: '#/definitions/loop' },
    },
    paths: {
      '/apis/example.org/v1/things': { get: { 'x-kubernetes-group-version-kind': { group: 'example.org', version: 'v1', kind: 'Thing' } } },
      '/apis/v1/namespaces/{namespace}/pods': { get: { 'x-kubernetes-group-version-kind': { version: 'v1', kind: 'Pod' } } },
    },
  });

  it('joins lists by the keys of their strategy', () => {
    expect(typeAt(schema, 'example.org/v1 Thing', 'spec.ports')?.mergeKeys).to.deep.equal(['name', 'side']);
    expect(typeAt(schema, 'example.org/v1 Thing', 'spec.ports.[].ports.[].names')?.mergeKeys).to.deep.equal([]);
    expect(typeAt(schema, 'example.org/v1 Thing', 'spec.anything.names')?.mergeKeys).to.deep.equal([]);
    expect(typeAt(schema, 'example.org/v1 Thing', 'spec.others')?.mergeKeys).to.equal(undefined);
  });

  it('stands in place of the built-in one', () => {
    expect(schema.typeOf('v1', 'Service')).to.equal(undefined);
    expect(typeAt(schema, 'kustomize.config.k8s.io/v1beta1 Kustomization', 'secretGenerator')?.mergeKeys).to.deep.equal(['name']);
  });

  it('ends at a reference to itself', () => {
    expect(typeAt(schema, 'example.org/v1 Thing', 'loop')).to.equal(undefined);
  });

  it('says by its paths what lives in a namespace', () => {
    expect(schema.isNamespaced?.('example.org/v1', 'Thing')).to.equal(false);
    expect(schema.isNamespaced?.('v1', 'Pod')).to.equal(true);
    expect(schema.isNamespaced?.('v1', 'Service')).to.equal(undefined);
  });
});
