import type { Fields } from '../fields.ts';
import { readLabelSelector } from '../labelSelector.ts';
import type { ResourceBase } from '../metadata.ts';
import type {
  CalicoEntityRule,
  CalicoNetworkPolicyResource,
  CalicoRule,
  IngressBackend,
  IngressResource,
  NetworkPolicyPeer,
  NetworkPolicyResource,
  NetworkPolicyRule,
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
  const order = spec.at('order').node;
  return {
    ...base,
    type: 'CalicoNetworkPolicy',
    global: base.kind === 'GlobalNetworkPolicy',
    selector: spec.string('selector'),
    namespaceSelector: spec.string('namespaceSelector'),
    serviceAccountSelector: spec.string('serviceAccountSelector'),
    order: order?.type === 'scalar' && typeof order.value === 'number' ? order.value : undefined,
    tier: spec.string('tier'),
    types: spec.optionalStrings('types'),
    ingress: spec.maps('ingress').map(readCalicoRule),
    egress: spec.maps('egress').map(readCalicoRule),
  };
}

function readCalicoRule(rule: Fields): CalicoRule {
  return {
    action: rule.string('action'),
    protocol: rule.integerOrString('protocol'),
    source: readEntityRule(rule.map('source')),
    destination: readEntityRule(rule.map('destination')),
  };
}

function readEntityRule(entity: Fields): CalicoEntityRule {
  if (!entity.exists) return everybody;
  const services = entity.map('services');
  return {
    selector: entity.string('selector'),
    notSelector: entity.string('notSelector'),
    namespaceSelector: entity.string('namespaceSelector'),
    nets: entity.texts('nets'),
    notNets: entity.texts('notNets'),
    ports: entity.texts('ports'),
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
  serviceName: undefined,
  serviceNamespace: undefined,
};
