import { formatAddress } from '../../base/ip.ts';
import { render } from '../../base/message.ts';
import type { AddressAnswer, AddressedRoute } from '../../engine/kubeProxy/addressed.ts';
import type { Route } from '../../engine/kubeProxy/route.ts';
import { printable, type Paint } from '../terminal.ts';

/** Each port of each service that the address leads to, with the endpoints reached; else why there is none. */
export function writeRouteText({ routes, missing }: AddressAnswer, paint: Paint): string {
  const lines =
    missing === undefined
      ? routes.flatMap((each) => [
          heading(each, paint),
          ...outcomeLines(each.route, paint),
          paint.dim(`    ${printable(render(each.route.explanation.reason))}`),
        ])
      : [printable(render(missing.reason))];
  return `${lines.join('\n')}\n`;
}

function heading({ service, port, destination }: AddressedRoute, paint: Paint): string {
  const kinds = {
    'cluster-ip': 'cluster IP',
    'load-balancer': 'load balancer address',
    'external-ip': 'external IP',
    'node-port': 'node port',
  } as const;
  const number = destination.kind === 'node-port' ? `${port.nodePort ?? ''} for ${port.port}` : String(port.port);
  return `${paint.bold(printable(`${service.namespace}/${service.name}`))}  ${kinds[destination.kind]}  ${printable(`${port.name === undefined ? '' : `${port.name} `}${number}/${port.protocol}`)}`;
}

function outcomeLines(route: Route, paint: Paint): readonly string[] {
  switch (route.outcome) {
    case 'endpoints':
      return [
        ...route.backends.map(({ endpoint, port, share }) => {
          const socket = endpoint.ip.family === 6 ? `[${formatAddress(endpoint.ip)}]:${port}` : `${formatAddress(endpoint.ip)}:${port}`;
          return `    ${percent(share).padStart(6)}  ${paint.green(socket)}${printable(`${endpoint.target === undefined ? '' : `  ${endpoint.target}`}${endpoint.node === undefined ? '' : ` on ${endpoint.node}`}`)}`;
        }),
        ...(route.affinity === undefined
          ? []
          : [`    a client keeps its endpoint until it is silent for ${route.affinity.timeoutSeconds} seconds`]),
      ];
    case 'dropped':
      return [paint.red('    dropped: no answer')];
    case 'rejected':
      return [paint.red('    refused: no endpoint')];
    case 'unknown':
      return [paint.yellow('    not known')];
    case 'no-address':
      return [paint.red('    no address')];
  }
}

function percent(share: number): string {
  return `${Math.round(share * 1000) / 10} %`;
}
