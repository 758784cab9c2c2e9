import { maySelect, termsOf } from '../../../engine/references/labelSelection.ts';
import { mayShareNamespace, type PodOwner } from '../../../engine/references/podOwners.ts';
import type { PolicyPods } from '../../../engine/references/podSelectors.ts';
import { selectorFault } from '../../../engine/labels.ts';
import type { CheckContext } from '../context.ts';

/** Where the pods are that a selector of a policy's own namespace meets, when it meets none there: `policy/other-namespace`. Labels that only exclude mean nobody in particular. */
export function podsElsewhere(
  mention: PolicyPods,
  { podOwners, references }: Pick<CheckContext, 'podOwners' | 'references'>,
): readonly PodOwner[] {
  const { selector, namespaceSelector, resource } = mention;
  const { namespace } = resource.metadata;
  if (namespaceSelector !== undefined || namespace === undefined || selectorFault(selector) !== undefined) return [];
  const terms = termsOf(selector).filter(({ values }) => values !== undefined);
  if (terms.length === 0 || references.leads(mention)) return [];
  return [
    ...podOwners.where(
      terms,
      undefined,
      (owner) => !mayShareNamespace(owner.resource.metadata.namespace, namespace) && maySelect(selector, owner),
    ),
  ];
}
