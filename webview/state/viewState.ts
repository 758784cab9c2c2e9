import { elementKinds, protocolVersion, type ElementKind } from '../../src/topology/protocol.ts';
import type { Rect } from '../../src/topology/placement/geometry.ts';
import type { Pins } from '../../src/topology/placement/moving.ts';
import type { Placement } from '../../src/topology/placement/placement.ts';

/** The three views of the one picture. */
export type Mode = 'graph' | 'plan' | 'list';

/** The view that a digit asks for, in the order of the tools. */
export function modeOf(key: string): Mode | undefined {
  return (['graph', 'plan', 'list'] as const)[['1', '2', '3'].indexOf(key)];
}

export interface Camera {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

/** What the reader decided about the drawing. */
export interface DrawingChoices {
  /** Level of folding that the reader chose; absent: by the number of elements. */
  readonly level: number | undefined;
  readonly toggled: readonly string[];
  readonly pins: Pins;
}

/** What the reader wants to see. Empty lists and false leave everything in. */
export interface Filter {
  /** Id of one cluster; empty: all. Absent: all of a few, else that of the file at hand. */
  readonly cluster: string | undefined;
  readonly namespaces: readonly string[];
  readonly kinds: readonly ElementKind[];
  /** Only what has an error or a warning, or waits for something. */
  readonly problems: boolean;
  /** Only what can be reached from outside the cluster. */
  readonly exposed: boolean;
}

export const noFilter: Filter = { cluster: undefined, namespaces: [], kinds: [], problems: false, exposed: false };

/** Of the list. */
export const columns = ['name', 'kind', 'namespace', 'address', 'node', 'problem'] as const;
export type Column = (typeof columns)[number];

/** Absent: the tree, in topology order. */
export interface Sorting {
  readonly column: Column;
  readonly descending: boolean;
}

/** All that the page keeps: how it shows things, never what is true. Saved by VS Code with the panel, over a reload of the window. */
export interface ViewState extends DrawingChoices {
  readonly mode: Mode;
  readonly selected: string | undefined;
  readonly query: string;
  readonly legend: boolean;
  readonly filter: Filter;
  readonly filterBar: boolean;
  /** The element whose chain alone is shown. */
  readonly traced: string | undefined;
  readonly sorting: Sorting | undefined;
  /** Rows opened in the list, or shut, against the default. */
  readonly listOpen: readonly string[];
  /** Groups of the address plan opened, or shut, against the default. */
  readonly planOpen: readonly string[];
  /** The camera, once the reader has moved it. */
  readonly camera: Camera | undefined;
  readonly placement: Placement;
}

export const initialState: ViewState = {
  mode: 'graph',
  selected: undefined,
  query: '',
  legend: false,
  filter: noFilter,
  filterBar: false,
  traced: undefined,
  sorting: undefined,
  level: undefined,
  toggled: [],
  listOpen: [],
  planOpen: [],
  camera: undefined,
  placement: new Map(),
  pins: new Map(),
};

/** What is open against the default, after one more press on some of it. */
export function symmetricDifference(one: readonly string[], other: readonly string[]): readonly string[] {
  return [...one.filter((id) => !other.includes(id)), ...other.filter((id) => !one.includes(id))];
}

/** Plain data that `parseState` reads again. */
export function serializeState(state: ViewState): unknown {
  return {
    ...state,
    protocol: protocolVersion,
    placement: [...state.placement].map(([id, rects]) => [id, ...rects.map(({ x, y, width, height }) => [x, y, width, height])]),
    pins: [...state.pins].map(([id, { x, y }]) => [id, x, y]),
  };
}

/** What of a saved state can be understood; the rest is as in a new page. */
export function parseState(value: unknown): ViewState {
  if (!isRecord(value) || value['protocol'] !== protocolVersion) return initialState;
  const { mode, selected, query, legend, filter, filterBar, traced, sorting, level, toggled, listOpen, planOpen, camera, placement, pins } =
    value;
  return {
    mode: mode === 'list' || mode === 'plan' ? mode : 'graph',
    selected: typeof selected === 'string' ? selected : undefined,
    query: typeof query === 'string' ? query : '',
    legend: legend === true,
    filter: parseFilter(filter),
    filterBar: filterBar === true,
    traced: typeof traced === 'string' ? traced : undefined,
    sorting: parseSorting(sorting),
    level: isNumber(level) ? level : undefined,
    toggled: texts(toggled),
    listOpen: texts(listOpen),
    planOpen: texts(planOpen),
    camera:
      isRecord(camera) && isNumber(camera['x']) && isNumber(camera['y']) && isNumber(camera['zoom'])
        ? { x: camera['x'], y: camera['y'], zoom: camera['zoom'] }
        : undefined,
    placement: parsePlacement(placement),
    pins: new Map(
      items(pins).flatMap((pin) => {
        const [id, x, y] = items(pin);
        return typeof id === 'string' && isNumber(x) && isNumber(y) ? [[id, { x, y }] as const] : [];
      }),
    ),
  };
}

function parseFilter(value: unknown): Filter {
  if (!isRecord(value)) return noFilter;
  const { cluster, namespaces, kinds, problems, exposed } = value;
  const named = texts(kinds);
  return {
    cluster: typeof cluster === 'string' ? cluster : undefined,
    namespaces: texts(namespaces),
    kinds: elementKinds.filter((kind) => named.includes(kind)),
    problems: problems === true,
    exposed: exposed === true,
  };
}

function parseSorting(value: unknown): Sorting | undefined {
  const column = isRecord(value) ? columns.find((each) => each === value['column']) : undefined;
  return column === undefined || !isRecord(value) ? undefined : { column, descending: value['descending'] === true };
}

function parsePlacement(value: unknown): Placement {
  return new Map(
    items(value).flatMap((entry) => {
      const [id, ...rects] = items(entry);
      const [first, ...more] = rects.flatMap(parseRect);
      return typeof id === 'string' && first !== undefined ? [[id, [first, ...more]] as const] : [];
    }),
  );
}

function parseRect(value: unknown): readonly Rect[] {
  const [x, y, width, height] = items(value);
  return isNumber(x) && isNumber(y) && isNumber(width) && isNumber(height) ? [{ x, y, width, height }] : [];
}

function items(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function texts(value: unknown): readonly string[] {
  return items(value).filter((item) => typeof item === 'string');
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value);
}
