import { formatAddress, formatCIDR, formatRange } from '../../base/ip.ts';
import { render } from '../../base/message.ts';
import type { Snapshot } from '../../analysis/snapshot.ts';
import type { AllocatedPod, AllocatedService, Allocation } from '../../engine/allocation.ts';
import { printable, type Paint } from '../terminal.ts';

/** Who gets which address, cluster by cluster, as aligned columns. */
export function writeTopologyText({ clusters }: Snapshot, paint: Paint): string {
  if (clusters.length === 0) return 'No manifests make a cluster here.\n';
  return (
    clusters
      .map(({ cluster, allocation }) => {
        const title = paint.bold(printable(cluster.name)) + (cluster.root === '' ? '' : paint.dim(`  ${printable(cluster.root)}`));
        return [
          title,
          ...ranges(allocation, paint),
          ...nodes(allocation, paint),
          ...services(allocation, paint),
          ...pods(allocation, paint),
        ].join('\n');
      })
      .join('\n\n') + '\n'
  );
}

function section(heading: string, rows: readonly (readonly string[])[], paint: Paint): readonly string[] {
  if (rows.length === 0) return [];
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => (row[column] ?? '').length))) ?? [];
  const lines = rows.map(
    (row) =>
      `    ${row
        .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
        .join('  ')
        .trimEnd()}`,
  );
  return ['', `  ${paint.blue(heading)}`, ...lines];
}

function ranges({ network, loadBalancerPools, ipPools }: Allocation, paint: Paint): readonly string[] {
  const declared = network.ranges.map(({ label, range, cidr, implied }) => [
    render(label),
    cidr === undefined ? formatRange(range) : formatCIDR(cidr),
    implied === undefined ? '' : `implied by ${implied}`,
  ]);
  const external = loadBalancerPools.map((pool) => [
    `load-balancer pool ${pool.name}`,
    pool.ranges.map(formatRange).join(', '),
    pool.valid ? `${pool.used} of ${pool.capacity} used` : 'refused',
  ]);
  const pods = ipPools.map((pool) => [
    `IP pool ${pool.name}`,
    formatCIDR(pool.cidr),
    pool.refused === undefined ? `${pool.used} of ${pool.capacity} used` : 'refused',
  ]);
  return section(
    'Ranges',
    [...declared, ...external, ...pods].map((row) => row.map(printable)),
    paint,
  );
}

function nodes(allocation: Allocation, paint: Paint): readonly string[] {
  return section(
    'Nodes',
    allocation.nodes.map((node) => [
      printable(node.name === '' ? '(nodes unknown)' : node.name),
      node.role,
      node.ips.map(formatAddress).join(', ') || '-',
      node.podBlocks.map(formatCIDR).join(', '),
    ]),
    paint,
  );
}

function services({ services: all }: Allocation, paint: Paint): readonly string[] {
  return section(
    'Services',
    all.map((service) => [
      printable(`${service.namespace}/${service.name}`),
      printable(service.type),
      service.headless ? 'None' : service.clusterIPs.map(formatAddress).join(', ') || '-',
      external(service),
      `${service.slices.reduce((sum, slice) => sum + slice.endpoints.filter(({ ready }) => ready).length, 0)} endpoints`,
    ]),
    paint,
  );
}

function external({ loadBalancer, rejected }: AllocatedService): string {
  if (rejected !== undefined) return `refused: ${rejected.reason}`;
  if (loadBalancer === undefined) return '';
  return loadBalancer.pending === undefined ? loadBalancer.ips.map(formatAddress).join(', ') : `pending: ${loadBalancer.pending.reason}`;
}

function pods({ pods: all, omittedPods }: Allocation, paint: Paint): readonly string[] {
  const rows = all.map((pod) => [printable(`${pod.namespace}/${pod.name}`), printable(pod.node?.name ?? '-'), podAddress(pod)]);
  if (omittedPods > 0) rows.push([`and ${omittedPods} more`, '', '']);
  return section('Pods', rows, paint);
}

function podAddress({ ips, pending }: AllocatedPod): string {
  return pending === undefined ? ips.map(formatAddress).join(', ') || '-' : `pending: ${pending.reason}`;
}
