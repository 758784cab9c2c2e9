import { list, message } from '../../base/message.ts';
import { objectKey } from '../gitops/delivery.ts';
import type { RenderingProblem } from '../rendered.ts';
import { nodeAt } from '../yaml/change.ts';
import type { DeliveryUnit } from './unit.ts';

export interface Reached {
  readonly unit: DeliveryUnit;
  /** The empty text: where the start lives. */
  readonly destination: string;
}

/** What must be there before comes before; otherwise as it was found, also in a circle. */
export function inOrder(reached: readonly Reached[]): readonly Reached[] {
  return sorted(reached).order;
}

/** Objects that wait for each other, each circle once, at the dependency that closes it. */
export function dependencyCycles(reached: readonly Reached[]): readonly RenderingProblem[] {
  return sorted(reached).cycles.map((cycle): RenderingProblem => {
    const [first] = cycle;
    const names = cycle.map(({ unit: { delivery } }) => `${delivery.by.kind} ${delivery.by.namespace}/${delivery.by.name}`);
    const by = first?.unit.delivery.by;
    const at = by === undefined ? undefined : (nodeAt(by.root, 'spec', 'dependsOn') ?? by.root).origins[0];
    return {
      class: 'dependency-cycle',
      severity: 'error',
      reach: { names: [], changes: 'nothing' },
      message: message('These wait for each other, so none of them is ever applied: {0}.', list(names)),
      at: at ?? { file: '', start: 0, end: 0 },
      related: [],
    };
  });
}

/** Depth first, without recursion: chains may be long. */
function sorted(reached: readonly Reached[]): { readonly order: readonly Reached[]; readonly cycles: readonly (readonly Reached[])[] } {
  const byObject = new Map<string, Reached[]>();
  for (const each of reached) {
    const name = objectKey(each.unit.delivery.by);
    const list = byObject.get(name);
    if (list === undefined) byObject.set(name, [each]);
    else list.push(each);
  }
  const beforeIt = ({ unit }: Reached): Reached[] => unit.delivery.after.flatMap((name) => byObject.get(name) ?? []);
  const done = new Set<Reached>();
  const cycles: (readonly Reached[])[] = [];
  for (const start of reached) {
    const open = new Set<Reached>();
    const stack: { readonly each: Reached; readonly before: Reached[] }[] = [];
    const enter = (each: Reached): void => {
      open.add(each);
      stack.push({ each, before: beforeIt(each) });
    };
    if (!done.has(start)) enter(start);
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const next = top.before.shift();
      if (next === undefined) {
        done.add(top.each);
        open.delete(top.each);
        stack.pop();
      } else if (open.has(next)) {
        const path = stack.map(({ each }) => each);
        cycles.push(path.slice(path.indexOf(next)).reverse());
      } else if (!done.has(next)) enter(next);
    }
  }
  return { order: [...done], cycles };
}
