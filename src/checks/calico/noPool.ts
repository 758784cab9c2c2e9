import { list, message, plural, sentences, term, type Message } from '../../base/message.ts';
import { podsWhere } from '../../engine/allocationIndex.ts';
import { isWindows } from '../../engine/calico/ipam.ts';
import { ipamSettingsOf } from '../../engine/calico/ipamSettings.ts';
import { parseSelector, selects } from '../../engine/calico/selector.ts';
import type { AllocatedIPPool, AllocatedPod } from '../../engine/allocation.ts';
import { namespaceFacts } from '../../engine/namespaces.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { nameOf, type StringMap } from '../../manifests/metadata.ts';
import { placeOf, type Place } from '../../manifests/place.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import type { RelatedPlace } from '../findings/finding.ts';
import { poolResources } from '../shared/poolResources.ts';
import { mayBringAddresses, unappliedChanges, unreadManifests } from '../shared/unseen.ts';

export const noCalicoPool: Check = {
  code: 'calico/no-pool',
  scope: 'cluster',
  severity: 'error',
  *run(context: CheckContext): Generator<Problem> {
    const { cluster, allocation } = context;
    const waiting = podsWithoutAddress(allocation).filter((pod) => isWithoutPool(pod, cluster));
    if (waiting.length === 0 || !declaresPools(cluster) || hasRefusedPool(allocation.ipPools, cluster)) return;
    for (const { pods, cause } of causesOf(waiting, context).values()) yield problemOf(pods, cause, context);
  },
};

interface Cause {
  readonly kind: 'node' | 'namespace' | 'workload';
  readonly what: Message | undefined;
  readonly doubt: Message | undefined;
}

interface Group {
  readonly cause: Cause;
  readonly pods: [AllocatedPod, ...AllocatedPod[]];
}

const podsWithoutAddress = podsWhere(({ pending }) => pending?.reason === 'no-pool' || pending?.reason === 'exhausted');

function isWithoutPool(pod: AllocatedPod, cluster: Cluster): boolean {
  if (pod.pending?.reason === 'no-pool') return true;
  // Of Windows nodes Calico says "exhausted", but what they lack is a setting.
  return pod.pending?.reason === 'exhausted' && pod.node !== undefined && isWindows(pod.node) && !ipamSettingsOf(cluster).strictAffinity;
}

function declaresPools(cluster: Cluster): boolean {
  return resourcesOf(cluster, 'IPPool').length + resourcesOf(cluster, 'Installation').length > 0;
}

/** Also one of which not even the network can be read. */
function hasRefusedPool(pools: readonly AllocatedIPPool[], cluster: Cluster): boolean {
  return (
    pools.some(({ refused }) => refused !== undefined) ||
    resourcesOf(cluster, 'IPPool').some((pool) => pool.metadata.name !== '' && !pools.some(({ name }) => name === pool.metadata.name))
  );
}

/** In the order of the first pod of each. */
function causesOf(waiting: readonly AllocatedPod[], context: CheckContext): ReadonlyMap<string, Group> {
  const {
    cluster,
    allocation: { ipPools },
  } = context;
  const groups = new Map<string, Group>();
  const enabled = ipPools.filter(({ disabled }) => !disabled);
  const forPods = enabled.filter(({ resource }) => resource?.allowedUses?.includes('Workload') !== false);
  const unread = unreadManifests(cluster, mayBringAddresses) ?? unappliedChanges(cluster, ...poolResources(cluster));
  for (const pod of waiting) {
    const nodeName = pod.node?.name ?? '';
    let key = `workload ${pod.namespace}/${pod.owner.kind}/${pod.owner.name}`;
    let cause: Cause = { kind: 'workload', what: pod.pending?.message, doubt: unread ?? unappliedChanges(cluster, pod.origin) };
    if (enabled.length === 0) {
      key = 'disabled';
      cause = {
        kind: 'workload',
        what: message('All Calico pools of these manifests are disabled.'),
        doubt: message('Calico may have a pool that no manifest shows.'),
      };
    } else if (
      pod.pending?.reason === 'no-pool' &&
      pod.node !== undefined &&
      forPods.length > 0 &&
      !forPods.some((pool) => servesNode(pool, pod.node?.labels ?? {}))
    ) {
      key = `node ${nodeName}`;
      cause = {
        kind: 'node',
        what: message('No enabled Calico pool selects node {0}.', nodeName),
        doubt: pod.node.resource === undefined ? message('Labels of the node may not all be written.') : unread,
      };
    } else if (
      pod.pending?.reason === 'no-pool' &&
      forPods.length > 0 &&
      !forPods.some((pool) => servesNamespace(pool, namespaceFacts(cluster, pod.namespace).labels))
    ) {
      key = `namespace ${pod.namespace}`;
      const isKnown = namespaceFacts(cluster, pod.namespace).resource !== undefined && pod.origin.metadata.namespace !== undefined;
      cause = {
        kind: 'namespace',
        what: message('No enabled Calico pool selects namespace {0}.', pod.namespace),
        doubt: isKnown ? unread : message('Labels of the namespace may not all be written.'),
      };
    }
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { cause, pods: [pod] });
    else group.pods.push(pod);
  }
  return groups;
}

function servesNode({ resource }: AllocatedIPPool, labels: StringMap): boolean {
  return meets(resource?.nodeSelector, labels);
}

function servesNamespace({ resource }: AllocatedIPPool, labels: StringMap): boolean {
  return meets(resource?.namespaceSelector, labels);
}

/** Of a pool without a manifest of its own nothing is known here: it may serve. */
function meets(text: string | undefined, labels: StringMap): boolean {
  const parsed = parseSelector(text ?? '');
  return !parsed.ok || selects(parsed.selector, labels);
}

function problemOf(pods: Group['pods'], { kind, what, doubt }: Cause, { cluster, allocation }: CheckContext): Problem {
  const [pod] = pods;
  const origins = [...new Set(pods.map(({ origin }) => origin))];
  const own = placeOf(pod.origin, 'metadata', 'name');
  const place = kind === 'node' ? (nodePlace(pod) ?? own) : kind === 'namespace' ? (namespacePlace(pod, cluster) ?? own) : own;
  const related: RelatedPlace[] = allocation.ipPools
    .slice(0, 10)
    .flatMap((pool) =>
      pool.place === undefined ? [] : [{ message: term('pool {0}', pool.name), place: selectorPlace(pool, kind) ?? pool.place }],
    );
  const others = origins.filter((origin) => place !== own || origin !== pod.origin);
  related.push(
    ...others
      .slice(0, 10)
      .map((origin): RelatedPlace => ({
        message: message('{0} gets no address', nameOf(origin)),
        place: placeOf(origin, 'metadata', 'name'),
      })),
  );
  const names = list(origins.slice(0, 3).map(nameOf));
  return {
    place,
    related,
    doubt,
    message:
      origins.length > 3
        ? sentences(
            plural(
              origins.length,
              'Pods of {0} workload get no address, such as {1}.',
              'Pods of {0} workloads get no address, such as {1}.',
              names,
            ),
            what,
          )
        : sentences(message('Pods of {0} get no address.', names), what),
  };
}

function nodePlace({ node }: AllocatedPod): Place | undefined {
  return node?.resource === undefined ? node?.place : placeOf(node.resource, 'metadata', 'name');
}

function namespacePlace({ namespace }: AllocatedPod, cluster: Cluster): Place | undefined {
  const { resource } = namespaceFacts(cluster, namespace);
  return resource === undefined ? undefined : placeOf(resource, 'metadata', 'name');
}

function selectorPlace({ resource }: AllocatedIPPool, kind: Cause['kind']): Place | undefined {
  if (resource === undefined || kind === 'workload') return undefined;
  const field = kind === 'node' ? 'nodeSelector' : 'namespaceSelector';
  return resource[field] === undefined ? undefined : placeOf(resource, 'spec', field);
}
