import type { Allocation, AllocatedService } from '../allocation.ts';

/** Names that the products give to the service in front of CoreDNS. */
const NAMES = ['kube-dns', 'coredns', 'rke2-coredns-rke2-coredns'];

/** The service through which pods ask CoreDNS: the one with the cluster's DNS address, else a known name in kube-system; absent when the manifests hold neither. */
export function dnsService({ services, network: { clusterDNS } }: Allocation): AllocatedService | undefined {
  const admitted = services.filter(({ rejected, type }) => rejected === undefined && type !== 'ExternalName');
  const addressed =
    clusterDNS === undefined
      ? undefined
      : admitted.find(({ clusterIPs }) =>
          clusterIPs.some(({ family, value }) => family === clusterDNS.family && value === clusterDNS.value),
        );
  return addressed ?? admitted.find(({ namespace, name }) => namespace === 'kube-system' && NAMES.includes(name));
}
