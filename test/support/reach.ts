import { formatRange } from '../../src/base/ip.ts';
import { allocate } from '../../src/engine/allocate.ts';
import { formatPorts } from '../../src/engine/policies/portSet.ts';
import { reachabilityOf, type Connection, type ReachEnd } from '../../src/engine/policies/reach.ts';
import { clusterOf } from './cluster.ts';

/** `shop/web > shop/db: TCP 5432`, one line a connection that is allowed; those that are not known begin with `?`. */
export function reachLines(text: string): readonly string[] {
  const { connections, unknown } = reachabilityOf(allocate(clusterOf(text)));
  return [...connections.map(lineOf), ...unknown.map((connection) => `? ${lineOf(connection)}`)];
}

function lineOf({ from, to, ports }: Connection): string {
  return `${endOf(from)} > ${endOf(to)}: ${formatPorts(ports)}`;
}

function endOf(end: ReachEnd): string {
  if ('range' in end) {
    const text = formatRange(end.range);
    return text === '0.0.0.0-255.255.255.255' ? 'outside' : text;
  }
  const { namespace, name, part } = end.peer;
  return `${namespace}/${name}${part === undefined ? '' : `[${part.join(',')}]`}`;
}

/** The ports that are allowed between two; empty: none, or it is not known. */
export function portsBetween(text: string, from: string, to: string): string {
  const line = reachLines(text).find((one) => one.startsWith(`${from} > ${to}: `));
  return line?.slice(line.lastIndexOf(': ') + 2) ?? '';
}
