import { runAtOnce } from '../base/slices.ts';
import type { Cluster } from '../manifests/cluster.ts';
import type { ProfileName } from '../manifests/resources/edgeNetwork.ts';
import type { Allocation } from './allocation.ts';
import { Workings } from './workings.ts';

/**
 * Does on paper what the components of the cluster do, in the order in which they depend on one another.
 * Names (`coredns/`) and traffic (`kubeProxy/`) are asked of the finished allocation.
 * `defaultProfile` counts where no manifest names a profile.
 * `workings`, in which an earlier state of the cluster was allocated, change nothing in the result: what reads the very same as then is taken over, the same objects.
 */
export function allocate(cluster: Cluster, defaultProfile: ProfileName = 'custom', workings: Workings = new Workings()): Allocation {
  return runAtOnce(workings.allocate(cluster, defaultProfile));
}
