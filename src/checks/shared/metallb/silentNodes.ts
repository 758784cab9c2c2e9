import { list, message, sentences, type Term } from '../../../base/message.ts';
import type { AllocatedNode, AllocatedService } from '../../../engine/allocation.ts';
import { labelOf } from '../../../engine/labels.ts';
import { advertisementsOf } from '../../../engine/metallb/advertisements.ts';
import { hasSpeaker, isAvailable } from '../../../engine/metallb/speakers.ts';
import { EXCLUDED } from '../../../engine/nodes/implied.ts';
import type { Network } from '../../../engine/network.ts';
import { programsNamed } from '../../../engine/programs.ts';
import type { References } from '../../../engine/references/references.ts';
import type { Cluster } from '../../../manifests/cluster.ts';
import type { LabelSelector } from '../../../manifests/labelSelector.ts';
import { scalarAt } from '../../../manifests/locate.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { keyPlaceOf, placeOf, type Place } from '../../../manifests/place.ts';
import type { Problem } from '../../findings/check.ts';
import type { CheckContext } from '../context.ts';
import { resourceAt } from '../../findings/resourceAt.ts';
import { unannounced, partiesOf, namesOf } from './unannounced.ts';

/** Advertised, but by no node that may. What nodes there are must be known; an invented one says nothing of its labels. */
export function withoutNode(
  { allocation: { nodes }, cluster, network, assembly, references }: CheckContext,
  services: readonly AllocatedService[],
): readonly Problem[] {
  if (nodes.some(({ place }) => place === undefined)) return [];
  const advertisements = advertisementsOf(cluster, network, nodes);
  if (!advertisements.ok) return [];
  const byCause = new Map<
    string,
    {
      readonly pools: Set<string>;
      readonly users: AllocatedService[];
      readonly problem: (pools: Term, users: readonly AllocatedService[]) => Problem;
    }
  >();
  for (const service of services) {
    const pool = service.loadBalancer?.pool ?? '';
    const { layer2 = [], bgp = [] } = advertisements.byPool.get(pool) ?? {};
    const own = [...layer2, ...bgp];
    const selected = nodes.filter(({ name }) => own.some((advertisement) => advertisement.nodes.has(name)));
    const excluded = selected.filter((node) => !isAvailable(node, cluster));
    const places = own.flatMap(({ place }) => (place === undefined ? [] : [place]));
    const key =
      selected.length === 0
        ? `selector ${places.map(({ document, path }) => `${document.file} ${JSON.stringify(path)}`).join()}`
        : `nodes ${excluded.map(({ name }) => name).join()}`;
    const known = byCause.get(key);
    if (known !== undefined) {
      known.pools.add(pool);
      known.users.push(service);
      continue;
    }
    const problem =
      selected.length === 0
        ? selectsNoNode(references, places, nodes)
        : selected.some((node) => !hasSpeaker(node, cluster))
          ? withoutSpeaker(cluster, selected)
          : allExcluded(excluded, network);
    if (problem !== undefined) byCause.set(key, { pools: new Set([pool]), users: [service], problem });
  }
  return [...byCause.values()].map(({ pools, users, problem }) => {
    const found = problem(list([...pools]), users);
    return { ...found, doubt: found.doubt ?? assembly.mixed };
  });
}

function selectsNoNode(
  references: References,
  places: readonly Place[],
  nodes: readonly AllocatedNode[],
): ((pools: Term, users: readonly AllocatedService[]) => Problem) | undefined {
  const [first, ...others] = places
    .map((place) => resourceAt(references.around.cluster, place))
    .flatMap((resource) => (resource === undefined ? [] : references.ofKindIn('advertising-nodes', resource)))
    .filter((mention) => !references.leads(mention));
  if (first === undefined) return undefined;
  const unlabelled = keysOf([first, ...others].flatMap(({ selectors }) => selectors)).find(
    (key) => !nodes.some(({ labels }) => labelOf(labels, key) !== undefined),
  );
  return (pools, users) => ({
    place: first.place,
    message: sentences(
      message(
        'The nodeSelectors of {0}, which is for pool {1}, select none of the nodes ({2}).',
        nameOf(first.resource),
        pools,
        namesOf(nodes),
      ),
      unannounced(users),
    ),
    related: [...others.map(({ resource, place }) => ({ message: message('{0}', nameOf(resource)), place })), ...partiesOf(users)],
    doubt:
      unlabelled === undefined
        ? undefined
        : message('No node is declared with the label {0}, which may be set in the cluster alone.', unlabelled),
  });
}

function keysOf(selectors: readonly LabelSelector[]): readonly string[] {
  return selectors.flatMap(({ matchLabels, matchExpressions }) => [
    ...Object.keys(matchLabels),
    ...matchExpressions.filter(({ operator }) => operator === 'In' || operator === 'Exists').map(({ key }) => key),
  ]);
}

/** Nodes that carry the label; one that its network keeps out is no matter of manifests. */
function allExcluded(
  excluded: readonly AllocatedNode[],
  network: Network,
): ((pools: Term, users: readonly AllocatedService[]) => Problem) | undefined {
  const places = excluded.flatMap((node) => (labelOf(node.labels, EXCLUDED) === undefined ? [] : labelPlaceOf(node)));
  const [first, ...others] = places;
  if (first === undefined || places.length < excluded.length) return undefined;
  // The installer writes it, so that no manifest shows it.
  if (excluded.every((node) => !isWrittenLabel(node))) return impliedExclusion(excluded, first, network);
  return (pools, users) => ({
    place: first,
    message:
      excluded.length === 1
        ? sentences(
            message(
              'This label keeps node {0} from announcing external addresses, and no other node may announce those of pool {1}.',
              namesOf(excluded),
              pools,
            ),
            unannounced(users),
            message('Remove the label.'),
          )
        : sentences(
            message(
              'This label keeps every node ({0}) that may announce pool {1} from announcing external addresses.',
              namesOf(excluded),
              pools,
            ),
            unannounced(users),
            message('Remove the label from one of them.'),
          ),
    related: [...others.map((place) => ({ message: message('The same label'), place })), ...partiesOf(users)],
  });
}

function isWrittenLabel({ resource, place }: AllocatedNode): boolean {
  if (resource !== undefined) return labelOf(resource.metadata.labels, EXCLUDED) !== undefined;
  return (
    place?.path !== undefined &&
    scalarAt({ document: place.document, path: [...place.path, 'labels', EXCLUDED], part: 'value', span: undefined }) !== undefined
  );
}

function impliedExclusion(excluded: readonly AllocatedNode[], first: Place, { profile }: Network): ReturnType<typeof allExcluded> {
  const path = first.path?.slice(0, -2) ?? [];
  const place =
    first.path === undefined
      ? first
      : { ...first, path: typeof path.at(-1) === 'number' ? [...path, 'name'] : path, part: 'value' as const };
  return (pools, users) => ({
    place,
    message: sentences(
      message(
        'The nodes that may announce pool {0} ({1}) are control plane nodes, which an installation of {2} labels {3}: that keeps them from announcing external addresses.',
        pools,
        namesOf(excluded),
        profile.name,
        EXCLUDED,
      ),
      unannounced(users),
      message('Remove the label from the nodes, or start the speaker with --ignore-exclude-lb.'),
    ),
    related: partiesOf(users),
  });
}

/** The DaemonSet of the speaker leaves the nodes out that are to announce. */
function withoutSpeaker(cluster: Cluster, selected: readonly AllocatedNode[]): ReturnType<typeof allExcluded> {
  const [daemon] = programsNamed(cluster, 'metallb-speaker').filter(({ resource }) => resource.type === 'Workload');
  if (daemon === undefined || selected.some((node) => hasSpeaker(node, cluster))) return undefined;
  return (pools, users) => ({
    place: placeOf(daemon.resource, 'metadata', 'name'),
    message: sentences(
      message(
        'The speaker of MetalLB ({0}) runs on none of the nodes that may announce pool {1} ({2}): its nodeSelector, affinity or tolerations leave them out.',
        nameOf(daemon.resource),
        pools,
        namesOf(selected),
      ),
      unannounced(users),
    ),
    related: partiesOf(users),
  });
}

function labelPlaceOf({ resource, place }: AllocatedNode): readonly Place[] {
  if (resource !== undefined) return [keyPlaceOf(resource, 'metadata', 'labels', EXCLUDED)];
  return place?.path === undefined ? [] : [{ ...place, path: [...place.path, 'labels', EXCLUDED], part: 'key' }];
}
