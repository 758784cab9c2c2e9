import { formatAddress } from '../../base/ip.ts';
import { message, type Message } from '../../base/message.ts';
import { unseenPods, unseenServices } from '../../checks/shared/unseen.ts';
import type { Allocation } from '../../engine/allocation.ts';
import { clusterDomainOf } from '../../engine/coredns/server.ts';
import { fact, type Fact } from './fact.ts';

/** `doubt`: what may hold more of them without our seeing it. */
function counted(key: string, name: Message, count: number, doubt: Message | undefined): Fact {
  return fact(key, name, [doubt === undefined ? String(count) : message('{0} that are known here', count)], doubt);
}

export function clusterFacts(allocation: Allocation): readonly Fact[] {
  const { network, cluster, nodes, pods, services, omittedPods, loadBalancerRefusal } = allocation;
  return [
    fact('folder', message('Folder'), cluster.root === '' ? [] : [cluster.root]),
    fact('profile', message('Profile'), [network.profile.name]),
    fact('dns-domain', message('DNS domain'), [clusterDomainOf(allocation)]),
    fact('cluster-dns', message('Cluster DNS'), network.clusterDNS === undefined ? [] : [formatAddress(network.clusterDNS)]),
    fact('nodes', message('Nodes'), [String(nodes.length)]),
    counted('pods', message('Pods'), pods.length + omittedPods, unseenPods(cluster)),
    counted('services', message('Services'), services.length, unseenServices(cluster)),
    fact(
      'unknown',
      message('Not known here'),
      [...new Map(cluster.unknowns.map(({ sentence }) => [JSON.stringify(sentence), sentence])).values()],
      message('What rests on it is said to be unknown, and never counted as absent.'),
    ),
    fact(
      'refused',
      message('Load balancer refuses its configuration'),
      loadBalancerRefusal === undefined ? [] : [loadBalancerRefusal.message],
    ),
  ];
}
