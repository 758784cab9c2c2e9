import { message } from '../../base/message.ts';
import { isOwnedByDevice } from '../../checks/shared/metallb/objects.ts';
import { isDescribed } from '../described.ts';
import { poolRange } from './addresses.ts';
import type { Candidate, Offer } from './candidate.ts';

const site = `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata:
  name: \${1:store}
spec:
  profile: \${2|azure-stack-edge,aks-edge-essentials,k3s,microk8s,kubeadm,talos,custom|}
  computeNetwork:
    subnet: \${3:10.0.0.0/24}
    gateway: \${4:10.0.0.1}
  kubernetesNodeIPs: \${5:10.0.0.10-10.0.0.12}
  kubernetesServiceIPs: \${6:10.0.0.20-10.0.0.29}
`;

const workload = (name: string, app: string, tier: string, image: string, port: string, env: string): string => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  namespace: \${2:default}
spec:
  selector:
    matchLabels:
      app: ${app}
      tier: ${tier}
  template:
    metadata:
      labels:
        app: ${app}
        tier: ${tier}
    spec:
      containers:
        - name: ${tier}
          image: ${image}
${env}          ports:
            - name: ${port}
`;

const service = (name: string, app: string, tier: string, type: string, port: string, target: string): string => `---
apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: \${2:default}
spec:
${type}  selector:
    app: ${app}
    tier: ${tier}
  ports:
    - name: ${target}
      port: ${port}
      targetPort: ${target}
`;

const twoTiers = `${workload(
  '\${1:shop}-web',
  '\${1:shop}',
  'web',
  '\${3:nginx:1.29}',
  'http',
  '          env:\n            - name: DATABASE_HOST\n              value: \${1:shop}-database\n',
)}              containerPort: \${4:80}
${service('\${1:shop}-web', '\${1:shop}', 'web', '  type: LoadBalancer\n', '80', 'http')}---
${workload('\${1:shop}-database', '\${1:shop}', 'database', '\${5:postgres:18}', 'postgres', '')}              containerPort: \${6:5432}
${service('\${1:shop}-database', '\${1:shop}', 'database', '', '\${6:5432}', 'postgres')}`;

const pool = (range: string): string => `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata:
  name: \${1:lan}
  namespace: metallb-system
spec:
  addresses:
    - \${2:${range}}
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata:
  name: \${1:lan}
  namespace: metallb-system
spec:
  ipAddressPools:
    - \${1:lan}
`;

const denyAll = `apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: default-deny
  namespace: \${1:default}
spec:
  podSelector: {}
  policyTypes: [Ingress, Egress]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: allow-dns
  namespace: \${1:default}
spec:
  podSelector: {}
  policyTypes: [Egress]
  egress:
    - to:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: kube-system
          podSelector:
            matchLabels:
              k8s-app: kube-dns
      ports:
        - { protocol: UDP, port: 53 }
        - { protocol: TCP, port: 53 }
`;

/** Where nothing says what is free. */
const sampleRange = '10.0.0.20-10.0.0.29';

/**
 * Whole manifests, where a document has nothing yet. A site that is described needs no other one, so that of a site comes last there; and
 * where the device has its own pool, no other one is offered, for what is applied there is lost.
 */
export const snippets: Offer = function* ({ path, kind, pairsAt, context, clusters }): Generator<Candidate> {
  // What is half typed is no key yet, and so is nothing of the document.
  if (path.length > 0 || kind !== '' || context.flow || context.indent > 0 || pairsAt().size > 0) return;
  const snippet = (label: string, detail: Candidate['detail'] & object, text: string): Candidate => ({
    sort: 'snippet',
    label,
    text,
    snippet: true,
    detail,
    rank: 9,
  });
  const sites = clusters.filter(({ cluster }) => isDescribed(cluster));
  const newSite = snippet('edge-site', message('A site: its network, and the addresses for nodes and services'), site);
  if (sites.length === 0) yield newSite;
  yield snippet('edge-application', message('An application of two tiers, with a service in front of each'), twoTiers);
  if (!sites.some(({ allocation }) => isOwnedByDevice(allocation.network))) {
    const free = sites.map((each) => poolRange(each, sampleRange)).find((range) => range !== undefined);
    yield snippet('edge-pool', message('A pool of MetalLB with its advertisement'), pool(free ?? sampleRange));
  }
  yield snippet('edge-default-deny', message('Nothing may connect, but names may be asked for'), denyAll);
  if (sites.length > 0) yield newSite;
};
