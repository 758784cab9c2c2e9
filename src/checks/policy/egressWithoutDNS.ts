import { message, sentences, type Message } from '../../base/message.ts';
import { labelOfService } from '../../engine/references/names/serviceNames.ts';
import type { ServiceName } from '../../engine/references/names/names.ts';
import type { PodOwner } from '../../engine/references/podOwners.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { keyPlaceOf, placeOf } from '../../manifests/place.ts';
import type { NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicyResource } from '../../manifests/resources/networking.ts';
import { each, type Problem, type ResourceCheck } from '../findings/check.ts';
import type { Fix } from '../findings/finding.ts';
import { inserting } from '../findings/fixes.ts';
import type { CheckContext } from '../shared/context.ts';
import { governedBy, isolates, policiesOf } from '../shared/policy/peers.ts';
import { unappliedChanges, unreadManifests } from '../shared/unseen.ts';

export const egressWithoutDNS: ResourceCheck = {
  code: 'policy/egress-without-dns',
  scope: 'cluster',
  severity: 'warning',
  parts: [each(['NetworkPolicy'], judged)],
};

function* judged(policy: NetworkPolicyResource, context: CheckContext): Generator<Problem> {
  const { cluster } = context;
  if (!isolates(policy, 'egress') || policy.metadata.namespace === undefined) return;
  // What Calico's own policies allow comes before or behind: that is not followed here.
  if (resourcesOf(cluster, 'CalicoNetworkPolicy').length > 0) return;
  const shut: { readonly owner: PodOwner; readonly name: ServiceName }[] = [];
  for (const owner of governedBy(policy, context)) {
    const isolating = policiesOf(owner, context).filter((one) => isolates(one, 'egress'));
    if (speakerOf(isolating) !== policy || isolating.some(letsDNS) || !asksTheCluster(owner)) continue;
    const name = context.references
      .ofKindIn('service-name', owner.resource)
      .find(({ naming }) => naming.services.length > 0 && !naming.text.alias);
    if (name !== undefined) shut.push({ owner, name });
  }
  const [first] = shut;
  if (first === undefined) return;
  const [service] = first.name.naming.services;
  yield {
    place: policy.egress.length > 0 ? keyPlaceOf(policy, 'spec', 'egress') : keyPlaceOf(policy, 'spec', 'policyTypes'),
    message: sentences(
      textOf(policy, first.owner, service === undefined ? '' : labelOfService(service)),
      message('Allow UDP and TCP port 53 to the pods of the cluster DNS.'),
    ),
    related: shut.slice(0, 5).map(({ name }) => ({ message: message('This name does not resolve'), place: name.place })),
    fixes: [allowing(policy)],
    doubt:
      unreadManifests(cluster, { kinds: ['NetworkPolicy'], namespace: policy.metadata.namespace }) ?? unappliedChanges(cluster, policy),
  };
}

function textOf(policy: NetworkPolicyResource, { resource }: PodOwner, service: string): Message {
  if (isByTCP(policy))
    return message(
      '{0} lets {1} ask the DNS by TCP alone, which is the protocol where none is written, and names are asked for by UDP: the name of {2}, which it uses, does not resolve.',
      nameOf(policy),
      nameOf(resource),
      service,
    );
  return message(
    '{0} isolates the egress of {1}, and no policy lets it ask the DNS (port 53): the name of {2}, which it uses, does not resolve.',
    nameOf(policy),
    nameOf(resource),
    service,
  );
}

/** Of the policies of a pod, the one that is to be mended: the first that has rules. */
function speakerOf(policies: readonly NetworkPolicyResource[]): NetworkPolicyResource | undefined {
  return policies.find(({ egress }) => egress.length > 0) ?? policies[0];
}

function asksTheCluster({ spec }: PodOwner): boolean {
  return !spec.hostNetwork && spec.dnsPolicy !== 'Default' && spec.dnsPolicy !== 'None';
}

/** Whether a policy may let a question through. What is written for port 53 is meant for it, wherever it leads. */
function letsDNS({ egress, metadata: { namespace } }: NetworkPolicyResource): boolean {
  return egress.some(({ peers, ports }) => {
    if (ports.some(isForDNS)) return true;
    return (ports.length === 0 || ports.some(isOfAnyNumber)) && (peers.length === 0 || peers.some((peer) => mayBeDNS(peer, namespace)));
  });
}

/** Whether a policy is written for DNS, and for TCP alone. */
function isByTCP({ egress }: NetworkPolicyResource): boolean {
  return egress.some(({ ports }) => ports.some(({ port, protocol }) => port === 53 && protocol === 'TCP'));
}

/** DNS pods listen on 53, in some distributions on another number. */
const numbers = [53, 1053, 5353, 8053, 9053, 10053];

function isForDNS({ port, endPort, protocol }: NetworkPolicyPort): boolean {
  // Resolvers ask by UDP, and by TCP only for what was too long.
  if (protocol !== 'UDP') return false;
  if (typeof port === 'string') return /dns/.test(port);
  return port !== undefined && numbers.some((number) => port <= number && number <= (endPort ?? port));
}

function isOfAnyNumber({ port, protocol }: NetworkPolicyPort): boolean {
  return port === undefined && protocol === 'UDP';
}

function mayBeDNS({ ipBlock, namespaceSelector, podSelector }: NetworkPolicyPeer, namespace: string | undefined): boolean {
  if (ipBlock !== undefined) return true;
  const named = namespaceSelector?.matchLabels['kubernetes.io/metadata.name'];
  if (namespaceSelector === undefined ? namespace !== 'kube-system' : named !== undefined && named !== 'kube-system') return false;
  const labels = Object.entries(podSelector?.matchLabels ?? {});
  return labels.length === 0 || labels.some(([, value]) => /dns/.test(value));
}

function allowing(policy: NetworkPolicyResource): Fix {
  const rule = {
    to: [
      {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } },
        podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
      },
    ],
    ports: [
      { port: 53, protocol: 'UDP' },
      { port: 53, protocol: 'TCP' },
    ],
  };
  const title = message('Let it ask the DNS');
  return policy.egress.length > 0
    ? inserting(title, true, { place: placeOf(policy, 'spec', 'egress', policy.egress.length), value: rule })
    : inserting(title, true, { place: placeOf(policy, 'spec', 'egress'), value: [rule] });
}
