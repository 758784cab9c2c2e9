import { term, type Language, type Term } from '../../base/message.ts';
import type { ElementKind, Graph, GraphElement, Mark } from '../../topology/protocol.ts';

/** Kinds that something happens to; what holds others comes and goes with them. */
const marked: ReadonlySet<ElementKind> = new Set([
  'pod',
  'service',
  'node',
  'externalAddress',
  'ipPool',
  'loadBalancerPool',
  'ingress',
  'gateway',
]);

/** What is marked on a graph against an earlier one, and what it has no more, a parent before its children. */
export function marksBetween(
  before: Graph,
  after: Graph,
  { say }: Language,
): { readonly marks: readonly Mark[]; readonly ghosts: readonly GraphElement[] } {
  const was = new Map(before.elements.map((element) => [element.id, element]));
  const is = new Map(after.elements.map((element) => [element.id, element]));
  const announced = { before: announcersIn(before, was), after: announcersIn(after, is) };
  const marks: Mark[] = [];
  const add = (id: string, kind: Mark['kind'], text: Term): void => {
    marks.push({ id, kind, text: say(text) });
  };
  for (const element of after.elements) {
    if (!marked.has(element.kind)) continue;
    const { id } = element;
    const old = was.get(id);
    if (old === element) {
      const [one, other] = [announced.before.get(id) ?? '', announced.after.get(id) ?? ''];
      if (one !== other) add(id, 'moved', announcerText(one, other));
      continue;
    }
    if (old === undefined) {
      add(id, 'new', term('new'));
      continue;
    }
    const [one, other] = [announced.before.get(id) ?? '', announced.after.get(id) ?? ''];
    const [home, now] = [nodeOf(was, old), nodeOf(is, element)];
    if (old.detail !== element.detail && old.detail !== '') add(id, 'moved', term('was {0}', old.detail));
    else if (old.detail !== element.detail) add(id, 'new', term('new address'));
    else if (home !== now) add(id, 'moved', term('was on {0}', home));
    else if (one !== other) add(id, 'moved', announcerText(one, other));
    else if (old.note !== element.note) add(id, 'changed', element.note === '' ? term('as before again') : term('{0}', element.note));
    else if (old.pending !== element.pending) add(id, 'changed', element.pending ? term('waits') : term('waits no longer'));
  }
  const ghosts: GraphElement[] = [];
  const gone = new Set(before.elements.filter(({ id, kind }) => !is.has(id) && marked.has(kind)).map(({ id }) => id));
  for (const id of [...gone])
    for (let parent = was.get(id)?.parent; parent !== undefined && !is.has(parent); parent = was.get(parent)?.parent) gone.add(parent);
  for (const element of before.elements) {
    if (!gone.has(element.id)) continue;
    ghosts.push({ ...element, severity: undefined, hasSource: false });
    if (marked.has(element.kind)) add(element.id, 'gone', term('gone'));
  }
  return { marks, ghosts };
}

function announcerText(before: string, after: string): Term {
  if (before === '') return term('announced by {0}', after);
  return after === '' ? term('announced by nobody') : term('{0} → {1}', before, after);
}

/** Names of the nodes that announce each external address. */
function announcersIn({ edges }: Graph, elements: ReadonlyMap<string, GraphElement>): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const { kind, from, to } of edges) {
    if (kind !== 'announces') continue;
    const known = names.get(from);
    const name = elements.get(to)?.label ?? '';
    names.set(from, known === undefined ? name : `${known}, ${name}`);
  }
  return names;
}

/** Of a pod the node that it is on. */
function nodeOf(elements: ReadonlyMap<string, GraphElement>, element: GraphElement): string {
  for (
    let current: GraphElement | undefined = element;
    current !== undefined;
    current = current.parent === undefined ? undefined : elements.get(current.parent)
  )
    if (current.kind === 'node') return current.label;
  return '';
}
