import { formatAddress } from '../../base/ip.ts';
import { message } from '../../base/message.ts';
import type { Allocation } from '../../engine/allocation.ts';
import { clusterDomainOf } from '../../engine/coredns/server.ts';
import { fact, type Fact } from './fact.ts';

export function clusterFacts(allocation: Allocation): readonly Fact[] {
  const { network, cluster, nodes, pods, services, omittedPods, loadBalancerRefusal } = allocation;
  return [
    fact('folder', message('Folder'), cluster.root === '' ? [] : [cluster.root]),
    fact('profile', message('Profile'), [network.profile.name]),
    fact('dns-domain', message('DNS domain'), [clusterDomainOf(allocation)]),
    fact('cluster-dns', message('Cluster DNS'), network.clusterDNS === undefined ? [] : [formatAddress(network.clusterDNS)]),
    fact('nodes', message('Nodes'), [String(nodes.length)]),
    fact('pods', message('Pods'), [String(pods.length + omittedPods)]),
    fact('services', message('Services'), [String(services.length)]),
    fact(
      'refused',
      message('Load balancer refuses its configuration'),
      loadBalancerRefusal === undefined ? [] : [loadBalancerRefusal.message],
    ),
  ];
}
