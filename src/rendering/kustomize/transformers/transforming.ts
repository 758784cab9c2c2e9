import { message } from '../../../base/message.ts';
import type { Span } from '../../origin.ts';
import type { YamlMap } from '../../yaml/node.ts';
import type { Budget } from '../budget.ts';
import {
  changeSelected,
  isSelectedBy,
  WrongShape,
  type Creation,
  type FieldChange,
  type FieldSpec,
  type GroupVersionKind,
} from '../fieldSpec.ts';
import { identityOf } from '../identity.ts';
import { failure, lostChanges, placeOf, reaching, type Report } from '../problem.ts';
import type { ResourceList } from '../resourceList.ts';

/** What a transformer works on: it changes the list, and reports what it cannot do. */
export interface Transforming {
  readonly list: ResourceList;
  readonly report: Report;
  /** For what costs more than a change of each object. */
  readonly budget: Budget;
  /** The kustomization's field, or the transformer's entry: where to point when nothing nearer is known. */
  readonly at: Span;
}

/** Changes fields of one object by several specs. One that leads through a value of another shape is reported, the others are done. */
export function changeBySpecs(
  root: YamlMap,
  specs: readonly FieldSpec[],
  change: FieldChange,
  creation: Creation,
  { report, at }: Transforming,
  // None of the changes is one of the kind.
  identity: GroupVersionKind = identityOf(root),
): YamlMap {
  let changed = root;
  for (const spec of specs) {
    if (!isSelectedBy(spec, identity)) continue;
    try {
      changed = changeSelected(changed, spec, change, creation);
    } catch (error) {
      if (!(error instanceof WrongShape)) throw error;
      const problem = failure(
        'wrong-node-kind',
        message('The field {0} of this {1} has another shape than kustomize expects.', spec.path, kindOf(root)),
        creation.origins[0] ?? at,
        [{ message: message('This is the value in the object.'), at: placeOf(error.node, at) }],
      );
      report(reaching(problem, { ...lostChanges, kinds: [kindOf(root)] }));
    }
  }
  return changed;
}

function kindOf(root: YamlMap): string {
  const kind = root.entries.find(({ key }) => key === 'kind')?.value;
  return kind?.type === 'scalar' ? kind.text : '';
}
