import type { CommandForm } from './form.ts';
import { onManifests, oneOf, protocols, WrongUsage, type OnManifests } from './options.ts';

const formats = ['text', 'json'] as const;

export interface TraceCommand extends OnManifests {
  readonly name: 'trace';
  readonly format: (typeof formats)[number];
  /** Who connects, and to what, as written. */
  readonly from: string;
  readonly to: string;
  readonly protocol: (typeof protocols)[number];
  readonly cluster: string | undefined;
}

export const traceForm: CommandForm<TraceCommand> = {
  name: 'trace',
  takes: '--from WHO --to WHAT [paths…]',
  does: 'follow a connection step by step, to where and why it ends',
  formats,
  options: [
    { name: 'from', value: 'WHO', says: 'outside, an address, node/NAME, NAMESPACE/POD or NAMESPACE/WORKLOAD' },
    { name: 'to', value: 'WHAT', says: 'NAME:PORT as a program writes it, ADDRESS:PORT, NAMESPACE/SERVICE:PORT or http://HOST/PATH' },
    { name: 'protocol', value: 'PROTOCOL', says: 'TCP (as a rule), UDP or SCTP' },
    { name: 'cluster', value: 'NAME', says: 'when there are several' },
  ],
  onManifests: true,
  notes: ['Exit code: 0 where it gets there, 1 where it does not or nobody can tell, 2 for wrong usage. More: docs/paths.md.'],
  examples: [
    { words: 'trace --from shop/web --to database:5432', says: 'from a pod to a name, as its program writes it' },
    { words: 'trace --from outside --to 10.128.44.244:80 sites/store-42', says: 'from outside to an external address' },
    { words: 'trace --from outside --to http://shop.example.com/cart', says: 'through an Ingress or a Gateway' },
  ],
  parse: (paths, values) => {
    const { from, to, cluster, protocol = 'TCP' } = values;
    if (from === undefined || to === undefined) throw new WrongUsage('"trace" needs --from and --to.');
    return {
      name: 'trace',
      ...onManifests(paths, values),
      format: oneOf('--format', formats, values.format ?? 'text'),
      from,
      to,
      protocol: oneOf('--protocol', protocols, protocol.toUpperCase()),
      cluster,
    };
  },
};
