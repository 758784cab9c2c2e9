import { sameItems } from '../base/derived.ts';
import type { Text } from '../base/message.ts';
import type { StringMap } from '../manifests/metadata.ts';
import type { Place } from '../manifests/place.ts';
import type { Resource } from '../manifests/resource.ts';
import type { EdgeKind, GraphElement } from './protocol.ts';
import type { SubjectValue, Topology, UnsaidEdge, UnsaidElement } from './subject.ts';

/** An element with what stands behind it, before its findings are known. */
export interface Made {
  readonly element: UnsaidElement;
  readonly what: SubjectValue;
  readonly resource: Resource | undefined;
  readonly place: Place | undefined;
}

export interface MadeWorkload {
  readonly made: Made;
  /** The labels that all of its pods have. */
  readonly shared: StringMap;
}

/** What was drawn of clusters last. After an edit most services and pods are as they were, and so is what stands for them. */
export class DrawnBefore {
  /** By allocation. */
  readonly parts = new Kept<Topology>();
  readonly services = new Kept<Made>();
  /** Names in the DNS and their lines, by service. */
  readonly names = new Kept<Made>();
  readonly resolutions = new Kept<readonly UnsaidEdge[]>();
  /** By the first pod on a node. */
  readonly workloads = new Kept<MadeWorkload>();
  readonly pods = new Kept<Made>();
  /** From a service to what answers for it. */
  readonly answers = new Kept<readonly UnsaidEdge[]>();
}

/** What was last made of things, as long as these live and it is made from the same again. */
class Kept<T> {
  readonly #known = new WeakMap<object, { readonly from: readonly unknown[]; readonly made: T }>();

  /** `from`: all that `make` looks at besides the thing. */
  of(thing: object, from: readonly unknown[], make: () => T): T {
    const known = this.#known.get(thing);
    if (known !== undefined && sameItems(known.from, from)) return known.made;
    const made = make();
    this.#known.set(thing, { from, made });
    return made;
  }
}

export function edgeOf(kind: EdgeKind, from: string, to: string, label: Text, certainty?: GraphElement['certainty']): UnsaidEdge {
  return { id: `${from}>${kind}>${to}`, kind, from, to, label, certainty };
}
