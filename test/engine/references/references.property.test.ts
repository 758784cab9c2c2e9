import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { Controls } from '../../../src/checks/findings/controls.ts';
import type { Finding } from '../../../src/checks/findings/finding.ts';
import { podsElsewhere } from '../../../src/checks/shared/policy/podsElsewhere.ts';
import { judgeCluster } from '../../../src/checks/run.ts';
import { allocate } from '../../../src/engine/allocate.ts';
import { referenceKinds, References, type AnyMention, type ReferenceKind } from '../../../src/engine/references/references.ts';
import { isSameTarget } from '../../../src/engine/references/reference.ts';
import { thingsOf } from '../../../src/engine/references/things.ts';
import type { Place } from '../../../src/manifests/place.ts';
import { clusterOfManifests, generatedManifests, type Manifest } from '../../support/generatedCluster.ts';

const namespaces = ['shop', 'lab'];
const names = ['orders', 'ledger', 'warehouse'];
const ports = ['http', 'grpc'];
const namespace = fc.constantFrom(...namespaces);
const name = fc.constantFrom(...names);
const port = fc.constantFrom(...ports);
const pairs = fc.oneof(
  name.map((app) => ({ app })),
  fc.record({ app: name, track: fc.constantFrom('stable', 'canary') }),
);

/** Clusters in which nearly everything is named by something else, rightly or not. In each namespace there is something of each kind, so that no rule is silent since it sees nothing. */
const naming: fc.Arbitrary<readonly Manifest[]> = fc
  .tuple(
    fc.array(fc.record({ name, namespace, labels: pairs, port, probe: port, url: fc.tuple(name, namespace, fc.constantFrom(80, 81)) }), {
      maxLength: 5,
    }),
    fc.array(fc.record({ name, namespace, selector: pairs, target: port, pool: fc.constantFrom('lan', 'wan', undefined) }), {
      maxLength: 5,
    }),
    fc.array(fc.record({ namespace, service: name, port: fc.constantFrom('web', 'http', 80, 8080) }), { maxLength: 3 }),
    fc.array(fc.record({ namespace, pods: pairs, from: pairs, port, zone: fc.constantFrom('shop', 'lab', undefined) }), { maxLength: 3 }),
    fc.array(fc.record({ pool: fc.constantFrom('lan', 'wan'), zone: fc.constantFrom('a', 'b') }), { maxLength: 2 }),
  )
  .map(([workloads, services, ingresses, policies, advertisements]) => [
    ...namespaces.map(namespaceManifest),
    nodeManifest,
    poolManifest,
    ...namespaces.map((within) =>
      workloadManifest({ name: 'base', namespace: within, labels: { app: 'base' }, port: 'base', probe: 'base' }),
    ),
    ...namespaces.map((within) =>
      serviceManifest({ name: 'base', namespace: within, selector: { app: 'base' }, target: 'base', pool: undefined }),
    ),
    ...workloads.map((shape, index) => workloadManifest({ ...shape, name: `${shape.name}-${index}` })),
    ...unique(services).map(serviceManifest),
    ...ingresses.map(ingressManifest),
    ...policies.map(policyManifest),
    ...advertisements.map(advertisementManifest),
  ]);

function unique<T extends { readonly name: string; readonly namespace: string }>(items: readonly T[]): readonly T[] {
  return [...new Map(items.map((item) => [`${item.namespace}/${item.name}`, item])).values()];
}

function namespaceManifest(within: string): Manifest {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name: within, labels: { zone: within } } };
}

const nodeManifest: Manifest = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node', labels: { zone: 'a' } } };

const poolManifest: Manifest = {
  apiVersion: 'metallb.io/v1beta1',
  kind: 'IPAddressPool',
  metadata: { name: 'lan', namespace: 'metallb-system' },
  spec: { addresses: ['192.168.2.10-192.168.2.40'] },
};

function workloadManifest(shape: {
  readonly name: string;
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly port: string;
  readonly probe: string;
  readonly url?: readonly [string, string, number];
}): Manifest {
  const { name: called, namespace: within, labels, port: own, probe, url } = shape;
  const container = {
    name: 'main',
    ports: [{ name: own, containerPort: 8080 }],
    readinessProbe: { httpGet: { port: probe } },
    env: url === undefined ? [] : [{ name: 'OTHER_URL', value: `http://${url[0]}.${url[1]}.svc:${url[2]}` }],
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: called, namespace: within },
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers: [container] } } },
  };
}

function serviceManifest(shape: {
  readonly name: string;
  readonly namespace: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly target: string;
  readonly pool: string | undefined;
}): Manifest {
  const { name: called, namespace: within, selector, target, pool } = shape;
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: called, namespace: within, annotations: pool === undefined ? {} : { 'metallb.io/address-pool': pool } },
    spec: { type: 'LoadBalancer', selector, ports: [{ name: 'web', port: 80, targetPort: target }] },
  };
}

function ingressManifest(
  { namespace: within, service, port: wanted }: { readonly namespace: string; readonly service: string; readonly port: string | number },
  index: number,
): Manifest {
  const backend = { service: { name: service, port: typeof wanted === 'number' ? { number: wanted } : { name: wanted } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: `front-${index}`, namespace: within },
    spec: { defaultBackend: backend },
  };
}

function policyManifest(
  shape: {
    readonly namespace: string;
    readonly pods: Readonly<Record<string, string>>;
    readonly from: Readonly<Record<string, string>>;
    readonly port: string;
    readonly zone: string | undefined;
  },
  index: number,
): Manifest {
  const { namespace: within, pods, from, port: wanted, zone } = shape;
  const selector = zone === undefined ? {} : { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': zone } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: `guard-${index}`, namespace: within },
    spec: {
      podSelector: { matchLabels: pods },
      ingress: [{ from: [{ podSelector: { matchLabels: from }, ...selector }], ports: [{ port: wanted }] }],
    },
  };
}

function advertisementManifest({ pool, zone }: { readonly pool: string; readonly zone: string }, index: number): Manifest {
  return {
    apiVersion: 'metallb.io/v1beta1',
    kind: 'L2Advertisement',
    metadata: { name: `tell-${index}`, namespace: 'metallb-system' },
    spec: { ipAddressPools: [pool], nodeSelectors: [{ matchLabels: { zone } }] },
  };
}

/** What is found where a mention of these kinds leads nowhere. */
const codes: { readonly [Kind in ReferenceKind]?: string } = {
  'service-pods': 'selector/no-match',
  'policy-pods': 'policy/no-match',
  'target-port': 'port/unknown-name',
  'probe-port': 'port/unknown-name',
  'policy-port': 'port/unknown-name',
  'backend-service': 'ingress/unknown-service',
  'backend-port': 'ingress/unknown-port',
  'governing-service': 'dns/statefulset-service',
  'requested-pool': 'metallb/unknown-pool',
  'advertised-pool': 'metallb/unknown-pool',
  'service-name': 'dns/unknown-name',
  'service-name-port': 'dns/wrong-port',
};

const judged = new Set(Object.values(codes));

/** Why a rule says nothing of a mention that leads nowhere: another rule says it already. */
function isSaidElsewhere(mention: AnyMention, references: References): boolean {
  const { podOwners, services } = references.around;
  switch (mention.kind) {
    case 'target-port':
      return podOwners.selected(mention.selector, mention.resource.metadata.namespace).length === 0;
    // policy/other-namespace
    case 'policy-pods':
      return podsElsewhere(mention, { podOwners, references }).length > 0;
    case 'policy-port':
      return references.of('policy-pods').some((pods) => !pods.peer && pods.resource === mention.resource && !references.leads(pods));
    case 'backend-port':
      return services.named(mention.serviceName, mention.resource.metadata.namespace).length === 0;
    case 'service-name-port':
      return mention.naming.services.length === 0;
    default:
      return false;
  }
}

describe('references of generated clusters', () => {
  const clusters = fc.oneof({ weight: 3, arbitrary: naming }, { weight: 1, arbitrary: generatedManifests });

  it('are found from the other end wherever they lead', () => {
    fc.assert(
      fc.property(clusters, (manifests) => {
        const references = new References(allocate(clusterOfManifests(manifests)));
        for (const kind of referenceKinds) {
          for (const mention of references.of(kind)) {
            const targets = references.targets(mention);
            assert.equal(references.leads(mention), targets.length > 0);
            assert.equal(references.resolve(mention).missing === undefined, targets.length > 0);
            for (const target of targets)
              assert.ok(
                references.to(target).some(({ kind: own, place }) => own === kind && isDeepStrictEqual(place, mention.place)),
                `${kind} "${mention.text}" of ${mention.resource.metadata.name}`,
              );
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('are found from a thing only where they lead to it', () => {
    fc.assert(
      fc.property(clusters, (manifests) => {
        const references = new References(allocate(clusterOfManifests(manifests)));
        for (const resource of references.around.cluster.resources) {
          for (const thing of thingsOf(resource, references.around)) {
            for (const mention of references.to(thing))
              assert.ok(
                references.targets(mention).some((target) => isSameTarget(target, thing)),
                `${mention.kind} "${mention.text}" of ${mention.resource.metadata.name}, from ${thing.kind} ${thing.name}`,
              );
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('are the same, whether one resource or the whole cluster is asked', () => {
    fc.assert(
      fc.property(clusters, (manifests) => {
        const references = new References(allocate(clusterOfManifests(manifests)));
        const told = ({ kind, resource, text }: AnyMention) => `${kind} ${resource.kind} ${resource.metadata.name} ${text}`;
        const whole = referenceKinds.flatMap((kind) => references.of(kind)).map(told);
        const single = references.around.cluster.resources.flatMap((resource) => references.in(resource)).map(told);
        assert.deepEqual([...single].sort(), [...whole].sort());
      }),
      { numRuns: 30 },
    );
  });

  it('lead nowhere exactly where a rule says so', () => {
    fc.assert(
      fc.property(naming, (manifests) => {
        const allocation = allocate(clusterOfManifests(manifests));
        const references = new References(allocation);
        const left = new Set(judgeCluster(allocation, new Controls({})).filter(({ code }) => judged.has(code)));
        for (const kind of referenceKinds) {
          const code = codes[kind];
          if (code === undefined) continue;
          for (const mention of references.of(kind)) {
            const about: readonly Finding[] = [...left].filter((finding) => finding.code === code && isWithin(finding, mention.place));
            const named = `${kind} "${mention.text}" of ${mention.resource.kind} ${mention.resource.metadata.name}`;
            if (references.leads(mention) || isSaidElsewhere(mention, references)) assert.deepEqual(about, [], named);
            else assert.equal(about.length, 1, named);
            for (const finding of about) left.delete(finding);
          }
        }
        assert.deepEqual([...left], []);
      }),
      { numRuns: 40 },
    );
  });
});

function isWithin({ place: { document, path } }: Finding, within: Place): boolean {
  return document === within.document && within.path !== undefined && within.path.every((step, index) => path?.[index] === step);
}
