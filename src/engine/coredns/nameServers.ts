import { formatAddress, type IPAddress } from '../../base/ip.ts';
import type { Allocation } from '../allocation.ts';
import { labelOf } from '../labels.ts';
import { dnsService } from './dnsService.ts';
import { endpointLabel } from './endpointNames.ts';
import { nameIn } from './names.ts';
import type { KubernetesPlugin } from './plugins.ts';

/**
 * The names and addresses of the zone's name servers: the services that have CoreDNS's own pod as a ready endpoint, else `ns.dns.` with the pod's addresses.
 * What the plugin's options hide counts here too. Where the manifests hold no CoreDNS pod, the DNS service stands for it. coredns plugin/kubernetes/ns.go
 */
export function nameServers(
  allocation: Allocation,
  plugin: KubernetesPlugin,
  zone: string,
): readonly { readonly name: string; readonly address: IPAddress }[] {
  const own =
    allocation.pods.find((pod) => pod.namespace === 'kube-system' && labelOf(pod.labels, 'k8s-app') === 'kube-dns' && pod.ips.length > 0)
      ?.ips ?? [];
  if (own.length === 0) {
    const service = dnsService(allocation);
    return service === undefined
      ? []
      : service.clusterIPs.map((address) => ({ name: nameIn(zone, service.name, service.namespace, 'svc'), address }));
  }
  const addresses = new Set(own.map(formatAddress));
  const servers = allocation.services
    .filter(({ rejected }) => rejected === undefined)
    .flatMap((service) => {
      const slices = service.slices.filter(({ endpoints }) => endpoints.some(({ ready, ip }) => ready && addresses.has(formatAddress(ip))));
      if (slices.length === 0) return [];
      const name = nameIn(zone, service.name, service.namespace, 'svc');
      if (!service.headless) return service.clusterIPs.map((address) => ({ name, address }));
      return slices
        .flatMap(({ endpoints }) => endpoints)
        .filter(({ ready }) => ready)
        .map((endpoint) => ({ name: `${endpointLabel(endpoint, plugin)}.${name}`, address: endpoint.ip }));
    });
  return servers.length > 0 ? servers : own.map((address) => ({ name: nameIn(zone, 'ns', 'dns'), address }));
}
