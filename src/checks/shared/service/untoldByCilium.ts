import { message, sentences } from '../../../base/message.ts';
import type { AllocatedService } from '../../../engine/allocation.ts';
import { matches } from '../../../engine/labels.ts';
import { ciliumRouting, isSelectedBy } from '../../../engine/loadBalancers/ciliumAnnouncing.ts';
import { loadBalancerOf } from '../../../engine/loadBalancers/which.ts';
import { selectorText } from '../../../engine/references/labelSelection.ts';
import { resourcesOf } from '../../../manifests/cluster.ts';
import type { LabelSelector } from '../../../manifests/labelSelector.ts';
import { nodeAt } from '../../../manifests/locate.ts';
import { nameOf, type StringMap } from '../../../manifests/metadata.ts';
import { keyPlaceOf, placeOf } from '../../../manifests/place.ts';
import type { CiliumL2PolicyResource } from '../../../manifests/resources/cilium.ts';
import type { ServiceResource } from '../../../manifests/resources/core.ts';
import type { Problem } from '../../findings/check.ts';
import { inserting, replacing } from '../../findings/fixes.ts';
import type { CheckContext } from '../context.ts';
import { partiesOf, unannounced } from '../metallb/unannounced.ts';
import { isSlip } from '../slip.ts';
import { unappliedChanges, unreadManifests } from '../unseen.ts';

/** Services with an address of Cilium for which no node answers ARP, where it announces by layer 2 alone. cilium Documentation/network/l2-announcements.rst, pkg/l2announcer */
export function* untoldByCilium(context: CheckContext): Generator<Problem> {
  const { cluster, network, allocation, assembly } = context;
  if (ciliumRouting(cluster).length > 0 || loadBalancerOf(cluster, network) !== 'cilium') return;
  const policies = resourcesOf(cluster, 'CiliumL2AnnouncementPolicy');
  const doubt = assembly.mixed ?? unreadManifests(cluster, announcing) ?? unappliedChanges(cluster, ...policies);
  const byPolicy = new Map<CiliumL2PolicyResource, Untold & { readonly users: AllocatedService[] }>();
  for (const service of allocation.services) {
    const { resource } = service;
    if (resource === undefined || !isGivenByCilium(service, resource)) continue;
    const cause = causeOf(service, resource, policies, allocation.nodes);
    if (cause === undefined) continue;
    if (cause.what === 'services') {
      yield { ...meantForOthers(service, resource, policies), doubt };
      continue;
    }
    const known = byPolicy.get(cause.policy);
    if (known === undefined) byPolicy.set(cause.policy, { ...cause, users: [service] });
    else known.users.push(service);
  }
  for (const { what, policy, users } of byPolicy.values())
    yield { ...(what === 'addresses' ? withoutAddresses(policy, users) : withoutNode(policy, users)), doubt };
}

const announcing = {
  kinds: ['CiliumL2AnnouncementPolicy', 'CiliumBGPAdvertisement', 'CiliumBGPPeeringPolicy', 'CiliumBGPClusterConfig'],
  clusterWide: true,
} as const;

function isGivenByCilium({ loadBalancer }: AllocatedService, { loadBalancerClass = '' }: ServiceResource): boolean {
  return (loadBalancer?.ips.length ?? 0) > 0 && (loadBalancerClass === '' || loadBalancerClass === 'io.cilium/l2-announcer');
}

/** `addresses`: the policy that is for a service announces none of load balancers; `nodes`: no node may announce them. */
interface Untold {
  readonly what: 'addresses' | 'nodes';
  readonly policy: CiliumL2PolicyResource;
}

/** `services`: no policy is for the service. */
function causeOf(
  { namespace, name }: AllocatedService,
  { metadata: { labels } }: ServiceResource,
  policies: readonly CiliumL2PolicyResource[],
  nodes: CheckContext['allocation']['nodes'],
): Untold | { readonly what: 'services' } | undefined {
  const own = policies.filter((policy) => isSelectedBy(policy, { namespace, name, labels }));
  const [any] = own;
  if (any === undefined) return { what: 'services' };
  const telling = own.filter(({ loadBalancerIPs }) => loadBalancerIPs);
  const [first] = telling;
  if (first === undefined) return { what: 'addresses', policy: any };
  // Nobody knows the labels of a node that is not written.
  if (nodes.length === 0 || nodes.some(({ place }) => place === undefined)) return undefined;
  return telling.some(({ nodeSelector }) => nodeSelector === undefined || nodes.some(({ labels: known }) => mayMatch(nodeSelector, known)))
    ? undefined
    : { what: 'nodes', policy: first };
}

/** Labels that the kubelet, the cloud or the distribution gives a node when it joins stand in few manifests. kubernetes staging/src/k8s.io/api/core/v1/well_known_labels.go */
function mayMatch(selector: LabelSelector, labels: StringMap): boolean {
  const keys = [...Object.keys(selector.matchLabels), ...selector.matchExpressions.map(({ key }) => key)];
  return matches(selector, labels) || keys.some((key) => givenOnJoining.test(key) && labels[key] === undefined);
}

const givenOnJoining = /^([a-z-]+\.)*kubernetes\.io\//;

function withoutAddresses(policy: CiliumL2PolicyResource, users: readonly AllocatedService[]): Problem {
  const field = placeOf(policy, 'spec', 'loadBalancerIPs');
  const isWritten = nodeAt(field) !== undefined;
  return {
    place: isWritten ? field : placeOf(policy, 'metadata', 'name'),
    message: sentences(
      unannounced(users),
      message('{0} announces no addresses that a load balancer gives. Write {1}: true.', nameOf(policy), 'loadBalancerIPs'),
    ),
    related: partiesOf(users),
    // What is written says no on purpose.
    fixes: isWritten ? [] : [inserting(message('Write {0}: {1}', 'loadBalancerIPs', 'true'), true, { place: field, value: true })],
  };
}

function withoutNode(policy: CiliumL2PolicyResource, users: readonly AllocatedService[]): Problem {
  return {
    place: placeOf(policy, 'spec', 'nodeSelector'),
    message: sentences(
      unannounced(users),
      message(
        'No node has the labels that {0} wants of those that announce: {1}.',
        nameOf(policy),
        policy.nodeSelector === undefined ? '' : selectorText(policy.nodeSelector),
      ),
    ),
    related: partiesOf(users),
  };
}

function meantForOthers(service: AllocatedService, resource: ServiceResource, policies: readonly CiliumL2PolicyResource[]): Problem {
  const { labels } = resource.metadata;
  for (const policy of policies) {
    const { serviceSelector } = policy;
    if (serviceSelector === undefined) continue;
    for (const [key, value] of Object.entries(serviceSelector.matchLabels)) {
      const actual = labels[key];
      if (actual === undefined || !isSlip(value, actual)) continue;
      const place = placeOf(policy, 'spec', 'serviceSelector', 'matchLabels', key);
      return {
        place,
        message: sentences(
          unannounced([service]),
          message('{0} is for services with {1}.', nameOf(policy), selectorText(serviceSelector)),
          message('It has {0}: {1} instead of {2}.', key, actual, value),
        ),
        related: partiesOf([service]),
        fixes: [replacing(message('Write {0}', actual), true, { place, replaces: value, text: actual })],
      };
    }
  }
  return {
    place: placeOf(resource, 'metadata', 'name'),
    message: sentences(
      unannounced([service]),
      message('No CiliumL2AnnouncementPolicy is for it (serviceSelector). Give the service labels that one wants, or add a policy.'),
    ),
    related: policies
      .slice(0, 3)
      .map((policy) => ({ message: message('{0}', nameOf(policy)), place: keyPlaceOf(policy, 'spec', 'serviceSelector') })),
  };
}
