import type { GraphElement } from '../protocol.ts';

/** Ids hold characters that neither language takes. */
export function shortNames(elements: readonly GraphElement[]): ReadonlyMap<string, string> {
  return new Map(elements.map(({ id }, index) => [id, `e${index}`]));
}

export function childrenOf(elements: readonly GraphElement[]): ReadonlyMap<string | undefined, readonly GraphElement[]> {
  const children = new Map<string | undefined, GraphElement[]>();
  for (const element of elements) {
    const list = children.get(element.parent);
    if (list === undefined) children.set(element.parent, [element]);
    else list.push(element);
  }
  return children;
}
