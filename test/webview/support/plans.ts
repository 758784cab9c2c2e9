import { badgesOf } from '../../../src/analysis/badges.ts';
import { topologyOf } from '../../../src/topology/graph.ts';
import type { ToPage } from '../../../src/topology/protocol.ts';
import type { Topology } from '../../../src/topology/subject.ts';
import { workspaceOf } from '../../support/analysed.ts';
import { saidGraph, saidPlan } from '../../support/said.ts';

/** What these manifests make, findings and all. */
export function topologyIn(...texts: readonly string[]): Topology {
  const snapshot = workspaceOf(Object.fromEntries(texts.map((text, index) => [`${index}.yaml`, text]))).refreshAtOnce();
  return topologyOf(snapshot.clusters.map((analysed) => ({ allocation: analysed.allocation, badges: badgesOf(analysed) })));
}

/** The whole graph with its address plan, as a page gets it that has asked for the plan. */
export function planMessage(...texts: readonly string[]): ToPage {
  const topology = topologyIn(...texts);
  const { clusters, bars } = saidPlan(topology);
  return {
    type: 'graph',
    version: 1,
    graph: saidGraph(topology),
    status: { state: 'ready', text: '' },
    plan: { clusters, bars: [...bars.values()] },
  };
}

const network = (body: string) =>
  `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: store-42 }\nspec:\n  profile: azure-stack-edge\n${body}`;

const web = `
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 5
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: web }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { type: LoadBalancer, loadBalancerIP: 10.128.44.246, selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Service
metadata: { name: kiosk, namespace: shop }
spec: { type: LoadBalancer, selector: { app: web }, ports: [{ port: 81 }] }
`;

/** A site where all is well. */
export const site = [
  network(`  computeNetwork:
    subnet: 10.128.44.0/22
    gateway: 10.128.44.1
    dhcpRanges: [10.128.45.0-10.128.45.255]
    reservedIPs: [10.128.44.5]
  kubernetesNodeIPs: 10.128.44.241-10.128.44.243
  kubernetesServiceIPs: 10.128.44.244-10.128.44.250
  externalNetworks: [{ name: head office, subnet: 10.20.0.0/16 }]
`),
  web,
];

/** The last node address is the first service address, and head office hides pods and services. */
export const overlappingSite = [
  network(`  computeNetwork:
    subnet: 10.128.44.0/22
    gateway: 10.128.44.1
    dhcpRanges: [10.128.45.0-10.128.45.255]
    reservedIPs: [10.128.44.248]
  kubernetesNodeIPs: 10.128.44.241-10.128.44.244
  kubernetesServiceIPs: 10.128.44.244-10.128.44.250
  externalNetworks: [{ name: head office, subnet: 172.16.0.0/12 }]
`),
  web,
];

/** A /8 and a /30 in one cluster, and IPv6 beside IPv4. */
export const wideSite = [
  network(`  computeNetwork: { subnet: 10.128.44.0/22, gateway: 10.128.44.1 }
  kubernetesNodeIPs: 10.128.44.240/30
  podSubnet: 172.27.0.0/16,fd00:10::/56
  serviceSubnet: 172.28.0.0/16,fd00:20::/112
  externalNetworks: [{ name: company, subnet: 10.0.0.0/8 }, { name: cameras, subnet: 192.168.7.0/24 }]
`),
  `
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: shops, namespace: metallb-system }
spec: { addresses: [10.128.45.0/24, 10.128.44.248-10.128.44.250] }
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: shops, namespace: metallb-system }
${web.replace('loadBalancerIP: 10.128.44.246, ', 'ipFamilyPolicy: PreferDualStack, ').replace('\napiVersion', '\n---\napiVersion')}`,
];

export function manyServices(count: number): readonly string[] {
  return [
    site[0] ?? '',
    Array.from(
      { length: count },
      (_, index) =>
        `apiVersion: v1\nkind: Service\nmetadata: { name: app-${index}, namespace: team-${index % 8} }\nspec: { selector: { app: app-${index} }, ports: [{ port: 80 }] }\n`,
    ).join('---\n'),
  ];
}
