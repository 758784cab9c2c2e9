import { Table } from '../base/derivedTable.ts';
import type { AllocatedPod } from './allocation.ts';
import { matchesLabels } from './labels.ts';
import type { PodIndex } from './endpoints/selection.ts';

/** The pods of a cluster as they change: who selects some of them reads those alone. */
export class LivePods {
  readonly table = new Table<AllocatedPod>();
  readonly #byLabel = this.table.by(keysOf);

  set(pods: readonly AllocatedPod[]): void {
    this.table.set(pods);
  }

  get all(): readonly AllocatedPod[] {
    return this.table.get();
  }

  readonly index: PodIndex<AllocatedPod> = {
    select: (namespace, pairs) => {
      const keys = Object.keys(pairs);
      // Any one pair finds all that there is to find; the rarest finds the least beside it.
      let rarest = namespace;
      for (const label of keys) {
        const key = keyOf(namespace, label, pairs[label] ?? '');
        if (rarest === namespace || this.#byLabel.peek(key).length < this.#byLabel.peek(rarest).length) rarest = key;
      }
      const found = this.#byLabel.at(rarest);
      // One pair is met by all of its list.
      return keys.length < 2 ? found : found.filter((pod) => matchesLabels(pairs, pod.labels));
    },
  };
}

/** Pods of one workload have one object of labels, as a rule. */
const known = new WeakMap<AllocatedPod['labels'], { readonly namespace: string; readonly keys: readonly string[] }>();

function keysOf({ namespace, labels }: AllocatedPod): readonly string[] {
  const before = known.get(labels);
  if (before?.namespace === namespace) return before.keys;
  const keys = [namespace, ...Object.keys(labels).map((label) => keyOf(namespace, label, labels[label] ?? ''))];
  known.set(labels, { namespace, keys });
  return keys;
}

/** No namespace, key or value holds a line break, and what does is nobody's pod in a running cluster. */
function keyOf(namespace: string, label: string, value: string): string {
  return `${namespace}\n${label}\n${value}`;
}
