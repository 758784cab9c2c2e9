import type { StringMap } from '../../manifests/metadata.ts';
import { selects, type Selector } from '../calico/selector.ts';
import { labelOf } from '../labels.ts';
import { allOf, anyOf, matchOf, not, type Match } from './match.ts';

/** Labels, of which there may be more than those that are known. */
export interface KnownLabels {
  readonly labels: StringMap;
  /** All there are; else a key that is missing may well be there. */
  readonly complete: boolean;
}

/** Whether labels meet a selector, as far as they are known. */
export function selectorMatch(selector: Selector, known: KnownLabels): Match {
  if (known.complete) return matchOf(selects(selector, known.labels));
  switch (selector.kind) {
    case 'all':
    case 'global':
      return 'yes';
    case '!':
      return not(selectorMatch(selector.operand, known));
    case '&&':
      return allOf(selector.operands.map((operand) => selectorMatch(operand, known)));
    case '||':
      return anyOf(selector.operands.map((operand) => selectorMatch(operand, known)));
    default:
      return labelOf(known.labels, selector.label) === undefined ? 'unknown' : matchOf(selects(selector, known.labels));
  }
}

/** Every label that a selector asks for. */
export function* labelsIn(selector: Selector): Generator<string> {
  switch (selector.kind) {
    case 'all':
    case 'global':
      return;
    case '!':
      yield* labelsIn(selector.operand);
      return;
    case '&&':
    case '||':
      for (const operand of selector.operands) yield* labelsIn(operand);
      return;
    default:
      yield selector.label;
  }
}
