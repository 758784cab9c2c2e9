import { parseLegacyAddress } from '../../base/ip.ts';
import { message, type Message } from '../../base/message.ts';
import type { Fields } from '../fields.ts';
import { holdsPlaceholder } from '../placeholder.ts';
import type { FieldPath } from '../place.ts';
import type { Refusal } from '../refusal.ts';
import { isWritten } from './mayBeRefused.ts';

/** What the API server refuses of where pods may go and of whom they ask for names. kubernetes pkg/apis/core/validation/validation.go ValidatePodSpec */
export function podSettingRefusals(spec: Fields): readonly Refusal[] {
  return [
    ...items(spec, 'tolerations').flatMap(tolerationRefusals),
    ...spreadRefusals(items(spec, 'topologySpreadConstraints')),
    ...affinityRefusals(spec.at('affinity')),
    ...resolverRefusals(spec.at('dnsConfig')),
  ];
}

/** ValidateTolerations. */
function tolerationRefusals(toleration: Fields): readonly Refusal[] {
  const [key = '', operator = '', value = '', effect = ''] = ['key', 'operator', 'value', 'effect'].map((field) =>
    textOf(toleration, field),
  );
  if ([key, operator, value, effect].some(holdsPlaceholder)) return [];
  const seconds = toleration.at('tolerationSeconds');
  const found: Refusal[] = [];
  // One that is being typed has nothing else yet.
  if (key === '' && (operator === 'Equal' || (operator === '' && value !== '')))
    found.push({
      path: toleration.path,
      text: message('A toleration without a key needs operator: Exists, and is then one of every taint.'),
    });
  if (operator === 'Exists' && value !== '')
    found.push({
      path: toleration.at('value').path,
      atKey: true,
      text: message('With operator: Exists a toleration has no value; operator: Equal compares one.'),
    });
  if (seconds.exists && effect !== 'NoExecute')
    found.push({
      path: seconds.path,
      atKey: true,
      text: message('tolerationSeconds needs effect: NoExecute, which alone sends pods away.'),
      ...(effect === '' && { missing: { path: toleration.at('effect').path, value: 'NoExecute' } }),
    });
  return found;
}

/** validateTopologySpreadConstraints. */
function spreadRefusals(constraints: readonly Fields[]): readonly Refusal[] {
  const known = new Set<string>();
  return constraints.flatMap((constraint) => {
    const skew = numberOf(constraint, 'maxSkew');
    const domains = numberOf(constraint, 'minDomains');
    const topologyKey = textOf(constraint, 'topologyKey');
    const otherwise = textOf(constraint, 'whenUnsatisfiable');
    const found: Refusal[] = [];
    for (const [field, number] of Object.entries({ maxSkew: skew, minDomains: domains }))
      if (number !== undefined && number < 1)
        found.push({ path: constraint.at(field).path, text: message('{0} must be at least {1}.', field, 1) });
    if (domains !== undefined && otherwise === 'ScheduleAnyway')
      found.push({
        path: constraint.at('minDomains').path,
        atKey: true,
        text: message('minDomains needs whenUnsatisfiable: DoNotSchedule.'),
      });
    if (otherwise !== undefined && skew !== undefined && topologyKey === undefined) found.push(withoutTopology(constraint.path));
    const pair = `${topologyKey} ${otherwise}`;
    if (topologyKey !== undefined && known.has(pair) && !holdsPlaceholder(pair))
      found.push({
        path: constraint.at('topologyKey').path,
        text: message('Another constraint has the same topologyKey and whenUnsatisfiable.'),
      });
    known.add(pair);
    return found;
  });
}

/** validateAffinity: ValidatePreferredSchedulingTerms, validatePodAffinityTerm, validateWeightedPodAffinityTerms, ValidateNodeSelectorRequirement. */
function affinityRefusals(affinity: Fields): readonly Refusal[] {
  const ofNodes = affinity.at('nodeAffinity');
  const found: Refusal[] = items(ofNodes, preferred).flatMap((term) => weightRefusals(term));
  for (const terms of [items(ofNodes.at(required), 'nodeSelectorTerms'), items(ofNodes, preferred).map((term) => term.at('preference'))])
    for (const expression of terms.flatMap((term) => items(term, 'matchExpressions'))) {
      const { node } = expression.at('values');
      const operator = textOf(expression, 'operator') ?? '';
      if (['Gt', 'Lt'].includes(operator) && (node?.type === 'sequence' ? node.items.length : 0) !== 1)
        found.push({ path: expression.at('operator').path, text: message('Operator {0} needs one value, a whole number.', operator) });
    }
  for (const key of ['podAffinity', 'podAntiAffinity']) {
    const ofPods = affinity.at(key);
    for (const term of items(ofPods, required))
      if (hasMore(term) && textOf(term, 'topologyKey') === undefined) found.push(withoutTopology(term.path));
    for (const weighted of items(ofPods, preferred)) {
      found.push(...weightRefusals(weighted));
      const term = weighted.at('podAffinityTerm');
      if (hasMore(weighted) && !isWritten(term.node))
        found.push({
          path: weighted.path,
          text: message('A preferred term has its labelSelector and topologyKey below podAffinityTerm, beside its weight.'),
        });
      else if (hasMore(term) && textOf(term, 'topologyKey') === undefined) found.push(withoutTopology(term.path));
    }
  }
  return found;
}

const required = 'requiredDuringSchedulingIgnoredDuringExecution';
const preferred = 'preferredDuringSchedulingIgnoredDuringExecution';

function weightRefusals(term: Fields): readonly Refusal[] {
  const weight = numberOf(term, 'weight');
  const text: Message = message('A preferred term needs a weight from 1 to 100.');
  if (weight !== undefined) return weight >= 1 && weight <= 100 ? [] : [{ path: term.at('weight').path, text }];
  return isWritten(term.at('weight').node) || !hasMore(term) ? [] : [{ path: term.path, text }];
}

function withoutTopology(path: FieldPath): Refusal {
  return {
    path,
    text: message(
      'Where pods go by others a topologyKey is needed: the label of nodes that tells one place from another, such as kubernetes.io/hostname.',
    ),
  };
}

/** validatePodDNSConfig. */
function resolverRefusals(resolver: Fields): readonly Refusal[] {
  const servers = resolver.at('nameservers').node;
  const found: Refusal[] = [];
  if (servers?.type === 'sequence')
    for (const [index, server] of servers.items.entries())
      if (
        server.type === 'scalar' &&
        server.value !== null &&
        parseLegacyAddress(server.text) === undefined &&
        !holdsPlaceholder(server.text)
      )
        found.push({
          path: [...resolver.at('nameservers').path, index],
          text: message('"{0}" is no name server: an IP address is, without a port and without a name.', server.text),
        });
  for (const option of items(resolver, 'options'))
    if (isWritten(option.at('value').node) && !isWritten(option.at('name').node))
      found.push({ path: option.path, text: message('An option of dnsConfig needs a name, such as ndots.') });
  return found;
}

/** The maps of a list; anything else in it is told of elsewhere. */
function items(fields: Fields, key: string): readonly Fields[] {
  return fields.at(key).node?.type === 'sequence' ? fields.maps(key).filter(({ node }) => node?.type === 'map') : [];
}

/** Whether something is written in it: one that is being typed has nothing yet. */
function hasMore({ node }: Fields): boolean {
  return node?.type === 'map' && node.entries.some(({ value }) => isWritten(value));
}

function textOf(fields: Fields, key: string): string | undefined {
  const { node } = fields.at(key);
  return node?.type === 'scalar' && node.value !== null && node.text !== '' ? node.text : undefined;
}

/** Absent also for what is no number, which is told of by itself. */
function numberOf(fields: Fields, key: string): number | undefined {
  const { node } = fields.at(key);
  return node?.type === 'scalar' && /^-?\d+$/.test(node.text) ? Number(node.text) : undefined;
}
