import { list, message, term } from '../../base/message.ts';
import { dnsServerOf } from '../../engine/coredns/server.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf, spanOf, type FieldPlace } from '../../manifests/place.ts';
import type { Check, Problem } from '../findings/check.ts';
import { replacing } from '../findings/fixes.ts';
import { resourceAt } from '../findings/resourceAt.ts';
import type { CheckContext } from '../shared/context.ts';
import { isSlip } from '../shared/slip.ts';

export const domainDisagrees: Check = {
  code: 'dns/domain-disagrees',
  scope: 'cluster',
  severity: 'warning',
  *run(context: CheckContext): Generator<Problem> {
    const declared = declaredDomains(context);
    const [first, ...others] = declared;
    if (first === undefined) {
      yield* misspelt(context);
      return;
    }
    const served = servedDomains(context);
    if (served !== undefined) {
      for (const { text, place } of declared) {
        if (served.domains.includes(text)) continue;
        yield {
          place,
          message: message(
            'The domain of the cluster is {0} here, but CoreDNS serves {1} ({2}): pods search for names that it does not have, so that no short name of a Service resolves.',
            text,
            list(served.domains),
            served.name,
          ),
          related: [{ message: term('Corefile of {0}', served.name), place: served.place }],
          fixes: onlyOne(served.domains, place, text),
          doubt: context.assembly.doubt(place, served.place),
        };
      }
      return;
    }
    for (const { text, place } of others) {
      if (text === first.text) continue;
      yield {
        place,
        message: message(
          'The domain of the cluster is {0} here, but {1} in {2}: pods search for names that CoreDNS does not have. Only one can be right.',
          text,
          first.text,
          sourceOf(context, first.place),
        ),
        related: [{ message: term('domain {0}', first.text), place: first.place }],
        fixes: [replacing(message('Write {0} here', first.text), false, { place, replaces: text, text: first.text })],
        doubt: context.assembly.doubt(place, first.place),
      };
    }
  },
};

interface Declared {
  readonly text: string;
  readonly place: FieldPlace;
}

function declaredDomains({ network, cluster }: CheckContext): readonly Declared[] {
  const { edgeNetwork } = network;
  const own =
    edgeNetwork?.dnsDomain === undefined ? [] : [{ text: edgeNetwork.dnsDomain, place: placeOf(edgeNetwork, 'spec', 'dnsDomain') }];
  const configured = resourcesOf(cluster, 'DistributionConfiguration').flatMap((config) =>
    config.dnsDomain === undefined ? [] : [{ text: config.dnsDomain.text, place: placeOf(config, ...config.dnsDomain.path) }],
  );
  return [...own, ...configured].map(({ text, place }) => ({ text: text.replace(/\.$/, ''), place })).filter(({ text }) => text !== '');
}

/** What the Corefile that is written here serves, where all of it is known. */
function servedDomains({
  allocation,
}: CheckContext):
  { readonly domains: readonly string[]; readonly name: string; readonly text: string; readonly place: FieldPlace } | undefined {
  const server = dnsServerOf(allocation);
  if (server.resource === undefined || server.problems.length > 0) return undefined;
  const zones = server.blocks
    .flatMap(({ plugins }) => plugins)
    .flatMap((plugin) => (plugin.name === 'kubernetes' ? plugin.zones : []))
    .filter((zone) => !zone.endsWith('.arpa.'));
  // The whole of the name space, or a place that an installer fills in.
  if (zones.length === 0 || zones.some((zone) => zone === '.' || !/^[a-z0-9.-]+$/.test(zone))) return undefined;
  return {
    domains: zones.map((zone) => zone.slice(0, -1)),
    name: nameOf(server.resource),
    text: server.resource.data['Corefile'] ?? '',
    place: placeOf(server.resource, 'data', 'Corefile'),
  };
}

/** Nobody says what the domain is, and the Corefile serves one a letter off the usual one, which a kubelet then has. kubernetes cmd/kubeadm/app/apis/kubeadm/v1beta4/defaults.go (DefaultServiceDNSDomain) */
function* misspelt(context: CheckContext): Generator<Problem> {
  const served = servedDomains(context);
  const [zone, ...others] = served?.domains ?? [];
  if (served === undefined || zone === undefined || others.length > 0 || !isSlip(zone, usualDomain)) return;
  const at = zoneIn(served.text, zone);
  if (at === undefined) return;
  const place = spanOf(served.place, at, at + zone.length);
  yield {
    place,
    message: message(
      'CoreDNS serves {0} here. The domain of a cluster is {1} where nobody says otherwise, and pods search for names in that: no short name of a Service resolves.',
      zone,
      usualDomain,
    ),
  };
}

const usualDomain = 'cluster.local';

/** Where the zone stands behind the name of the plugin. */
function zoneIn(text: string, zone: string): number | undefined {
  let start = 0;
  for (const line of text.split('\n')) {
    const [head = ''] = /^\s*kubernetes\s/.exec(line) ?? [];
    const at = head === '' ? -1 : line.indexOf(zone, head.length);
    if (at >= 0) return start + at;
    start += line.length + 1;
  }
  return undefined;
}

function onlyOne([only, ...others]: readonly string[], place: FieldPlace, text: string): Problem['fixes'] {
  return only === undefined || others.length > 0
    ? []
    : [replacing(message('Write {0} here', only), false, { place, replaces: text, text: only })];
}

function sourceOf({ cluster }: CheckContext, place: FieldPlace): string {
  const resource = resourceAt(cluster, place);
  return resource === undefined || resource.metadata.name === '' ? place.document.file : nameOf(resource);
}
