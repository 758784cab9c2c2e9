import { resolvePlace } from '../../analysis/resolve.ts';
import type { Snapshot } from '../../analysis/snapshot.ts';
import { formatAddress } from '../../base/ip.ts';
import { render } from '../../base/message.ts';
import type { Explanation } from '../../engine/explanation.ts';
import type { AddressAnswer, AddressedRoute } from '../../engine/kubeProxy/addressed.ts';
import type { Command } from '../arguments.ts';

/** `route --format json`, contract version 1 (docs/json.md). */
export function writeRouteJson(
  snapshot: Snapshot,
  { address, port, protocol, from }: Extract<Command, { readonly name: 'route' }>,
  { routes, missing }: AddressAnswer,
): string {
  const question = { address: formatAddress(address), port: port ?? null, protocol: protocol ?? null, from };
  const answer = {
    version: 1,
    question,
    routes: routes.map((each) => routeJson(snapshot, each)),
    missing: missing === undefined ? null : explained(snapshot, missing),
  };
  return `${JSON.stringify(answer, undefined, 2)}\n`;
}

function routeJson(snapshot: Snapshot, { service, port, destination, route }: AddressedRoute): object {
  const reached = route.outcome === 'endpoints';
  return {
    service: `${service.namespace}/${service.name}`,
    destination: destination.kind,
    node: destination.kind === 'node-port' ? (destination.node?.name ?? null) : null,
    port: port.port,
    portName: port.name ?? null,
    protocol: port.protocol,
    nodePort: port.nodePort ?? null,
    outcome: route.outcome,
    endpoints: reached
      ? route.backends.map(({ endpoint, port: number, share }) => ({
          ip: formatAddress(endpoint.ip),
          port: number,
          pod: endpoint.target ?? null,
          node: endpoint.node ?? null,
          share,
        }))
      : [],
    sessionAffinity: reached && route.affinity !== undefined ? { type: 'ClientIP', timeoutSeconds: route.affinity.timeoutSeconds } : null,
    ...explained(snapshot, route.explanation),
  };
}

function explained(snapshot: Snapshot, { certainty, reason, because }: Explanation): object {
  const sources = because.flatMap((place) => {
    const range = resolvePlace(snapshot, place);
    return range === undefined ? [] : [{ file: range.path, line: range.start.line + 1, column: range.start.character + 1 }];
  });
  return { certainty, reason: render(reason), because: sources };
}
