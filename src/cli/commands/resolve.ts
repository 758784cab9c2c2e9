import type { CommandForm } from './form.ts';
import { onManifests, oneOf, WrongUsage, type OnManifests } from './options.ts';

const formats = ['text', 'json'] as const;

export interface ResolveCommand extends OnManifests {
  readonly name: 'resolve';
  readonly format: (typeof formats)[number];
  readonly question: string;
  readonly type: string;
  readonly from: string | undefined;
  readonly cluster: string | undefined;
}

export const resolveForm: CommandForm<ResolveCommand> = {
  name: 'resolve',
  takes: 'NAME [paths…]',
  does: "ask the cluster's DNS",
  formats,
  options: [
    { name: 'type', value: 'TYPE', says: 'A (as a rule), AAAA, SRV, PTR, CNAME…' },
    { name: 'from', value: 'NAMESPACE/POD', says: 'as this pod would ask, with its search list; else the name is asked as it is' },
    { name: 'cluster', value: 'NAME', says: 'when there are several' },
  ],
  onManifests: true,
  notes: ['Exit code: 0 with an answer, 1 without one, 2 for wrong usage.'],
  examples: [
    { words: 'resolve web --from shop/database-0', says: 'a short name, as a pod of namespace shop asks for it' },
    { words: 'resolve web.shop.svc.cluster.local', says: 'a whole name' },
    { words: 'resolve _http._tcp.web.shop.svc.cluster.local --type SRV', says: 'the ports behind a name' },
  ],
  parse: ([question, ...paths], values) => {
    if (question === undefined) throw new WrongUsage('"resolve" needs a name to ask for.');
    const { from, cluster, type = 'A' } = values;
    if (from !== undefined && !/^[^/]+\/[^/]+$/.test(from)) throw new WrongUsage(`--from takes NAMESPACE/POD, not "${from}".`);
    return {
      name: 'resolve',
      ...onManifests(paths, values),
      format: oneOf('--format', formats, values.format ?? 'text'),
      question,
      type: type.toUpperCase(),
      from,
      cluster,
    };
  },
};
