import { formatAddress } from '../../base/ip.ts';
import { servicesBy, servicesWhere } from '../allocationIndex.ts';
import type { Allocation, AllocatedService } from '../allocation.ts';

/** Names that the products give to the service in front of CoreDNS. */
const NAMES = ['kube-dns', 'coredns', 'rke2-coredns-rke2-coredns'];

/** The service through which pods ask CoreDNS: the one with the cluster's DNS address, else a known name in kube-system; absent when the manifests hold neither. */
export function dnsService(allocation: Allocation): AllocatedService | undefined {
  const { clusterDNS } = allocation.network;
  const addressed = clusterDNS === undefined ? undefined : byClusterIP(allocation, formatAddress(clusterDNS))[0];
  return addressed ?? namedLikeDNS(allocation)[0];
}

const isAdmitted = ({ rejected, type }: AllocatedService): boolean => rejected === undefined && type !== 'ExternalName';
const byClusterIP = servicesBy((service) => (isAdmitted(service) ? service.clusterIPs.map(formatAddress) : []));
const namedLikeDNS = servicesWhere((service) => isAdmitted(service) && service.namespace === 'kube-system' && NAMES.includes(service.name));
