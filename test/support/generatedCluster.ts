import fc from 'fast-check';
import type { Cluster } from '../../src/manifests/cluster.ts';
import { clusterOf } from './cluster.ts';

/** A manifest as plain data. Its text is JSON, which is YAML too. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly ownerReferences?: readonly object[];
  };
  readonly spec?: Readonly<Record<string, unknown>>;
  readonly status?: Readonly<Record<string, unknown>>;
}

/** The manifests as one cluster, each a file of its own, applied in order. A manifest is read once, so that the same one in two clusters is one resource. */
export function clusterOfManifests(manifests: readonly Manifest[]): Cluster {
  return {
    name: 'test',
    root: '',
    unknowns: [],
    resources: manifests.flatMap((manifest) => {
      let resources = read.get(manifest);
      if (resources === undefined) {
        resources = clusterOf(JSON.stringify(manifest)).resources;
        read.set(manifest, resources);
      }
      return resources;
    }),
  };
}

const read = new WeakMap<Manifest, Cluster['resources']>();

/** Where the addresses of a generated cluster lie; the ranges touch nowhere. */
export const ranges = {
  nodes: '192.168.1.10-192.168.1.13',
  pods: { 4: '10.244.0.0/16', 6: 'fd00:244::/64' },
  services: { 4: '10.96.0.0/26', 6: 'fd00:96::/122' },
  nodePorts: { first: 30000, last: 30039 },
} as const;

/**
 * Small clusters as people run them: an EdgeNetwork, some nodes, Calico and MetalLB pools, workloads and services in several namespaces; often with two families,
 * often with less room than is asked for. Configuration comes first, then workloads, then services. No two manifests have one kind and name.
 */
export const generatedManifests: fc.Arbitrary<readonly Manifest[]> = fc
  .boolean()
  .chain((dual) =>
    fc.tuple(
      edgeNetwork(dual),
      fc.array(nodeShape, { maxLength: 4 }).map((shapes) => shapes.map(nodeManifest)),
      fc.constant(namespaces.map(namespaceManifest)),
      ipPools(dual),
      fc.option(fc.constant(ipReservation), { nil: undefined }),
      fc.option(ipamConfiguration, { nil: undefined, freq: 2 }),
      addressPools(dual),
      fc.array(workload, { maxLength: 6 }).map((shapes) => shapes.map((shape, index) => shape(index))),
      fc.array(service(dual), { maxLength: 9 }).map((shapes) => shapes.map((shape, index) => shape(index))),
    ),
  )
  .map((parts) => parts.flat().filter((manifest) => manifest !== undefined));

export const namespaces = ['edge', 'lab', 'shop'];
const apps = ['cache', 'db', 'web'];
const app = fc.constantFrom(...apps);
const namespace = fc.constantFrom(...namespaces);

/** Mostly absent, so that what is generated stays lawful more often than not. */
function sometimes<T>(arbitrary: fc.Arbitrary<T>, outOf = 3): fc.Arbitrary<T | undefined> {
  return fc.tuple(fc.nat(outOf - 1), arbitrary).map(([dice, value]) => (dice === 0 ? value : undefined));
}

/** Without the fields that are `undefined`. */
function written(fields: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function edgeNetwork(dual: boolean): fc.Arbitrary<Manifest> {
  return fc
    .record({ profile: fc.constantFrom('custom', 'kubeadm', 'k3s'), nodes: sometimes(fc.nat({ max: 3 })) })
    .map(({ profile, nodes }) => ({
      apiVersion: 'edgenetwork/v1',
      kind: 'EdgeNetwork',
      metadata: { name: 'site' },
      spec: written({
        profile,
        nodes,
        kubernetesNodeIPs: ranges.nodes,
        podSubnet: dual ? `${ranges.pods[4]},${ranges.pods[6]}` : ranges.pods[4],
        serviceSubnet: dual ? `${ranges.services[4]},${ranges.services[6]}` : ranges.services[4],
        serviceNodePortRange: `${ranges.nodePorts.first}-${ranges.nodePorts.last}`,
      }),
    }));
}

const nodeShape = fc.record({
  zone: sometimes(fc.constantFrom('a', 'b'), 2),
  controlPlane: sometimes(fc.constant(true), 4),
  taint: sometimes(fc.constantFrom('NoSchedule', 'PreferNoSchedule', 'NoExecute'), 6),
  stated: fc.boolean(),
  pods: sometimes(fc.constantFrom('2', '5'), 5),
});

function nodeManifest(
  { zone, controlPlane, taint, stated, pods }: typeof nodeShape extends fc.Arbitrary<infer S> ? S : never,
  index: number,
): Manifest {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name: `node-${index}`,
      labels: {
        ...(zone === undefined ? {} : { zone }),
        ...(controlPlane === undefined ? {} : { 'node-role.kubernetes.io/control-plane': '' }),
      },
    },
    spec: { taints: taint === undefined ? [] : [{ key: 'dedicated', value: 'x', effect: taint }] },
    status: written({
      addresses: stated
        ? [
            { type: 'InternalIP', address: `192.168.1.${100 + index}` },
            { type: 'InternalIP', address: `fd00:1::${index + 1}` },
          ]
        : undefined,
      allocatable: pods === undefined ? undefined : { pods, cpu: '2', memory: '4Gi' },
    }),
  };
}

function namespaceManifest(name: string): Manifest {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels: { tier: name === 'lab' ? 'test' : 'production' } } };
}

/** None, or up to three, small enough to fill up. */
function ipPools(dual: boolean): fc.Arbitrary<readonly Manifest[]> {
  const pool = (name: string, cidr: string, sizes: readonly [number, number]) =>
    fc
      .record({
        blockSize: fc.integer({ min: sizes[0], max: sizes[1] }),
        nodeSelector: sometimes(fc.constantFrom('all()', 'zone == "a"', 'has(zone)'), 4),
        namespaceSelector: sometimes(fc.constantFrom('tier == "test"', 'tier != "test"'), 5),
        disabled: sometimes(fc.constant(true), 8),
        assignmentMode: sometimes(fc.constant('Manual'), 8),
        vxlanMode: sometimes(fc.constant('Always')),
        allowedUses: sometimes(fc.constant(['Workload']), 5),
      })
      .map((spec): Manifest => ({
        apiVersion: 'projectcalico.org/v3',
        kind: 'IPPool',
        metadata: { name },
        spec: written({ cidr, ...spec }),
      }));
  const maybe = (manifest: fc.Arbitrary<Manifest>) => fc.option(manifest, { nil: undefined, freq: 3 });
  return fc
    .tuple(
      maybe(pool('pods-a', '10.244.0.0/27', [28, 30])),
      maybe(pool('pods-b', '10.244.8.0/24', [26, 29])),
      dual ? maybe(pool('pods-six', 'fd00:244::/120', [122, 126])) : fc.constant(undefined),
    )
    .map((pools) => pools.filter((manifest) => manifest !== undefined));
}

const ipReservation: Manifest = {
  apiVersion: 'projectcalico.org/v3',
  kind: 'IPReservation',
  metadata: { name: 'kept' },
  spec: { reservedCIDRs: ['10.244.0.1', '10.244.0.4/30', 'fd00:244::2'] },
};

const ipamConfiguration: fc.Arbitrary<Manifest> = fc
  .record({ strictAffinity: fc.boolean(), maxBlocksPerHost: fc.constantFrom(0, 1, 2) })
  .map((spec) => ({ apiVersion: 'projectcalico.org/v3', kind: 'IPAMConfiguration', metadata: { name: 'default' }, spec }));

function addressPools(dual: boolean): fc.Arbitrary<readonly Manifest[]> {
  const pool = (name: string, addresses: readonly string[]) =>
    fc
      .record({
        autoAssign: sometimes(fc.constant(false), 6),
        avoidBuggyIPs: sometimes(fc.boolean(), 2),
        serviceAllocation: sometimes(
          fc.record({
            priority: fc.constantFrom(0, 1, 2),
            namespaces: fc.subarray(namespaces, { minLength: 1 }),
            serviceSelectors: fc.constantFrom([], [{ matchLabels: { app: 'web' } }]),
          }),
          4,
        ),
      })
      .map((spec): Manifest => ({
        apiVersion: 'metallb.io/v1beta1',
        kind: 'IPAddressPool',
        metadata: { name, namespace: 'metallb-system' },
        spec: written({ addresses, ...spec }),
      }));
  const advertisement: Manifest = {
    apiVersion: 'metallb.io/v1beta1',
    kind: 'L2Advertisement',
    metadata: { name: 'lan', namespace: 'metallb-system' },
    spec: {},
  };
  return fc
    .tuple(
      fc.option(pool('lan-a', ['192.168.2.254-192.168.3.1']), { nil: undefined, freq: 3 }),
      fc.option(pool('lan-b', dual ? ['192.168.4.8/30', 'fd00:4::8/126'] : ['192.168.4.8/30']), { nil: undefined, freq: 3 }),
      fc.option(fc.constant(advertisement), { nil: undefined }),
    )
    .map((manifests) => manifests.filter((manifest) => manifest !== undefined));
}

/** What is generated first and named by its place later. */
type Numbered = (index: number) => Manifest;

const podShape = fc.record({
  app,
  nodeSelector: sometimes(fc.constantFrom({ zone: 'a' }, { zone: 'b' }), 5),
  hostNetwork: sometimes(fc.constant(true), 8),
  tolerations: sometimes(fc.constant([{ key: 'dedicated', operator: 'Exists' }]), 3),
  affinity: sometimes(
    app.map((other) => ({
      podAntiAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: [
          { labelSelector: { matchLabels: { app: other } }, topologyKey: 'kubernetes.io/hostname' },
        ],
      },
    })),
    6,
  ),
  spread: sometimes(fc.constantFrom('DoNotSchedule', 'ScheduleAnyway'), 6),
  cpu: sometimes(fc.constantFrom('500m', '1'), 5),
});

function podSpec({
  app: name,
  cpu,
  spread,
  ...spec
}: typeof podShape extends fc.Arbitrary<infer S> ? S : never): Readonly<Record<string, unknown>> {
  return written({
    ...spec,
    containers: [
      written({
        name: 'main',
        ports: [{ name: 'http', containerPort: 8080 }],
        resources: cpu === undefined ? undefined : { requests: { cpu } },
      }),
    ],
    topologySpreadConstraints:
      spread === undefined
        ? undefined
        : [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: spread, labelSelector: { matchLabels: { app: name } } }],
  });
}

const calico = sometimes(
  fc.constantFrom(
    { 'cni.projectcalico.org/ipv4pools': '["pods-b"]' },
    { 'cni.projectcalico.org/ipAddrs': '["10.244.0.2"]' },
    { 'cni.projectcalico.org/ipAddrs': '["10.244.8.9"]' },
    { 'cni.projectcalico.org/ipFamilies': '["IPv4"]' },
  ),
  6,
);

const workload: fc.Arbitrary<Numbered> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .record({
        kind: fc.constantFrom('Deployment', 'StatefulSet', 'ReplicaSet', 'DaemonSet', 'Job'),
        namespace,
        replicas: fc.integer({ min: 0, max: 4 }),
        start: sometimes(fc.constantFrom(1, 7)),
        pod: podShape,
        annotations: calico,
      })
      .map(controlled),
  },
  { weight: 2, arbitrary: fc.record({ namespace, pod: podShape, annotations: calico }).map(barePod) },
);

function controlled({
  kind,
  namespace: within,
  replicas,
  start,
  pod,
  annotations,
}: {
  readonly kind: string;
  readonly namespace: string;
  readonly replicas: number;
  readonly start: number | undefined;
  readonly pod: Parameters<typeof podSpec>[0];
  readonly annotations: Record<string, string> | undefined;
}): Numbered {
  const count = kind === 'DaemonSet' ? {} : kind === 'Job' ? { parallelism: replicas, completions: 3 } : { replicas };
  const labels = { app: pod.app };
  return (index) => ({
    apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
    kind,
    metadata: { name: `${pod.app}-${index}`, namespace: within },
    spec: {
      ...count,
      ...(kind === 'StatefulSet' ? { serviceName: 'service-0', ...(start === undefined ? {} : { ordinals: { start } }) } : {}),
      ...(kind === 'Job' ? {} : { selector: { matchLabels: labels } }),
      template: { metadata: { labels, ...(annotations === undefined ? {} : { annotations }) }, spec: podSpec(pod) },
    },
  });
}

function barePod({
  namespace: within,
  pod,
  annotations,
}: {
  readonly namespace: string;
  readonly pod: Parameters<typeof podSpec>[0];
  readonly annotations: Record<string, string> | undefined;
}): Numbered {
  return (index) => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: `${pod.app}-${index}`,
      namespace: within,
      labels: { app: pod.app },
      ...(annotations === undefined ? {} : { annotations }),
    },
    spec: podSpec(pod),
  });
}

/** Services of every type; `dual` allows two families. */
export function service(dual: boolean): fc.Arbitrary<Numbered> {
  return fc
    .record({
      namespace,
      app,
      type: fc.constantFrom('ClusterIP', 'Headless', 'NodePort', 'LoadBalancer', 'LoadBalancer', 'LoadBalancer', 'ExternalName'),
      ports: fc.uniqueArray(
        fc.record({
          port: fc.constantFrom(53, 80, 443),
          protocol: fc.constantFrom('TCP', 'UDP'),
          nodePort: sometimes(fc.constantFrom(30001, 30005, 30039), 8),
        }),
        { minLength: 1, maxLength: 3, selector: ({ port, protocol }) => `${protocol}/${port}` },
      ),
      clusterIP: sometimes(fc.constantFrom('10.96.0.1', '10.96.0.20', '10.96.0.50'), 6),
      ipFamilyPolicy: dual ? sometimes(fc.constantFrom('SingleStack', 'PreferDualStack', 'RequireDualStack'), 2) : fc.constant(undefined),
      externalTrafficPolicy: sometimes(fc.constant('Local'), 4),
      annotations: sometimes(
        fc.constantFrom(
          { 'metallb.io/allow-shared-ip': 'key' },
          { 'metallb.io/allow-shared-ip': 'key' },
          { 'metallb.io/loadBalancerIPs': '192.168.3.1' },
          { 'metallb.io/loadBalancerIPs': '192.168.4.9' },
          { 'metallb.io/address-pool': 'lan-b' },
        ),
        2,
      ),
    })
    .map((shape): Numbered => {
      const { namespace: within, app: selected, type, ports, clusterIP, ipFamilyPolicy, externalTrafficPolicy, annotations } = shape;
      const hasNodePorts = type === 'NodePort' || type === 'LoadBalancer';
      return (index) => ({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: {
          name: `service-${index}`,
          namespace: within,
          labels: { app: selected },
          ...(annotations === undefined || type !== 'LoadBalancer' ? {} : { annotations }),
        },
        spec:
          type === 'ExternalName'
            ? { type, externalName: 'example.org' }
            : written({
                type: type === 'Headless' ? 'ClusterIP' : type,
                selector: { app: selected },
                ports: ports.map(({ port, protocol, nodePort }, place) =>
                  written({ name: `port-${place}`, port, protocol, targetPort: 8080, nodePort: hasNodePorts ? nodePort : undefined }),
                ),
                clusterIP: type === 'Headless' ? 'None' : clusterIP,
                ipFamilyPolicy,
                externalTrafficPolicy: hasNodePorts ? externalTrafficPolicy : undefined,
              }),
      });
    });
}
