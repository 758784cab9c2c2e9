import type { PortRoute, RouteAnswer } from '../../service/questions.ts';
import { printable, type Paint } from '../terminal.ts';

/** Each port of each service that the address leads to, with the endpoints reached; else why there is none. */
export function writeRouteText({ routes, missing }: RouteAnswer, paint: Paint): string {
  const lines =
    missing === undefined
      ? routes.flatMap((route) => [heading(route, paint), ...outcomeLines(route, paint), paint.dim(`    ${printable(route.reason)}`)])
      : [printable(missing.reason)];
  return `${lines.join('\n')}\n`;
}

function heading({ service, port, portName, protocol, nodePort, destination }: PortRoute, paint: Paint): string {
  const kinds = {
    'cluster-ip': 'cluster IP',
    'load-balancer': 'load balancer address',
    'external-ip': 'external IP',
    'node-port': 'node port',
  } as const;
  const number = destination === 'node-port' ? `${nodePort ?? ''} for ${port}` : String(port);
  return `${paint.bold(printable(service))}  ${kinds[destination]}  ${printable(`${portName === undefined ? '' : `${portName} `}${number}/${protocol}`)}`;
}

function outcomeLines({ outcome, endpoints, affinitySeconds }: PortRoute, paint: Paint): readonly string[] {
  switch (outcome) {
    case 'endpoints':
      return [
        ...endpoints.map(({ ip, family, port, pod, node, share }) => {
          const socket = family === 6 ? `[${ip}]:${port}` : `${ip}:${port}`;
          const whose = `${pod === undefined ? '' : `  ${pod}`}${node === undefined ? '' : ` on ${node}`}`;
          return `    ${percent(share).padStart(6)}  ${paint.green(socket)}${printable(whose)}`;
        }),
        ...(affinitySeconds === undefined ? [] : [`    a client keeps its endpoint until it is silent for ${affinitySeconds} seconds`]),
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
