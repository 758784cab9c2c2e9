import { formatAddress, parseAddress } from '../../base/ip.ts';
import type { CommandForm } from './form.ts';
import { onManifests, oneOf, protocols, WrongUsage, type OnManifests } from './options.ts';

const formats = ['text', 'json'] as const;

export interface RouteCommand extends OnManifests {
  readonly name: 'route';
  readonly format: (typeof formats)[number];
  /** In canonical form. Without a port or protocol: all that the address has. */
  readonly address: string;
  readonly port: number | undefined;
  readonly protocol: string | undefined;
  /** `outside`, the name of a node, or `namespace/pod`. */
  readonly from: string;
  readonly cluster: string | undefined;
}

export const routeForm: CommandForm<RouteCommand> = {
  name: 'route',
  takes: 'ADDRESS[:PORT] [paths…]',
  does: 'show where connections to a service go',
  formats,
  options: [
    { name: 'protocol', value: 'PROTOCOL', says: 'TCP, UDP or SCTP; all when not given' },
    { name: 'from', value: 'WHO', says: 'a node, or NAMESPACE/POD; outside (of the cluster) when not given' },
    { name: 'cluster', value: 'NAME', says: 'when there are several' },
  ],
  onManifests: true,
  notes: [
    'A name or a service is asked for with "trace", which begins with its address.',
    'Exit code: 0 with endpoints, 1 where nothing answers, 2 for wrong usage.',
  ],
  examples: [
    { words: 'route 10.128.44.244:80', says: 'the endpoints behind an external address, each with its share' },
    { words: 'route 172.28.0.12 --from worker-1', says: 'all ports of a cluster IP, as a node reaches them' },
    { words: 'route [fd00::1]:443', says: 'IPv6' },
  ],
  parse: ([text, ...paths], values) => {
    if (text === undefined) throw new WrongUsage('"route" needs an address to ask for.');
    const socket = parseSocket(text);
    if (socket === undefined)
      throw new WrongUsage(
        `"route" takes ADDRESS or ADDRESS:PORT (IPv6: [ADDRESS]:PORT), not "${text}". A name is asked for with "trace --from outside --to NAME:PORT".`,
      );
    const { from = 'outside', protocol, cluster } = values;
    if (!/^[^/]+(\/[^/]+)?$/.test(from)) throw new WrongUsage(`--from takes outside, NODE or NAMESPACE/POD, not "${from}".`);
    return {
      name: 'route',
      ...onManifests(paths, values),
      format: oneOf('--format', formats, values.format ?? 'text'),
      ...socket,
      protocol: protocol === undefined ? undefined : oneOf('--protocol', protocols, protocol.toUpperCase()),
      from,
      cluster,
    };
  },
};

/** `10.0.0.1`, `10.0.0.1:80`, `fd00::1`, `[fd00::1]`, `[fd00::1]:80`. */
function parseSocket(text: string): { readonly address: string; readonly port: number | undefined } | undefined {
  const whole = parseAddress(text);
  if (whole !== undefined) return { address: formatAddress(whole), port: undefined };
  const match = /^(?:\[([^\]]*:[^\]]*)\]|([^:[\]]+))(?::([0-9]{1,5}))?$/.exec(text);
  const address = parseAddress(match?.[1] ?? match?.[2] ?? '');
  const port = match?.[3] === undefined ? undefined : Number(match[3]);
  return address === undefined || (port !== undefined && (port < 1 || port > 65535))
    ? undefined
    : { address: formatAddress(address), port };
}
