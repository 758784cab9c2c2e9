import type { AllocatedService, Allocation } from '../allocation.ts';

/** The service of a name (`web.shop.svc.cluster.local.`) whose addresses exist in the cluster and nothing in the manifests tells; so an answer without records would say too much. */
export function serviceOfUnknownAddress({ services }: Allocation, name: string): AllocatedService | undefined {
  const asked = name.toLowerCase();
  return services.find((service) => {
    const own = `${service.name}.${service.namespace}.svc.`;
    return (asked.startsWith(own) || asked.includes(`.${own}`)) && isUnknown(service);
  });
}

function isUnknown({ rejected, type, headless, clusterIPs, slices, unaddressed }: AllocatedService): boolean {
  if (rejected !== undefined || type === 'ExternalName') return false;
  return headless ? unaddressed.length > 0 && slices.every(({ endpoints }) => endpoints.length === 0) : clusterIPs.length === 0;
}
