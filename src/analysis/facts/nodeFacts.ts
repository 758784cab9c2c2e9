import { formatAddress, formatCIDR } from '../../base/ip.ts';
import { message, term } from '../../base/message.ts';
import type { AllocatedNode, Allocation } from '../../engine/allocation.ts';
import { fact, type Fact } from './fact.ts';
import { labelTexts } from './labelTexts.ts';

export type NodeFactKey =
  'address' | 'role' | 'pod-blocks' | 'pod-ranges' | 'tunnel-addresses' | 'pods' | 'labels' | 'taints' | 'unschedulable';

export function nodeFacts(allocation: Allocation, node: AllocatedNode): readonly Fact<NodeFactKey>[] {
  const { ips, role, podBlocks, tunnelIPs, podCIDRs, labels, taints, unschedulable, explanation } = node;
  const pods = allocation.pods.filter((pod) => pod.node?.name === node.name).length;
  return [
    fact('address', message('Addresses'), ips.map(formatAddress), explanation),
    fact('role', message('Role'), [role === 'control-plane' ? term('control plane') : term('worker')]),
    fact('pod-blocks', message('Pod blocks'), podBlocks.map(formatCIDR)),
    fact('pod-ranges', message('Pod ranges'), podCIDRs.map(formatCIDR)),
    fact('tunnel-addresses', message('Tunnel addresses'), tunnelIPs.map(formatAddress)),
    fact('pods', message('Pods'), [String(pods)]),
    fact('labels', message('Labels'), labelTexts(labels)),
    fact(
      'taints',
      message('Taints'),
      taints.map(({ key, value, effect }) => `${key}${value === '' ? '' : `=${value}`}:${effect}`),
    ),
    fact('unschedulable', message('Takes no new pods'), unschedulable ? [term('yes')] : []),
  ];
}
