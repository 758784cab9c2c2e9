import {
  protocolVersion,
  type ElementCertainty,
  type ElementKind,
  type Graph,
  type GraphEdge,
  type GraphElement,
  type ToPage,
} from '../../../src/topology/protocol.ts';

type Looks = Partial<Omit<GraphElement, 'id' | 'kind' | 'parent'>>;

/** Writes graphs in few words: elements and edges in order, ids as given. */
export class GraphBuilder {
  readonly #elements: GraphElement[] = [];
  readonly #edges: GraphEdge[] = [];

  add(id: string, kind: ElementKind, parent: string | undefined, looks: Looks = {}): this {
    this.#elements.push({
      id,
      kind,
      parent,
      label: id.slice(id.lastIndexOf('/') + 1),
      detail: '',
      note: '',
      keywords: '',
      severity: undefined,
      certainty: undefined,
      pending: false,
      hasSource: true,
      ...looks,
    });
    return this;
  }

  edge(kind: GraphEdge['kind'], from: string, to: string, label = '', certainty?: ElementCertainty): this {
    this.#edges.push({ id: `${from}>${kind}>${to}`, kind, from, to, label, certainty });
    return this;
  }

  get graph(): Graph {
    return { elements: [...this.#elements], edges: [...this.#edges] };
  }
}

export function graphMessage(graph: Graph, version = 1): ToPage {
  return { type: 'graph', version, graph, status: { state: 'ready', text: '' } };
}

/** The view state of a page whose reader has opened everything: each pod, and the address ranges of the shop. */
export const unfolded = { protocol: protocolVersion, level: 0, toggled: ['store|plan'] };

/** A shop as it runs on a small device: two services reached from outside, a database that is not, one service that waits for an address and one that selects nothing. */
export function shopGraph(): Graph {
  const b = new GraphBuilder()
    .add('store', 'cluster', undefined, { label: 'store-42', note: '' })
    .add('store|clients', 'clients', 'store', { label: 'Clients on the LAN', detail: '10.128.44.0/22', hasSource: false })
    .add('store|pool', 'loadBalancerPool', 'store', { label: 'device-pool', detail: '10.128.44.244-10.128.44.250', note: '2 of 7 used' })
    .add('store|address/244', 'externalAddress', 'store|pool', { label: '10.128.44.244', certainty: 'fixed' })
    .add('store|address/245', 'externalAddress', 'store|pool', { label: '10.128.44.245', certainty: 'predicted' })
    .add('store|shop', 'namespace', 'store', { label: 'shop', hasSource: false });
  const service = (name: string, looks: Looks) =>
    b
      .add(`store|Service/${name}`, 'service', 'store|shop', { label: name, ...looks })
      .add(`store|DNS/${name}`, 'dnsName', 'store|shop', { label: `${name}.shop.svc.cluster.local` })
      .edge('resolves', `store|DNS/${name}`, `store|Service/${name}`);
  service('web', { detail: '172.28.0.12', note: 'LoadBalancer :80', certainty: 'predicted', keywords: 'app=web 10.128.44.244' });
  service('kiosk', { detail: '172.28.0.13', note: 'LoadBalancer :8080', certainty: 'predicted' });
  service('reports', { detail: '172.28.0.14', note: 'LoadBalancer :443', certainty: 'predicted', pending: true, severity: 'error' });
  service('database', { detail: 'headless', note: ':5432' });
  service('metrics', { detail: '172.28.0.15', note: ':9090', certainty: 'predicted', severity: 'warning' });
  b.add('store|system', 'namespace', 'store', { label: 'kube-system', hasSource: false })
    .add('store|Service/kube-dns', 'service', 'store|system', {
      label: 'kube-dns',
      detail: '172.28.0.10',
      note: ':53/UDP, :53',
      certainty: 'fixed',
      hasSource: false,
    })
    .add('store|DNS/kube-dns', 'dnsName', 'store|system', { label: 'kube-dns.kube-system.svc.cluster.local', hasSource: false })
    .edge('resolves', 'store|DNS/kube-dns', 'store|Service/kube-dns');

  const pod = (node: string, workload: string, kind: string, name: string, ip: string, looks: Looks = {}) => {
    const group = `store|${kind}/shop/${workload}@${node}`;
    if (!b.graph.elements.some(({ id }) => id === group))
      b.add(group, 'workload', `store|${node}`, { label: workload, note: kind, namespace: 'shop', keywords: `app=${workload}` });
    b.add(`store|Pod/${name}`, 'pod', group, { label: name, detail: ip, certainty: 'predicted', ...looks });
  };
  b.add('store|master', 'node', 'store', { label: 'master', detail: '10.128.44.241', note: 'control plane', certainty: 'predicted' }).add(
    'store|worker',
    'node',
    'store',
    { label: 'worker', detail: '10.128.44.242', certainty: 'predicted' },
  );
  pod('worker', 'web', 'Deployment', 'web-6f9d4c7b8-2xkqp', '172.27.35.65');
  pod('worker', 'web', 'Deployment', 'web-6f9d4c7b8-h7vzn', '172.27.35.66');
  pod('worker', 'web', 'Deployment', 'web-6f9d4c7b8-qm4tw', '172.27.35.67');
  pod('worker', 'kiosk', 'Deployment', 'kiosk-5d8b6-9c2ls', '172.27.35.68', { certainty: 'possible' });
  pod('worker', 'database', 'StatefulSet', 'database-0', '172.27.35.69');
  pod('master', 'agent', 'DaemonSet', 'agent-k8x2d', '10.128.44.241', { note: 'host network', certainty: 'fixed' });
  b.add('store|unscheduled', 'unscheduled', 'store', { label: 'Not scheduled', pending: true, hasSource: false })
    .add('store|Job/shop/import@unscheduled', 'workload', 'store|unscheduled', {
      label: 'import',
      note: 'Job',
      pending: true,
      namespace: 'shop',
    })
    .add('store|Pod/import-x7s9q', 'pod', 'store|Job/shop/import@unscheduled', { label: 'import-x7s9q', detail: 'pending', pending: true });

  b.add('store|office', 'externalNetwork', 'store', { label: 'head office', detail: '10.0.0.0/16', certainty: 'fixed' });
  b.add('store|plan', 'addressPlan', 'store', { label: 'Address ranges', hasSource: false });
  const range = (label: string, detail: string, looks: Looks = {}) =>
    b.add(`store|range/${label}`, 'range', 'store|plan', { label, detail, certainty: 'fixed', ...looks });
  range('LAN subnet', '10.128.44.0/22');
  range('gateway', '10.128.44.1');
  range('DHCP range', '10.128.45.0-10.128.45.255');
  range('Kubernetes node IPs', '10.128.44.241-10.128.44.243', { severity: 'error' });
  range('Kubernetes external service IPs', '10.128.44.243-10.128.44.250', { severity: 'error' });
  range('pod subnet', '172.27.0.0/16', { note: 'implied', hasSource: false });
  range('service subnet', '172.28.0.0/16', { note: 'implied', hasSource: false });
  b.add('store|IPPool/default', 'ipPool', 'store|plan', { label: 'default-ipv4-ippool', detail: '172.27.0.0/16', note: '7 of 65536 used' });

  b.edge('reaches', 'store|clients', 'store|pool')
    .edge('reaches', 'store|worker', 'store|office')
    .edge('assigned', 'store|address/244', 'store|Service/web', '', 'fixed')
    .edge('assigned', 'store|address/245', 'store|Service/kiosk', '', 'predicted')
    .edge('announces', 'store|address/244', 'store|worker', 'layer 2')
    .edge('announces', 'store|address/245', 'store|worker', 'layer 2');
  for (const name of ['web-6f9d4c7b8-2xkqp', 'web-6f9d4c7b8-h7vzn', 'web-6f9d4c7b8-qm4tw'])
    b.edge('answers', 'store|Service/web', `store|Pod/${name}`, '80 → 8080');
  b.edge('answers', 'store|Service/kiosk', 'store|Pod/kiosk-5d8b6-9c2ls', '8080').edge(
    'answers',
    'store|Service/database',
    'store|Pod/database-0',
    '5432',
  );
  return b.graph;
}

/** `pods` pods of workloads of ten over nodes of fifty, each workload with its service. */
export function largeGraph(pods: number): Graph {
  const b = new GraphBuilder()
    .add('site', 'cluster', undefined)
    .add('site|pool', 'loadBalancerPool', 'site', { detail: '10.0.0.10-10.0.0.250' });
  const workloads = Math.ceil(pods / 10);
  for (let w = 0; w < workloads; w++) {
    const namespace = `site|team-${w % 8}`;
    if (w < 8) b.add(namespace, 'namespace', 'site');
  }
  for (let w = 0; w < workloads; w++) {
    b.add(`site|Service/app-${w}`, 'service', `site|team-${w % 8}`, {
      detail: `172.28.${w >> 8}.${w & 255}`,
      note: ':80',
      certainty: 'predicted',
    })
      .add(`site|DNS/app-${w}`, 'dnsName', `site|team-${w % 8}`, { label: `app-${w}.team-${w % 8}.svc.cluster.local` })
      .edge('resolves', `site|DNS/app-${w}`, `site|Service/app-${w}`);
  }
  const nodes = Math.ceil(pods / 50);
  for (let n = 0; n < nodes; n++) b.add(`site|node-${n}`, 'node', 'site', { label: `node-${n}`, detail: `10.0.1.${n}` });
  for (let p = 0; p < pods; p++) {
    const w = Math.floor(p / 10);
    const n = p % nodes;
    const group = `site|app-${w}@${n}`;
    if (p % 10 < nodes) b.add(group, 'workload', `site|node-${n}`, { label: `app-${w}`, note: 'Deployment' });
    b.add(`site|Pod/app-${w}-${p}`, 'pod', group, { detail: `172.27.${p >> 8}.${p & 255}`, certainty: 'predicted' }).edge(
      'answers',
      `site|Service/app-${w}`,
      `site|Pod/app-${w}-${p}`,
      '80 → 8080',
    );
  }
  return b.graph;
}
