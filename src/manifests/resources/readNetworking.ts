import type { Fields } from '../fields.ts';
import { readLabelSelector } from '../labelSelector.ts';
import type { ResourceBase } from '../metadata.ts';
import type {
  CalicoEntityRule,
  CalicoNetworkPolicyResource,
  CalicoRule,
  IngressBackend,
  IngressClassResource,
  IngressResource,
  NetworkPolicyPeer,
  NetworkPolicyResource,
  NetworkPolicyRule,
  NetworkSetResource,
  TierResource,
} from './networking.ts';

/** Hosts and paths are often filled in by another program; nothing here depends on them. */
export function readIngress(fields: Fields, base: ResourceBase): IngressResource {
  const spec = fields.map('spec');
  return {
    ...base,
    type: 'Ingress',
    ingressClassName: spec.freeString('ingressClassName') ?? base.metadata.annotations['kubernetes.io/ingress.class'],
    defaultBackend: readBackend(spec.map('defaultBackend')) ?? readBackend(spec.map('backend')),
    rules: spec.maps('rules').map((rule) => ({
      host: rule.freeString('host'),
      paths: rule
        .map('http')
        .maps('paths')
        .map((path) => ({ path: path.freeString('path'), pathType: path.string('pathType'), backend: readBackend(path.map('backend')) })),
    })),
    tlsHosts: spec.maps('tls').map((entry) =>
      entry
        .list('hosts')
        .map((host) => host.asFreeText())
        .filter((host) => host !== undefined),
    ),
    tlsSecrets: spec.maps('tls').map((entry) => entry.freeString('secretName') ?? ''),
  };
}

/** `service: { name, port: { number | name } }`, until v1beta1 `serviceName` and `servicePort`. */
function readBackend(backend: Fields): IngressBackend | undefined {
  if (!backend.exists) return undefined;
  if (backend.at('serviceName').exists || backend.at('servicePort').exists) {
    return {
      serviceName: backend.string('serviceName'),
      port: backend.integerOrString('servicePort'),
      serviceNamePlace: backend.at('serviceName').place,
      portPlace: backend.at('servicePort').place,
    };
  }
  const service = backend.map('service');
  const port = service.map('port');
  const number = port.integer('number');
  return {
    serviceName: service.string('name'),
    port: number ?? port.string('name'),
    ...(service.at('port').node === undefined && service.at('name').exists && { lacksPort: true }),
    serviceNamePlace: service.at('name').place,
    portPlace: port.at(number === undefined ? 'name' : 'number').place,
  };
}

export function readNetworkPolicy(fields: Fields, base: ResourceBase): NetworkPolicyResource {
  const spec = fields.map('spec');
  return {
    ...base,
    type: 'NetworkPolicy',
    podSelector: readLabelSelector(spec.map('podSelector')),
    policyTypes: spec.optionalStrings('policyTypes'),
    ingress: spec.maps('ingress').map((rule) => readRule(rule, 'from')),
    egress: spec.maps('egress').map((rule) => readRule(rule, 'to')),
    writes: { ingress: spec.at('ingress').exists, egress: spec.at('egress').exists },
  };
}

function readRule(rule: Fields, peers: 'from' | 'to'): NetworkPolicyRule {
  return {
    peers: rule.maps(peers).map(readPeer),
    ports: rule
      .maps('ports')
      .map((port) => ({
        protocol: port.string('protocol') ?? 'TCP',
        port: port.integerOrString('port'),
        endPort: port.integer('endPort'),
      })),
  };
}

function readPeer(peer: Fields): NetworkPolicyPeer {
  const ipBlock = peer.map('ipBlock');
  return {
    podSelector: readLabelSelector(peer.map('podSelector')),
    namespaceSelector: readLabelSelector(peer.map('namespaceSelector')),
    ipBlock: ipBlock.exists ? { cidr: ipBlock.text('cidr'), except: ipBlock.texts('except') } : undefined,
  };
}

export function readCalicoNetworkPolicy(fields: Fields, base: ResourceBase): CalicoNetworkPolicyResource {
  const spec = fields.map('spec');
  return {
    ...base,
    type: 'CalicoNetworkPolicy',
    global: base.kind === 'GlobalNetworkPolicy',
    selector: spec.string('selector'),
    namespaceSelector: spec.string('namespaceSelector'),
    serviceAccountSelector: spec.string('serviceAccountSelector'),
    order: orderOf(spec),
    tier: spec.string('tier'),
    types: spec.optionalStrings('types'),
    ingress: spec.maps('ingress').map(readCalicoRule),
    egress: spec.maps('egress').map(readCalicoRule),
    forHosts: (['doNotTrack', 'preDNAT', 'applyOnForward'] as const).find((field) => spec.boolean(field) === true),
  };
}

/** Any number, fractions too. */
function orderOf(spec: Fields): number | undefined {
  const order = spec.at('order').node;
  return order?.type === 'scalar' && typeof order.value === 'number' ? order.value : undefined;
}

export function readTier(fields: Fields, base: ResourceBase): TierResource {
  const spec = fields.map('spec');
  return { ...base, type: 'Tier', order: orderOf(spec), defaultAction: spec.string('defaultAction') };
}

export function readNetworkSet(fields: Fields, base: ResourceBase): NetworkSetResource {
  return { ...base, type: 'NetworkSet', nets: fields.map('spec').texts('nets') };
}

export function readIngressClass(fields: Fields, base: ResourceBase): IngressClassResource {
  return { ...base, type: 'IngressClass', controller: fields.map('spec').string('controller') };
}

function readCalicoRule(rule: Fields): CalicoRule {
  return {
    action: rule.string('action'),
    protocol: rule.integerOrString('protocol'),
    notProtocol: rule.integerOrString('notProtocol'),
    ipVersion: rule.integer('ipVersion'),
    icmp: rule.at('icmp').exists || rule.at('notICMP').exists,
    http: rule.at('http').exists,
    source: readEntityRule(rule.map('source')),
    destination: readEntityRule(rule.map('destination')),
  };
}

function readEntityRule(entity: Fields): CalicoEntityRule {
  if (!entity.exists) return everybody;
  const services = entity.map('services');
  const accounts = entity.map('serviceAccounts');
  return {
    selector: entity.string('selector'),
    notSelector: entity.string('notSelector'),
    namespaceSelector: entity.string('namespaceSelector'),
    nets: entity.texts('nets'),
    notNets: entity.texts('notNets'),
    ports: entity.texts('ports'),
    notPorts: entity.texts('notPorts'),
    domains: entity.strings('domains'),
    serviceAccounts: accounts.exists ? { names: accounts.strings('names'), selector: accounts.string('selector') } : undefined,
    serviceName: services.string('name'),
    serviceNamespace: services.string('namespace'),
  };
}

const everybody: CalicoEntityRule = {
  selector: undefined,
  notSelector: undefined,
  namespaceSelector: undefined,
  nets: [],
  notNets: [],
  ports: [],
  notPorts: [],
  domains: [],
  serviceAccounts: undefined,
  serviceName: undefined,
  serviceNamespace: undefined,
};
