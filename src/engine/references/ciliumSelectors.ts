import type { LabelSelector } from '../../manifests/labelSelector.ts';
import { keyPlaceOf, placeOf } from '../../manifests/place.ts';
import type { ForeignPolicyResource, ForeignSelector } from '../../manifests/resources/clusterPolicy.ts';
import { from, type Collector } from './collector.ts';
import { selectorKeys } from './keys.ts';
import { maySelect, selectorText, termsOf } from './labelSelection.ts';
import { isControllerKey, mayShareNamespace } from './podOwners.ts';
import type { Mention, PodsTarget } from './reference.ts';
import { podsTarget } from './surroundings.ts';

/** A selector of a policy of Cilium: whom it is for, or one side of a rule. */
export interface CiliumPods extends Mention<'cilium-pods', ForeignPolicyResource> {
  /** Keys without their source. */
  readonly selector: LabelSelector;
  readonly written: ForeignSelector;
}

/** Those that name neither a label nor a namespace mean everybody, or nobody that a manifest describes. */
export const ciliumPods: Collector<CiliumPods, PodsTarget> = {
  target: 'pods',
  sources: [
    from('ForeignPolicy', function* (policy) {
      for (const written of policy.selectors) {
        const selector: LabelSelector = { matchLabels: written.labels, matchExpressions: [] };
        if (Object.keys(written.labels).length === 0 && written.namespaceKey === undefined) continue;
        // An item of a list has no key.
        const place = written.peer ? placeOf(policy, ...written.path) : keyPlaceOf(policy, ...written.path);
        yield { kind: 'cilium-pods', resource: policy, place, text: selectorText(selector), selector, written };
      }
    }),
  ],
  *targets({ selector, written: { namespace } }, { podOwners }) {
    for (const owner of podOwners.where(termsOf(selector), namespace, (each) => maySelect(selector, each))) yield podsTarget(owner);
  },
  leadsTo: ({ selector, written: { namespace } }, { owner }) =>
    mayShareNamespace(owner.resource.metadata.namespace, namespace) && maySelect(selector, owner),
  keys: ({ selector }) => selectorKeys('pods', termsOf(selector), (key) => !isControllerKey(key)),
};
