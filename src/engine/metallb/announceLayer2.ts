import { perObject } from '../../base/derived.ts';
import { formatAddress, type IPAddress } from '../../base/ip.ts';
import { withLate } from '../../base/late.ts';
import { message, plural, type Message } from '../../base/message.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import type { AllocatedNode, Announcement } from '../allocation.ts';
import type { L2Advertisement } from './advertisements.ts';
import { nobody, placesOf, willingAmong, type Speakers } from './announcers.ts';
import { compareNames } from './pool.ts';
import { compareHashes, sha256 } from './sha256.ts';

/** Which one node answers for an address by ARP or NDP, or why none does. `sharing`: the service has an allow-shared-ip key. metallb speaker/layer2_controller.go ShouldAnnounce */
export function announceLayer2(
  advertisements: readonly L2Advertisement[],
  address: IPAddress,
  speakers: Speakers,
  sharing: boolean,
): Announcement {
  const because = placesOf(advertisements);
  const text = formatAddress(address);
  if (sharing && advertisements.some(({ serviceSelectors }) => serviceSelectors.length > 0)) {
    return nobody(
      'layer2',
      'sharing',
      message('A service that may share its address (allow-shared-ip) is not announced by an L2Advertisement with serviceSelectors.'),
      because,
    );
  }
  if (speakers.serving.length === 0)
    return nobody(
      'layer2',
      'no-endpoints',
      message('No node announces {0}, since the service has no endpoint that serves.', text),
      because,
    );
  if (!speakers.known)
    return nobody('layer2', undefined, message('One of the nodes announces {0}; the nodes are not known.', text), because);
  const { willing, preferred } = electorate(speakers, advertisements);
  if (willing.length === 0) {
    return nobody(
      'layer2',
      speakers.local ? 'local' : 'no-node',
      speakers.local
        ? message(
            'No node announces {0}: under externalTrafficPolicy Local only nodes with an endpoint do, and none of those is advertised.',
            text,
          )
        : message('No node announces {0}: none is selected by an advertisement and available.', text),
      because,
    );
  }
  const winner = () => (preferred.length === 1 ? preferred[0] : firstByHash(preferred, text))?.name ?? '';
  // A hash for each pair of a node and an address: that somebody announces it is known without them.
  return withLate(
    { protocol: 'layer2' as const, routes: [], bgpRoutes: [], silence: undefined, because },
    {
      nodes: () => [winner()],
      interfaces: () => interfacesOf(advertisements, winner()),
      reason: () => electionReason(winner(), text, willing.length, preferred.length),
    },
  );
}

function electionReason(name: string, address: string, willing: number, preferred: number): Message {
  if (willing === 1) return message('{0} is the only node that can announce {1}.', name, address);
  return preferred === 1
    ? plural(
        willing,
        '{1} announces {2}: it is the preferred one of {0} node.',
        '{1} announces {2}: it is the preferred one of {0} nodes.',
        name,
        address,
      )
    : plural(
        preferred,
        '{1} announces {2}: of {0} node it comes first by the hash of node name and address.',
        '{1} announces {2}: of {0} nodes it comes first by the hash of node name and address.',
        name,
        address,
      );
}

/** The nodes that may announce an address, and those of them that advertisements prefer alike. */
interface Electorate {
  readonly willing: readonly AllocatedNode[];
  readonly preferred: readonly AllocatedNode[];
}

function electorate({ cluster, nodes, local, serving }: Speakers, advertisements: readonly L2Advertisement[]): Electorate {
  const all = electorates(cluster)(nodes)(advertisements);
  if (!local) return all;
  const hosting = new Set(serving.map(({ node }) => node));
  return preferredAmong(
    all.willing.filter(({ name }) => hosting.has(name)),
    advertisements,
  );
}

/** The same for all services of a pool. */
const electorates = perObject((cluster: Cluster) =>
  perObject((nodes: readonly AllocatedNode[]) =>
    perObject((advertisements: readonly L2Advertisement[]) => preferredAmong(willingAmong(nodes, advertisements, cluster), advertisements)),
  ),
);

function preferredAmong(willing: readonly AllocatedNode[], advertisements: readonly L2Advertisement[]): Electorate {
  const preferences = willing.map(({ name }) =>
    advertisements.reduce((sum, { nodes, preference }) => (nodes.has(name) ? sum + (preference.get(name) ?? 0) : sum), 0),
  );
  const highest = preferences.reduce((most, preference) => Math.max(most, preference), -Infinity);
  return { willing, preferred: willing.filter((_, index) => preferences[index] === highest) };
}

/** One advertisement without interfaces is for all of them. metallb ipAdvertisementFor */
function interfacesOf(advertisements: readonly L2Advertisement[], node: string): readonly string[] {
  const own = advertisements.filter(({ nodes }) => nodes.has(node));
  return own.some(({ interfaces }) => interfaces.length === 0)
    ? []
    : [...new Set(own.flatMap(({ interfaces }) => interfaces))].sort(compareNames);
}

function firstByHash<T extends { readonly name: string }>(nodes: readonly T[], address: string): T | undefined {
  const known = chosen.get(address);
  if (known?.among.length === nodes.length && nodes.every(({ name }, index) => name === known.among[index])) return nodes[known.index];
  const first = withLeastHash(nodes, address);
  if (first === undefined) return undefined;
  if (chosen.size >= mostChosen) chosen.clear();
  const among =
    lastAmong.length === nodes.length && nodes.every(({ name }, index) => name === lastAmong[index])
      ? lastAmong
      : nodes.map(({ name }) => name);
  lastAmong = among;
  chosen.set(address, { among, index: nodes.indexOf(first) });
  return first;
}

/** Hashing is costly, and the same address is asked for again and again: of which names, by address, the one at an index comes first. */
const chosen = new Map<string, { readonly among: readonly string[]; readonly index: number }>();

const mostChosen = 10_000;
/** One list for all addresses that are chosen among the same. */
let lastAmong: readonly string[] = [];

function withLeastHash<T extends { readonly name: string }>(nodes: readonly T[], address: string): T | undefined {
  return nodes
    .map((node) => ({ node, hash: sha256(`${node.name}#${address}`) }))
    .reduce<{ readonly node: T; readonly hash: Uint32Array } | undefined>(
      (best, current) => (best !== undefined && compareHashes(best.hash, current.hash) <= 0 ? best : current),
      undefined,
    )?.node;
}
