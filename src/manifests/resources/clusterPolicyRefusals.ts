import { list, message } from '../../base/message.ts';
import type { Fields } from '../fields.ts';
import type { ResourceBase } from '../metadata.ts';
import { holdsPlaceholder } from '../placeholder.ts';
import type { Refusal } from '../refusal.ts';

/** What the definitions say of the policies of whole clusters. kubernetes-sigs/network-policy-api apis/v1alpha1, apis/v1alpha2 */
export function clusterPolicyRefusals(fields: Fields, { kind, metadata }: ResourceBase): readonly Refusal[] {
  const found: Refusal[] = [];
  const spec = fields.at('spec');
  const isBaseline = kind === 'BaselineAdminNetworkPolicy';
  if (isBaseline && metadata.name !== '' && metadata.name !== 'default' && !holdsPlaceholder(metadata.name))
    found.push({
      path: fields.at('metadata', 'name').path,
      text: message('The only one that there may be is called default.'),
      meant: { written: metadata.name, text: 'default' },
    });
  const priority = spec.at('priority').node;
  const number = priority?.type === 'scalar' && typeof priority.value === 'number' ? priority.value : undefined;
  if (!isBaseline && number !== undefined && (number < 0 || number > 1000))
    found.push({ path: spec.at('priority').path, text: message('{0} {1} is not between {2} and {3}.', 'priority', number, 0, 1000) });
  if (!isBaseline && priority === undefined && spec.at('subject').exists && (spec.at('ingress').exists || spec.at('egress').exists))
    found.push({ path: spec.path, atKey: true, text: message('It has no priority: from 0, which comes first, to 1000.') });
  const actions = isBaseline ? ['Allow', 'Deny'] : kind === 'ClusterNetworkPolicy' ? ['Accept', 'Deny', 'Pass'] : ['Allow', 'Deny', 'Pass'];
  for (const direction of ['ingress', 'egress']) {
    if (spec.at(direction).node?.type !== 'sequence') continue;
    for (const rule of spec.list(direction)) {
      const { node, path } = rule.at('action');
      if (node?.type !== 'scalar' || node.value === null || node.text === '' || actions.includes(node.text) || holdsPlaceholder(node.text))
        continue;
      found.push({ path, text: message('"{0}" is not an action: {1} are.', node.text, list(actions)), ...meantBy(node.text, actions) });
    }
  }
  return found;
}

/** Each of the two words for letting through is that of the other kind. */
function meantBy(written: string, actions: readonly string[]): Pick<Refusal, 'written' | 'words' | 'meant'> {
  const through = actions[0] ?? '';
  return written === 'Accept' || written === 'Allow' ? { meant: { written, text: through } } : { written, words: actions };
}
