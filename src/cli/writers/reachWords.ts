import type { ReachConnection, ReachEnd } from '../../service/questions.ts';

/** `shop/web`, of a part of a workload its pods `shop/web [web-0, web-1]`, or the range. */
export function endText(end: ReachEnd): string {
  if (typeof end === 'string') return isEverywhere(end) ? 'outside' : end;
  return `${end.namespace}/${end.name}${end.part === undefined ? '' : ` [${end.part.join(', ')}]`}`;
}

function isEverywhere(range: string): boolean {
  return range === '0.0.0.0-255.255.255.255' || range === '::-ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff';
}

/** `TCP 80,443-445, UDP 53`; `all ports`. */
export function portsText(ports: ReachConnection['ports']): string {
  if (ports.length === 3 && ports.every(({ from, to }) => from === 1 && to === 65535)) return 'all ports';
  const byProtocol = new Map<string, string[]>();
  for (const { protocol, from, to } of ports) {
    const list = byProtocol.get(protocol) ?? [];
    list.push(from === 1 && to === 65535 ? 'all' : from === to ? String(from) : `${from}-${to}`);
    byProtocol.set(protocol, list);
  }
  return [...byProtocol].map(([protocol, list]) => `${protocol} ${list.join(',')}`).join(', ');
}
