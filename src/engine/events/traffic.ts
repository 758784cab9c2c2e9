import { compareAddresses } from '../../base/ip.ts';
import type { AllocatedService, Endpoint } from '../allocation.ts';

/** The endpoints that kube-proxy uses for a service under policy Cluster: ready ones, else those that end and still serve; each address once. kubernetes pkg/proxy/topology.go CategorizeEndpoints */
export function usedEndpoints({ slices }: AllocatedService): readonly Endpoint[] {
  const all = slices.flatMap(({ endpoints }) => endpoints);
  const ready = all.filter((endpoint) => endpoint.ready);
  const used = ready.length > 0 ? ready : all.filter(({ serving, terminating }) => serving && terminating);
  return used.filter((endpoint, index) => used.findIndex(({ ip }) => compareAddresses(ip, endpoint.ip) === 0) === index);
}
