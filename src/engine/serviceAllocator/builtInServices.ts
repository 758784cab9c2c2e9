import { formatAddress, parseAddress, type IPAddress } from '../../base/ip.ts';
import { message, term } from '../../base/message.ts';
import { namespaceOf } from '../../manifests/metadata.ts';
import type { Place } from '../../manifests/place.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import type { AdmittedService, AllocatedServicePort } from '../allocation.ts';
import type { Network } from '../network.ts';
import type { AddressPlan } from './addressPlan.ts';
import type { ClusterIPs } from './clusterIPs.ts';

/** A service that exists before any manifest is applied. */
export interface BuiltInService {
  readonly namespace: string;
  readonly name: string;
  /** Absent when its range is not known. */
  readonly address: IPAddress | undefined;
  readonly ports: readonly AllocatedServicePort[];
  readonly because: readonly Place[];
  /** The manifests declare it themselves. */
  readonly declared: boolean;
}

/**
 * `default/kubernetes` at the first usable address of the first service subnet, and the cluster DNS service.
 * kubernetes pkg/controlplane/controller/kubernetesservice, cmd/kubeadm/app/constants
 */
export function builtInServices(services: readonly ServiceResource[], network: Network, plan: AddressPlan): readonly BuiltInService[] {
  if (!network.profile.builtInServices) return [];
  const [range] = plan.ranges;
  const api: BuiltInService = {
    namespace: 'default',
    name: 'kubernetes',
    address: range?.usable === undefined ? undefined : { family: range.cidr.family, value: range.usable.first },
    ports: [port('https', 'TCP', 443, 6443)],
    because: range === undefined ? [] : plan.places[range.cidr.family],
    declared: services.some((service) => service.metadata.name === 'kubernetes' && namespaceOf(service) === 'default'),
  };
  const dns: BuiltInService = {
    namespace: 'kube-system',
    name: 'kube-dns',
    address: network.clusterDNS,
    ports: [port('dns', 'UDP', 53, 53), port('dns-tcp', 'TCP', 53, 53), port('metrics', 'TCP', 9153, 9153)],
    because:
      network.clusterDNS === undefined
        ? []
        : network.ranges.flatMap(({ role, place }) => (role === 'cluster-dns' && place !== undefined ? [place] : [])),
    declared: services.some((service) => isClusterDNS(service, network.clusterDNS)),
  };
  return [api, dns];
}

/** Distributions name it after their chart; then its address tells. */
function isClusterDNS(service: ServiceResource, address: IPAddress | undefined): boolean {
  if (namespaceOf(service) !== 'kube-system') return false;
  const written = address === undefined ? undefined : parseAddress(service.clusterIP ?? '');
  return (
    service.metadata.name === 'kube-dns' ||
    (written?.family === address?.family && written?.value === address?.value && written !== undefined)
  );
}

/** The service as the cluster has it; takes its address. */
export function admitBuiltIn(service: BuiltInService, network: Network, addresses: ClusterIPs): AdmittedService {
  const { namespace, name, address, ports, because } = service;
  const label = term('Service {0}/{1}', namespace, name);
  const held = address !== undefined && addresses.reserveAnywhere(address, { label, place: because[0] }) !== undefined;
  const rejected =
    address === undefined || held
      ? undefined
      : {
          reason: 'ip-taken' as const,
          message: message('{0} is already the cluster IP of another service.', formatAddress(address)),
          because,
        };
  return {
    resource: undefined,
    namespace,
    name,
    type: 'ClusterIP',
    headless: false,
    ports,
    clusterIPs: address !== undefined && held ? [address] : [],
    ipFamilies: [address?.family ?? 4],
    ipFamilyPolicy: 'SingleStack',
    healthCheckNodePort: undefined,
    rejected,
    explanation: {
      certainty: address === undefined ? 'predicted' : 'fixed',
      reason:
        rejected?.message ??
        (address === undefined
          ? message('Every cluster of profile {0} has this service; its address is not known.', network.profile.name)
          : message('Every cluster of profile {0} has this service, with the address {1}.', network.profile.name, formatAddress(address))),
      because,
    },
  };
}

function port(name: string, protocol: string, number: number, targetPort: number): AllocatedServicePort {
  return { name, protocol, port: number, targetPort, nodePort: undefined, nodePortCertainty: undefined };
}
