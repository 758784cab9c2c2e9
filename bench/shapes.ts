/** Clusters of awkward shapes, of a size: what once took time by the square of it. */
export interface Shape {
  readonly title: string;
  /** The size of the last step. */
  readonly size: number;
  readonly manifests: (size: number) => string;
  /** Why its picture grows faster than in proportion, as it must. */
  readonly pairs?: string;
}

const document = (text: string): string => `---\n${text}`;
const many = (count: number, make: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => document(make(index))).join('');

/** The first address of the n-th network of so many addresses, in 10.0.0.0/8. */
const address = (start: number, index: number, step = 1): string => {
  const value = start + index * step;
  return `10.${(value >> 16) & 255}.${(value >> 8) & 255}.${value & 255}`;
};

const site = (more: string): string =>
  document(`apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: shape }
spec: { profile: custom, podSubnet: 10.64.0.0/12, serviceSubnet: 10.96.0.0/12${more} }
`);

const namespace = (name: string): string => `apiVersion: v1\nkind: Namespace\nmetadata: { name: ${name} }\n`;

const service = (name: string, { namespace: own = 'shop', type = 'ClusterIP', selector = name, more = '' } = {}): string =>
  `apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${own} }
spec: { type: ${type}, selector: { app: ${selector} }, ports: [{ name: http, port: 80, targetPort: 8080 }]${more} }
`;

const deployment = (name: string, { namespace: own = 'shop', app = name, replicas = 1 } = {}): string =>
  `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${own} }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: ${app} } }
  template:
    metadata: { labels: { app: ${app} } }
    spec: { containers: [{ name: main, image: registry.example/app, ports: [{ containerPort: 8080 }] }] }
`;

const node = (index: number): string =>
  `apiVersion: v1
kind: Node
metadata: { name: node-${index} }
status: { addresses: [{ type: InternalIP, address: ${address(0x070000, index + 1)} }] }
`;

const addressPool = (name: string, addresses: string): string =>
  `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: ${name}, namespace: metallb-system }
spec: { addresses: [${addresses}] }
`;

const advertisement = `apiVersion: metallb.io/v1beta1\nkind: L2Advertisement\nmetadata: { name: all, namespace: metallb-system }\n`;

const ipPool = (name: string, cidr: string, selector = 'all()'): string =>
  `apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: ${name} }
spec: { cidr: ${cidr}, blockSize: 26, nodeSelector: ${selector}, ipipMode: Always, natOutgoing: true }
`;

const gateway = `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: shop }
spec: { gatewayClassName: envoy, allowedListeners: { namespaces: { from: Same } }, listeners: [{ name: own, port: 80, protocol: HTTP }] }
`;

/** Both under one Gateway. */
const listenerSetAndRoute = (index: number): string =>
  `apiVersion: gateway.networking.k8s.io/v1
kind: ListenerSet
metadata: { name: set-${index}, namespace: shop }
spec: { parentRef: { name: edge }, listeners: [{ name: own, port: 80, protocol: HTTP, hostname: web-${index}.example }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web-${index}, namespace: shop }
spec: { parentRefs: [{ kind: ListenerSet, name: set-${index} }], rules: [{ backendRefs: [{ name: web, port: 80 }] }] }
`;

export const shapes: readonly Shape[] = [
  {
    title: 'namespaces, each with an application',
    size: 3000,
    manifests: (size) =>
      site('') +
      many(
        size,
        (index) =>
          `${namespace(`team-${index}`)}---\n${service('web', { namespace: `team-${index}` })}---\n${deployment('web', { namespace: `team-${index}` })}`,
      ),
  },
  {
    title: 'services on one selector',
    size: 1000,
    manifests: (size) =>
      site('') + document(deployment('web', { replicas: 3 })) + many(size, (index) => service(`web-${index}`, { selector: 'web' })),
  },
  {
    title: 'copies of a workload',
    size: 1000,
    manifests: (size) => site('') + document(service('web')) + many(size, (index) => deployment(`web-${index}`, { app: 'web' })),
  },
  {
    title: 'nodes and as many external services',
    size: 1000,
    pairs: 'MetalLB chooses by a hash of each node with each address',
    manifests: (size) =>
      document(addressPool('lan', '10.8.0.1-10.8.15.254')) +
      document(advertisement) +
      many(size, node) +
      many(size, (index) => service(`web-${index}`, { type: 'LoadBalancer', selector: 'web' })) +
      document(deployment('web')),
  },
  {
    title: 'pools and as many external services',
    size: 1000,
    manifests: (size) =>
      site('') +
      many(size, (index) => addressPool(`pool-${index}`, `${address(0x080000, index, 4)}/30`)) +
      document(advertisement) +
      many(size, (index) => service(`web-${index}`, { type: 'LoadBalancer', selector: 'web' })) +
      document(deployment('web')),
  },
  {
    title: 'pools that overlap',
    size: 1000,
    manifests: (size) =>
      site('') + many(size, (index) => addressPool(`pool-${index}`, `${address(0x080000, index)}-${address(0x080000, index + 40)}`)),
  },
  {
    title: 'pod pools and as many workloads',
    size: 1000,
    manifests: (size) =>
      many(size, (index) => ipPool(`pool-${index}`, `${address(0x400000, index, 64)}/26`)) +
      many(20, node) +
      many(size, (index) => deployment(`web-${index}`)),
  },
  {
    title: 'listener sets and as many routes',
    size: 1000,
    manifests: (size) =>
      site('') + document(gateway) + document(service('web')) + document(deployment('web')) + many(size, listenerSetAndRoute),
  },
  {
    title: 'services and as many pods of one label',
    size: 1000,
    manifests: (size) =>
      site('') + document(deployment('web', { replicas: size })) + many(size, (index) => service(`web-${index}`, { selector: 'web' })),
  },
];
