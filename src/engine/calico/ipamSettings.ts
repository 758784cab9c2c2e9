import { message, type Message } from '../../base/message.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import type { FieldPath } from '../../manifests/place.ts';
import type { IPAMConfigurationResource } from '../../manifests/resources/calico.ts';

/** IPAMConfiguration `default`. */
export interface IPAMSettings {
  readonly strictAffinity: boolean;
  readonly autoAllocateBlocks: boolean;
  /** 0: no limit of its own. */
  readonly maxBlocksPerHost: number;
  readonly hasCooldown: boolean;
}

/** What the last configuration says that Calico accepts; without one its defaults. libcalico-go lib/ipam/ipam.go GetIPAMConfig */
export function ipamSettingsOf(cluster: Cluster): IPAMSettings {
  const configuration = resourcesOf(cluster, 'IPAMConfiguration').findLast((resource) => ipamConfigurationFault(resource) === undefined);
  return {
    strictAffinity: configuration?.strictAffinity ?? false,
    autoAllocateBlocks: configuration?.autoAllocateBlocks ?? true,
    maxBlocksPerHost: configuration?.maxBlocksPerHost ?? 0,
    hasCooldown: (configuration?.ipCooldownSeconds ?? 0) > 0,
  };
}

/** Why Calico refuses a configuration, with the path to the field; absent when it accepts it. api pkg/apis/projectcalico/v3/ipamconfig.go, libcalico-go lib/ipam/ipam.go SetIPAMConfig */
export function ipamConfigurationFault(
  resource: IPAMConfigurationResource,
): { readonly message: Message; readonly path: FieldPath } | undefined {
  const {
    metadata: { name },
    strictAffinity,
    autoAllocateBlocks,
    maxBlocksPerHost,
    ipCooldownSeconds,
  } = resource;
  if (name !== 'default') return { message: message('Its name must be {0}.', 'default'), path: ['metadata', 'name'] };
  if (maxBlocksPerHost < 0 || maxBlocksPerHost > 1_000_000)
    return { message: message('{0} is not between {1} and {2}.', maxBlocksPerHost, 0, 1_000_000), path: ['spec', 'maxBlocksPerHost'] };
  if (ipCooldownSeconds < 0 || ipCooldownSeconds > 1200)
    return { message: message('{0} is not between {1} and {2}.', ipCooldownSeconds, 0, 1200), path: ['spec', 'ipCooldownSeconds'] };
  if (!strictAffinity && !autoAllocateBlocks)
    return { message: message('autoAllocateBlocks can be off only with strictAffinity.'), path: ['spec', 'autoAllocateBlocks'] };
  if (!strictAffinity && maxBlocksPerHost > 0)
    return { message: message('maxBlocksPerHost needs strictAffinity.'), path: ['spec', 'maxBlocksPerHost'] };
  return undefined;
}
