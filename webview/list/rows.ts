import type { ElementSeverity, GraphElement, PageStrings } from '../../src/topology/protocol.ts';
import { namespaceOf } from '../find/filter.ts';
import { neighboursOf } from '../find/flow.ts';
import { hasNoEndpoints, problemsOf } from '../find/problems.ts';
import type { Column, Sorting } from '../state/viewState.ts';
import { ancestorsOf, type Picture } from '../../src/topology/placement/picture.ts';

/** One row of the list. */
export interface Row {
  readonly element: GraphElement;
  /** From 1. */
  readonly level: number;
  /** Whether it is open; absent when it holds nothing. */
  readonly open: boolean | undefined;
  /** From 1, among its siblings. */
  readonly position: number;
  readonly siblings: number;
}

/** Clusters, namespaces and nodes are open at first; what holds much of a kind is not. */
function isShutByDefault(element: GraphElement | undefined): boolean {
  return element?.kind === 'workload' || element?.kind === 'addressPlan';
}

/** The rows round an element that are shut. */
export function shutAround(picture: Picture, toggled: readonly string[], id: string): readonly string[] {
  return ancestorsOf(picture, id).filter((ancestor) => isShutByDefault(picture.elements.get(ancestor)) !== toggled.includes(ancestor));
}

/** The rows that are open, as a tree; or, sorted, every element in one table. `toggled`: rows that the reader opened or shut, against the default. */
export function rowsOf(picture: Picture, toggled: readonly string[], sorting: Sorting | undefined, strings: PageStrings): readonly Row[] {
  return sorting === undefined ? treeOf(picture, new Set(toggled)) : tableOf(picture, sorting, strings);
}

/** Kubernetes' own names stay, in the table as on the cards. Empty when the column says nothing of an element. */
export function cellText(picture: Picture, element: GraphElement, column: Column, strings: PageStrings): string {
  const { kind, label } = element;
  switch (column) {
    case 'name':
      return label;
    case 'kind':
      return strings.kinds[kind];
    case 'namespace':
      return kind === 'namespace' ? '' : (namespaceOf(picture, element) ?? '');
    case 'address':
      return addressText(picture, element);
    case 'node':
      return nodesOf(picture, element).join(', ');
    case 'problem':
      return problemsOf(picture, element, strings).join(', ');
  }
}

/** Of a service with its external addresses; of a name what stands behind it. */
function addressText(picture: Picture, { id, kind, label, detail }: GraphElement): string {
  switch (kind) {
    case 'externalAddress':
    case 'endpoint':
      return label;
    case 'service':
      return [detail, ...neighboursOf(picture, id, 'inwards', 'assigned').map((address) => address.label)]
        .filter((text) => text !== '')
        .join(', ');
    case 'dnsName':
      return neighboursOf(picture, id, 'outwards', 'resolves')
        .map((service) => service.detail)
        .join(', ');
    default:
      return detail;
  }
}

/** The node that a pod runs on; of an external address the nodes that announce it. */
function nodesOf(picture: Picture, element: GraphElement): readonly string[] {
  if (element.kind === 'externalAddress') return neighboursOf(picture, element.id, 'outwards', 'announces').map(({ label }) => label);
  for (let holder = parentOf(picture, element), depth = 0; holder !== undefined && depth < 8; holder = parentOf(picture, holder), depth++)
    if (holder.kind === 'node') return [holder.label];
  return [];
}

function parentOf(picture: Picture, { parent }: GraphElement): GraphElement | undefined {
  return parent === undefined ? undefined : picture.elements.get(parent);
}

function treeOf(picture: Picture, toggled: ReadonlySet<string>): readonly Row[] {
  const rows: Row[] = [];
  const visit = (siblings: readonly string[], level: number) => {
    siblings.forEach((id, index) => {
      const element = picture.elements.get(id);
      if (element === undefined) return;
      const children = picture.children.get(id) ?? [];
      const open = children.length === 0 ? undefined : isShutByDefault(element) === toggled.has(id);
      rows.push({ element, level, open, position: index + 1, siblings: siblings.length });
      if (open === true) visit(children, level + 1);
    });
  };
  visit(picture.children.get(undefined) ?? [], 1);
  return rows;
}

const collator = new Intl.Collator(undefined, { numeric: true });
const ranks: Readonly<Record<ElementSeverity, number>> = { error: 0, warning: 1, information: 4, hint: 5 };

function tableOf(picture: Picture, { column, descending }: Sorting, strings: PageStrings): readonly Row[] {
  const keyed = [...picture.elements.values()].map((element) => ({
    element,
    text: cellText(picture, element, column, strings),
    rank: column === 'problem' ? rankOf(picture, element) : 0,
  }));
  const sign = descending ? -1 : 1;
  keyed.sort((one, other) => {
    // What the column says nothing of comes last either way.
    if ((one.text === '') !== (other.text === '')) return one.text === '' ? 1 : -1;
    return sign * (one.rank - other.rank || collator.compare(one.text, other.text));
  });
  return keyed.map(({ element }, index) => ({ element, level: 1, open: undefined, position: index + 1, siblings: keyed.length }));
}

function rankOf(picture: Picture, element: GraphElement): number {
  if (element.severity !== undefined) return ranks[element.severity];
  return element.pending ? 2 : hasNoEndpoints(picture, element) ? 3 : 6;
}
