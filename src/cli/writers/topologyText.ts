import type { ClusterOverview } from '../../service/questions.ts';
import { printable, type Paint } from '../terminal.ts';

/** Who gets which address, cluster by cluster, as aligned columns. */
export function writeTopologyText(clusters: readonly ClusterOverview[], paint: Paint): string {
  if (clusters.length === 0) return 'No manifests make a cluster here.\n';
  return `${clusters.map((cluster) => clusterText(cluster, paint)).join('\n\n')}\n`;
}

function clusterText(
  { name, root, reason, alternative, ranges, nodes, services, pods, omittedPods }: ClusterOverview,
  paint: Paint,
): string {
  const list = (texts: readonly string[]) => texts.join(', ') || '-';
  const podRows = pods.map((pod) => [
    `${pod.namespace}/${pod.name}`,
    pod.node ?? '-',
    pod.pending === undefined ? list(pod.ips) : `pending: ${pod.pending}`,
  ]);
  return [
    paint.bold(printable(name)) +
      (root === '' ? '' : paint.dim(`  ${printable(root)}`)) +
      (alternative === undefined ? '' : paint.yellow('  not a cluster')),
    `  ${paint.dim(printable(reason))}`,
    ...section(
      'Ranges',
      ranges.map(({ label, range, note }) => [label, range, note]),
      paint,
    ),
    ...section(
      'Nodes',
      nodes.map((node) => [node.name === '' ? '(nodes unknown)' : node.name, node.role, list(node.ips), node.podBlocks.join(', ')]),
      paint,
    ),
    ...section(
      'Services',
      services.map((service) => [
        `${service.namespace}/${service.name}`,
        service.type,
        service.headless ? 'None' : list(service.clusterIPs),
        external(service),
        endpoints(service),
      ]),
      paint,
    ),
    ...section('Pods', omittedPods === 0 ? podRows : [...podRows, [`and ${omittedPods} more`, '', '']], paint),
  ].join('\n');
}

/** What is not known is not shown as none. */
function endpoints({ type, readyEndpoints, unaddressedEndpoints }: ClusterOverview['services'][number]): string {
  if (type === 'ExternalName') return '-';
  if (readyEndpoints === undefined) return 'endpoints unknown';
  const ready = `${readyEndpoints} ${readyEndpoints === 1 ? 'endpoint' : 'endpoints'}`;
  if (unaddressedEndpoints === 0) return ready;
  const unknown = `${unaddressedEndpoints} of unknown address`;
  return readyEndpoints === 0 ? unknown : `${ready}, ${unknown}`;
}

function external({ refused, pending, externalIPs }: ClusterOverview['services'][number]): string {
  if (refused !== undefined) return `refused: ${refused}`;
  return [...externalIPs, ...(pending === undefined ? [] : [`pending: ${pending}`])].join(', ');
}

function section(heading: string, rows: readonly (readonly string[])[], paint: Paint): readonly string[] {
  if (rows.length === 0) return [];
  const shown = rows.map((row) => row.map(printable));
  const widths = shown[0]?.map((_, column) => Math.max(...shown.map((row) => (row[column] ?? '').length))) ?? [];
  const lines = shown.map(
    (row) =>
      `    ${row
        .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
        .join('  ')
        .trimEnd()}`,
  );
  return ['', `  ${paint.blue(heading)}`, ...lines];
}
