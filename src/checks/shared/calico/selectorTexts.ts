import { message, term, type Term } from '../../../base/message.ts';
import { parseSelector } from '../../../engine/calico/selector.ts';
import type { SelectorFault } from '../../../engine/calico/selectorTokens.ts';
import { resourcesOf, type Cluster } from '../../../manifests/cluster.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { placeOf, type FieldPath, type FieldPlace } from '../../../manifests/place.ts';
import type { CalicoEntityRule, CalicoNetworkPolicyResource } from '../../../manifests/resources/networking.ts';

/** A text in Calico's selector language that is none. */
export interface BrokenSelector {
  /** For people: what it stands in. */
  readonly label: Term;
  readonly text: string;
  readonly fault: SelectorFault;
  /** The whole text. */
  readonly place: FieldPlace;
}

/** Of pools and of Calico's own network policies. */
export function* brokenSelectors(cluster: Cluster): Generator<BrokenSelector> {
  for (const pool of resourcesOf(cluster, 'IPPool')) {
    for (const field of ['nodeSelector', 'namespaceSelector'] as const)
      yield* judged(term('{0}', nameOf(pool)), pool[field], placeOf(pool, 'spec', field));
  }
  for (const installation of resourcesOf(cluster, 'Installation')) {
    for (const [index, { nodeSelector }] of (installation.ipPools ?? []).entries()) {
      yield* judged(
        term('IP pool of {0}', nameOf(installation)),
        nodeSelector,
        placeOf(installation, 'spec', 'calicoNetwork', 'ipPools', index, 'nodeSelector'),
      );
    }
  }
  for (const policy of resourcesOf(cluster, 'CalicoNetworkPolicy')) yield* ofPolicy(policy);
}

function* ofPolicy(policy: CalicoNetworkPolicyResource): Generator<BrokenSelector> {
  const label = term('{0}', nameOf(policy));
  const at = (...path: FieldPath) => placeOf(policy, 'spec', ...path);
  for (const field of ['selector', 'namespaceSelector', 'serviceAccountSelector'] as const)
    yield* judged(label, policy[field], at(field), 'nowhere');
  for (const direction of ['ingress', 'egress'] as const) {
    for (const [index, rule] of policy[direction].entries()) {
      for (const side of ['source', 'destination'] as const)
        yield* ofEntity(label, rule[side], (field) => at(direction, index, side, field));
    }
  }
}

function* ofEntity(label: Term, entity: CalicoEntityRule, placeAt: (field: string) => FieldPlace): Generator<BrokenSelector> {
  for (const field of ['selector', 'notSelector', 'namespaceSelector'] as const)
    yield* judged(label, entity[field], placeAt(field), field === 'namespaceSelector' ? 'alone' : 'nowhere');
}

/** Where `global()` may stand. calico libcalico-go/lib/validator/v3/validator.go */
type GlobalPlace = 'anywhere' | 'alone' | 'nowhere';

function* judged(label: Term, text: string | undefined, place: FieldPlace, global: GlobalPlace = 'anywhere'): Generator<BrokenSelector> {
  if (text === undefined) return;
  const parsed = parseSelector(text);
  if (!parsed.ok) yield { label, text, fault: parsed.fault, place };
  else if (global !== 'anywhere' && text.includes('global(') && !(global === 'alone' && text.trim() === 'global()')) {
    const start = text.indexOf('global(');
    const fault =
      global === 'nowhere'
        ? message('global() may stand in the namespaceSelector of a rule only.')
        : message('global() may not be combined with anything else.');
    yield { label, text, fault: { message: fault, start, end: text.indexOf(')', start) + 1 }, place };
  }
}
