import { message } from '../../../base/message.ts';
import { editDistance, isNear } from '../../../base/nearest.ts';
import { isPortName } from '../../../engine/serviceAllocator/portFields.ts';
import { resourcesOf } from '../../../manifests/cluster.ts';
import type { LabelSelector } from '../../../manifests/labelSelector.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { placeOf, type FieldPath } from '../../../manifests/place.ts';
import type { NetworkPolicyPeer, NetworkPolicyPort, NetworkPolicyResource } from '../../../manifests/resources/networking.ts';
import type { Problem } from '../../findings/check.ts';
import type { CheckContext } from '../context.ts';
import { replacing } from '../../findings/fixes.ts';
import { maySelect, termsOf } from '../../../engine/references/labelSelection.ts';
import type { PodOwner } from '../../../engine/references/podOwners.ts';
import { declares, portsOf } from '../../../engine/references/containerPorts.ts';
import { injection, nearestName, relatedPort } from './declaredPorts.ts';

/**
 * Port names of NetworkPolicies that none of the receiving pods has: of `ingress` the pods of the policy, of `egress` those of its peers, where all of them are pods of its own namespace.
 * Rules about nobody are silent, they have a finding of their own. kubernetes staging/src/k8s.io/api/networking/v1/types.go (NetworkPolicyPort)
 */
export function* unknownPolicyPorts(context: CheckContext): Generator<Problem> {
  for (const policy of resourcesOf(context.cluster, 'NetworkPolicy')) {
    for (const [index, { ports }] of policy.ingress.entries())
      yield* judged(context, policy, [policy.podSelector ?? everything], ports, ['spec', 'ingress', index, 'ports']);
    for (const [index, { ports, peers }] of policy.egress.entries()) {
      const receivers = ownPods(peers);
      if (receivers !== undefined) yield* judged(context, policy, receivers, ports, ['spec', 'egress', index, 'ports']);
    }
  }
}

const everything: LabelSelector = { matchLabels: {}, matchExpressions: [] };

/** The selectors of peers that are all pods of the policy's own namespace. */
function ownPods(peers: readonly NetworkPolicyPeer[]): readonly LabelSelector[] | undefined {
  const selectors = peers.map(({ podSelector, namespaceSelector, ipBlock }) =>
    namespaceSelector === undefined && ipBlock === undefined ? podSelector : undefined,
  );
  return selectors.length > 0 && selectors.every((selector) => selector !== undefined) ? selectors : undefined;
}

/** Names enough for a message. */
const mostListed = 50;

function* judged(
  { podOwners, unseenPods }: CheckContext,
  policy: NetworkPolicyResource,
  selectors: readonly LabelSelector[],
  ports: readonly NetworkPolicyPort[],
  path: FieldPath,
): Generator<Problem> {
  for (const [index, { port, protocol }] of ports.entries()) {
    if (typeof port !== 'string' || !isPortName(port)) continue;
    const some: PodOwner[] = [];
    let found = false;
    for (const selector of selectors) {
      for (const owner of podOwners.where(termsOf(selector), policy.metadata.namespace, (each) => maySelect(selector, each))) {
        found = declares(owner, port, protocol);
        if (found) break;
        if (some.length < mostListed) some.push(owner);
      }
      if (found) break;
    }
    if (found || some.length === 0) continue;
    yield {
      ...problemOf(policy, port, protocol, some, [...path, index, 'port']),
      severity: 'warning',
      doubt: unseenPods() ?? injection(some),
    };
  }
}

function problemOf(policy: NetworkPolicyResource, wanted: string, protocol: string, owners: readonly PodOwner[], path: FieldPath): Problem {
  const place = placeOf(policy, ...path);
  const named = owners.flatMap(portsOf).filter(({ port }) => port.name !== undefined && port.protocol === protocol);
  const names = [...new Set(named.map(({ port }) => port.name ?? ''))];
  const nearest = nearestName(wanted, names);
  return {
    place,
    message:
      names.length === 0
        ? message(
            'None of the pods that this rule of {0} leads to has a port named "{1}" ({2}), nor any port with a name. Name the port there, or write its number here.',
            nameOf(policy),
            wanted,
            protocol,
          )
        : message(
            'None of the pods that this rule of {0} leads to has a port named "{1}" ({2}). The names are: {3}.',
            nameOf(policy),
            wanted,
            protocol,
            names.slice(0, 10).join(', '),
          ),
    related: named.slice(0, 5).map(relatedPort),
    fixes:
      nearest === undefined
        ? []
        : [
            replacing(message('Write {0}', nearest), isNear(wanted, editDistance(wanted, nearest)), {
              place,
              replaces: wanted,
              text: nearest,
            }),
          ],
  };
}
