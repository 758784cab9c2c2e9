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

const application = (index: number): string => `${service(`web-${index}`)}---\n${deployment(`web-${index}`)}`;

const ingressClass = `apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: { name: nginx }\nspec: { controller: k8s.io/ingress-nginx }\n`;

const ingress = (name: string): string =>
  `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ${name}, namespace: shop }
spec:
  ingressClassName: nginx
  rules: [{ host: ${name}.example, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: ${name}, port: { number: 80 } } } }] } }]
`;

const gatewayWithRoute = (index: number): string =>
  `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge-${index}, namespace: shop }
spec: { gatewayClassName: envoy, listeners: [{ name: web, port: 80, protocol: HTTP }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web-${index}, namespace: shop }
spec: { parentRefs: [{ name: edge-${index} }], rules: [{ backendRefs: [{ name: web-${index}, port: 80 }] }] }
`;

const policy = (index: number, from: number): string =>
  `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: { name: web-${index}, namespace: shop }
spec:
  podSelector: { matchLabels: { app: web-${index} } }
  policyTypes: [Ingress, Egress]
  ingress: [{ from: [{ podSelector: { matchLabels: { app: web-${from} } } }], ports: [{ port: 8080 }] }]
  egress: [{ to: [{ podSelector: { matchLabels: { app: web-${from} } } }] }]
`;

const adminPolicy = (index: number): string =>
  `apiVersion: policy.networking.k8s.io/v1alpha1
kind: AdminNetworkPolicy
metadata: { name: team-${index} }
spec:
  priority: ${index}
  subject: { namespaces: { matchLabels: { kubernetes.io/metadata.name: team-${index} } } }
  ingress: [{ action: Deny, from: [{ namespaces: { matchLabels: { kubernetes.io/metadata.name: team-${index + 1} } } }] }]
`;

const peerWithAdvertisement = (index: number): string =>
  `apiVersion: metallb.io/v1beta2
kind: BGPPeer
metadata: { name: router-${index}, namespace: metallb-system }
spec: { myASN: 64500, peerASN: 64501, peerAddress: ${address(0x090000, index)} }
---
apiVersion: metallb.io/v1beta1
kind: BGPAdvertisement
metadata: { name: to-${index}, namespace: metallb-system }
spec: { ipAddressPools: [lan], peers: [router-${index}] }
`;

const monitor = (name: string, app: string): string =>
  `apiVersion: monitoring.coreos.com/v1
kind: ServiceMonitor
metadata: { name: ${name}, namespace: shop }
spec: { selector: { matchLabels: { app: ${app} } }, endpoints: [{ port: http }] }
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
    title: 'Ingresses and as many services',
    size: 1000,
    manifests: (size) =>
      site('') +
      document(ingressClass) +
      document(service('nginx', { namespace: 'ingress-nginx', type: 'LoadBalancer', selector: 'ingress-nginx' })) +
      document(deployment('ingress-nginx', { namespace: 'ingress-nginx' })) +
      many(size, (index) => `${application(index)}---\n${ingress(`web-${index}`)}`),
  },
  {
    title: 'Gateways and as many routes',
    size: 1000,
    manifests: (size) => site('') + many(size, (index) => `${application(index)}---\n${gatewayWithRoute(index)}`),
  },
  {
    title: 'policies and as many workloads',
    size: 1000,
    manifests: (size) => site('') + many(size, (index) => `${application(index)}---\n${policy(index, (index + 1) % size)}`),
  },
  {
    title: "administrators' policies and as many namespaces",
    size: 1000,
    manifests: (size) =>
      site('') +
      many(size, (index) => `${namespace(`team-${index}`)}---\n${deployment('web', { namespace: `team-${index}` })}`) +
      many(size, adminPolicy),
  },
  {
    title: 'BGP peers and as many advertisements',
    size: 1000,
    manifests: (size) =>
      site('') +
      document(addressPool('lan', '10.8.0.1-10.8.15.254')) +
      many(size, peerWithAdvertisement) +
      many(20, node) +
      many(20, (index) => service(`web-${index}`, { type: 'LoadBalancer', selector: 'web' })) +
      document(deployment('web')),
  },
  {
    title: 'StatefulSets without their Service',
    size: 1000,
    manifests: (size) =>
      site('') +
      many(
        size,
        (index) =>
          `${service(`web-${index}`, { more: ', clusterIP: None' })}---\n${deployment(`web-${index}`)
            .replace('kind: Deployment', 'kind: StatefulSet')
            .replace('replicas: 1', `serviceName: other-${index}`)}`,
      ),
  },
  {
    title: 'services that ask for one cluster IP',
    size: 1000,
    manifests: (size) => site('') + many(size, (index) => service(`web-${index}`, { more: ', clusterIP: 10.96.3.3' })),
  },
  {
    title: 'monitors that meet no Service',
    // Up to a thousand Services each is compared with each name that reads alike.
    size: 4000,
    manifests: (size) => site('') + many(size, (index) => `${application(index)}---\n${monitor(`web-${index}`, `other-${index}-one`)}`),
  },
  {
    title: 'services and as many pods of one label',
    size: 1000,
    pairs: 'a line from each service to each of its pods',
    manifests: (size) =>
      site('') + document(deployment('web', { replicas: size })) + many(size, (index) => service(`web-${index}`, { selector: 'web' })),
  },
];
