import { resourcesOf } from '../../manifests/cluster.ts';
import type { LabelSelector } from '../../manifests/labelSelector.ts';
import { keyPlaceOf, placeOf } from '../../manifests/place.ts';
import type { IPAddressPoolResource } from '../../manifests/resources/metallb.ts';
import type { NetworkPolicyResource } from '../../manifests/resources/networking.ts';
import { matches } from '../labels.ts';
import { namespaceFacts } from '../namespaces.ts';
import { from, fromAll, type Collector } from './collector.ts';
import { nameKey, selectorKeys } from './keys.ts';
import { selectorText, termsOf } from './labelSelection.ts';
import { objectTarget, type Mention, type ObjectTarget } from './reference.ts';
import type { Surroundings } from './surroundings.ts';

/** A namespace by its name: the one that a manifest is of, or one that a pool is for. */
export type NamespaceName = Mention<'namespace'>;

/** Leads nowhere as a rule: few people write their namespaces down. */
export const namespaceName: Collector<NamespaceName, ObjectTarget> = {
  target: 'object',
  byName: true,
  sources: [
    fromAll((resource) => {
      const { namespace } = resource.metadata;
      return namespace === undefined
        ? []
        : [{ kind: 'namespace', resource, place: placeOf(resource, 'metadata', 'namespace'), text: namespace }];
    }),
    from('IPAddressPool', (pool) =>
      (pool.serviceAllocation?.namespaces ?? []).map((text, index) => ({
        kind: 'namespace',
        resource: pool,
        place: placeOf(pool, 'spec', 'serviceAllocation', 'namespaces', index),
        text,
      })),
    ),
  ],
  targets: ({ text }, around) => around.objects('Namespace', text),
  keys: ({ text }) => [nameKey('object', text)],
};

/** A selector of namespaces: of a peer of a NetworkPolicy, or of a pool. */
export interface SelectedNamespaces extends Mention<'selected-namespaces', NetworkPolicyResource | IPAddressPoolResource> {
  readonly selector: LabelSelector;
}

/** An empty one means all, which names none. Namespaces without a manifest have their name as a label too, but no place to lead to. */
export const selectedNamespaces: Collector<SelectedNamespaces, ObjectTarget> = {
  target: 'object',
  sources: [
    from('NetworkPolicy', function* (policy) {
      for (const [direction, side] of [
        ['ingress', 'from'],
        ['egress', 'to'],
      ] as const) {
        for (const [index, { peers }] of policy[direction].entries()) {
          for (const [position, { namespaceSelector: selector }] of peers.entries()) {
            if (selector === undefined || isEmpty(selector)) continue;
            const place = keyPlaceOf(policy, 'spec', direction, index, side, position, 'namespaceSelector');
            yield { kind: 'selected-namespaces', resource: policy, place, text: selectorText(selector), selector };
          }
        }
      }
    }),
    from('IPAddressPool', function* (pool) {
      for (const [index, selector] of (pool.serviceAllocation?.namespaceSelectors ?? []).entries()) {
        if (isEmpty(selector)) continue;
        const place = placeOf(pool, 'spec', 'serviceAllocation', 'namespaceSelectors', index);
        yield { kind: 'selected-namespaces', resource: pool, place, text: selectorText(selector), selector };
      }
    }),
  ],
  targets: ({ selector }, around) => selected(selector, around),
  keys: ({ selector }) => selectorKeys('object', termsOf(selector)),
};

function* selected(selector: LabelSelector, { cluster }: Surroundings): Generator<ObjectTarget> {
  for (const namespace of resourcesOf(cluster, 'Namespace')) {
    const { labels, resource } = namespaceFacts(cluster, namespace.metadata.name);
    if (resource === namespace && matches(selector, labels)) yield objectTarget(namespace);
  }
}

function isEmpty({ matchLabels, matchExpressions }: LabelSelector): boolean {
  return matchExpressions.length === 0 && Object.keys(matchLabels).length === 0;
}
