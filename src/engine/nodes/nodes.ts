import { formatAddress, parseAddress, parseCIDR, type IPAddress } from '../../base/ip.ts';
import { message } from '../../base/message.ts';
import { resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import type { StringMap } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { NodeResource } from '../../manifests/resources/core.ts';
import type { ClusterNode } from '../allocation.ts';
import type { Explanation } from '../explanation.ts';
import { lastApplied } from '../lastApplied.ts';
import { rangesOf, type Network } from '../network.ts';
import { EXCLUDED, labelsWithImplied, roleOf, taintsFor } from './implied.ts';
import { nodeAddresses } from './nodeAddresses.ts';
import type { NodeDraft } from './nodeDraft.ts';
import { nodesNamedByPods, podsStandOnUnknownNode } from './namedByPods.ts';
import { nodeMaskOf } from './nodeMask.ts';
import { nodePodCIDRs } from './podCIDRs.ts';

/** A written count beyond this is cut: no edge cluster comes near it, and each node costs work in every later step. */
export const maxCountedNodes = 5_000;

/**
 * The nodes of a cluster, in written order: declared `Node` manifests, else the nodes of the EdgeNetwork or device file, else the profile's,
 * else one unnamed node that stands for all unknown ones. A node that only a pod's `spec.nodeName` names is added behind them.
 */
export function nodesOf(cluster: Cluster, network: Network): readonly ClusterNode[] {
  const known = knownNodes(cluster, network);
  const drafts = [...known, ...nodesNamed(cluster, known)];
  if (drafts.length === 0 || (known.length === 0 && podsStandOnUnknownNode(cluster))) drafts.push(unknownNode);

  const ranges = rangesOf(network, 'node-ips');
  const addresses = nodeAddresses(
    drafts.filter(({ name }) => name !== ''),
    ranges,
  );
  const blocks = nodePodCIDRs(
    drafts,
    rangesOf(network, 'pod-subnet'),
    rangesOf(network, 'service-subnet'),
    network.profile.nodeIPAM,
    (family) => nodeMaskOf(cluster, family).prefix,
  );
  const withoutExclusion = takesExclusionAway(cluster);
  const hasWorker = drafts.some(({ role, name }) => role === 'worker' && name !== '');
  return drafts.map((draft): ClusterNode => {
    const given = addresses.get(draft);
    return {
      name: draft.name,
      role: draft.role,
      labels: withoutExclusion && draft.resource === undefined ? keptLabels(draft.labels) : draft.labels,
      taints: draft.resource === undefined ? taintsFor(network.profile.name, draft.role, hasWorker) : draft.taints,
      unschedulable: draft.unschedulable,
      ips: given === undefined ? draft.ips : [given.address],
      podCIDRs: blocks.get(draft) ?? draft.podCIDRs,
      resource: draft.resource,
      place: draft.place,
      explanation:
        given === undefined
          ? draft.explanation
          : {
              certainty: 'predicted',
              reason: message(
                '{0} gets {1}, for the addresses of {2} {3} are given in order, control plane first.',
                draft.name,
                formatAddress(given.address),
                given.range.label,
                given.range.text,
              ),
              because: given.range.place === undefined ? [] : [given.range.place],
            },
    };
  });
}

/** Talos' machine configuration as it is generated has the label; one that is written without it takes it away. */
function takesExclusionAway(cluster: Cluster): boolean {
  const labelled = resourcesOf(cluster, 'DistributionConfiguration').filter(
    ({ distribution, nodeLabels }) => distribution === 'talos' && nodeLabels !== undefined,
  );
  return labelled.length > 0 && labelled.every(({ nodeLabels = {} }) => !Object.hasOwn(nodeLabels, EXCLUDED));
}

function keptLabels(labels: StringMap): StringMap {
  return Object.fromEntries(Object.entries(labels).filter(([key]) => key !== EXCLUDED));
}

const blank = { labels: {}, taints: [], unschedulable: false, ips: [], podCIDRs: [], resource: undefined, place: undefined } as const;

const unknownNode: NodeDraft = {
  ...blank,
  name: '',
  role: 'worker',
  explanation: {
    certainty: 'possible',
    reason: message('No manifest says which nodes there are, so this one stands for all of them.'),
    because: [],
  },
};

function knownNodes(cluster: Cluster, network: Network): readonly NodeDraft[] {
  const resources = lastApplied(resourcesOf(cluster, 'Node'));
  if (resources.length > 0) return resources.map((resource) => declaredNode(resource, network));
  if (network.declaredNodes !== undefined && network.declaredNodes.length > 0) return listedNodes(network.declaredNodes, network);
  const { profile, declaredNodeCount } = network;
  if (declaredNodeCount !== undefined && declaredNodeCount.count >= 1) {
    const { place } = declaredNodeCount;
    const explanation: Explanation = {
      certainty: 'predicted',
      reason: message('The EdgeNetwork gives the number of nodes; this name stands for one of them, and no address is known.'),
      because: [place],
    };
    return countedNodes(network, Math.min(Math.floor(declaredNodeCount.count), maxCountedNodes)).map(({ name, role }) => ({
      ...blank,
      name,
      role,
      labels: labelsWithImplied(name, role, {}, profile.name),
      place,
      explanation,
    }));
  }
  const explanation: Explanation = {
    certainty: 'predicted',
    reason: message('Profile {0} implies this node; no address is known.', profile.name),
    because: [],
  };
  return profile.nodes.map(({ name, role }) => ({
    ...blank,
    name,
    role,
    labels: labelsWithImplied(name, role, {}, profile.name),
    explanation,
  }));
}

function declaredNode(resource: NodeResource, network: Network): NodeDraft {
  const { name, labels } = resource.metadata;
  // The Node manifest wins; what it leaves open an entry of the same name in the EdgeNetwork may say.
  const listed = network.declaredNodes?.find((entry) => entry.name === name);
  const role = roleOf(labels) ?? (listed?.role === 'control-plane' ? 'control-plane' : 'worker');
  const own = addressesOf(resource.internalIPs);
  return {
    name,
    role,
    labels: labelsWithImplied(name, role, { ...listed?.labels, ...labels }, network.profile.name),
    taints: resource.taints,
    unschedulable: resource.unschedulable,
    ips: own.length > 0 ? own : addressesOf(listed?.ips ?? []),
    podCIDRs: resource.podCIDRs.map(parseCIDR).filter((cidr) => cidr !== undefined),
    resource,
    place: placeOf(resource),
    explanation:
      own.length > 0 || listed === undefined
        ? {
            certainty: 'fixed',
            reason:
              own.length > 0 ? message('{0} states its addresses.', nameOf(resource)) : message('{0} states no address.', nameOf(resource)),
            because: [placeOf(resource, 'status', 'addresses')],
          }
        : { certainty: 'fixed', reason: message('The EdgeNetwork states the addresses of node {0}.', name), because: [listed.place] },
  };
}

function listedNodes(entries: NonNullable<Network['declaredNodes']>, network: Network): readonly NodeDraft[] {
  const byName = new Map<string, NodeDraft>();
  for (const { name, role: written, labels, ips, place } of entries) {
    if (name === '' || byName.has(name)) continue;
    const role = written === 'control-plane' ? 'control-plane' : 'worker';
    const addresses = addressesOf(ips);
    byName.set(name, {
      ...blank,
      name,
      role,
      place,
      labels: labelsWithImplied(name, role, labels, network.profile.name),
      ips: addresses,
      explanation: {
        certainty: 'fixed',
        reason:
          addresses.length > 0
            ? message('Node {0} is declared with its addresses.', name)
            : message('Node {0} is declared without an address, and the node range has none left for it.', name),
        because: [place],
      },
    });
  }
  return [...byName.values()];
}

/** Names as each product's documentation shows them: the device calls its control plane `master`. */
function countedNodes({ profile }: Network, count: number): readonly { readonly name: string; readonly role: ClusterNode['role'] }[] {
  const numbered = (prefix: string, length: number) =>
    Array.from({ length }, (_, index) => ({ name: `${prefix}-${index + 1}`, role: 'worker' as const }));
  const behind = (first: string, prefix: string) => [{ name: first, role: 'control-plane' as const }, ...numbered(prefix, count - 1)];
  switch (profile.name) {
    case 'azure-stack-edge':
      return behind('master', 'worker');
    case 'aks-edge-essentials':
    case 'kubeadm':
    case 'talos':
      return behind('control-plane', 'worker');
    case 'k3s':
      return behind('server', 'agent');
    case 'microk8s':
      return behind('node-1', 'node').map((node, index) => ({ ...node, name: `node-${index + 1}` }));
    // Nothing is implied, not even that one of them is the control plane.
    case 'custom':
      return numbered('node', count);
  }
}

function nodesNamed(cluster: Cluster, known: readonly NodeDraft[]): readonly NodeDraft[] {
  const taken = new Set(known.map(({ name }) => name));
  return nodesNamedByPods(cluster)
    .filter(({ name }) => !taken.has(name))
    .map(({ name, place }) => ({
      ...blank,
      name,
      role: 'worker' as const,
      labels: labelsWithImplied(name, 'worker', {}, 'custom'),
      // Where the nodes are declared this one may be a slip of the pen: it holds the pods that name it, and attracts no others.
      unschedulable: known.length > 0,
      explanation: {
        certainty: 'possible' as const,
        reason: message('No manifest declares node {0}, but a pod names it.', name),
        because: [place],
      },
    }));
}

function addressesOf(texts: readonly string[]): readonly IPAddress[] {
  return texts.map(parseAddress).filter((address) => address !== undefined);
}
