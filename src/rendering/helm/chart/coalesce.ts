import { message } from '../../../base/message.ts';
import type { Origins, Span } from '../../origin.ts';
import type { RenderingProblem } from '../../rendered.ts';
import { map, nil, type GoValue, type MapEntry, type MapValue } from '../value.ts';
import type { Chart } from './chart.ts';
import { chartFault, startOf } from './fault.ts';
import { over } from './valuesFile.ts';

/** Where merging tells what it had to leave out. */
export type Warnings = RenderingProblem[];

/**
 * How Helm lays the values of a user over those of a chart and of the charts in it, step by step as it does, maps shared where it shares them: what comes out depends on that.
 * Coalescing takes away what a user sets to null; merging keeps the null for a later coalescing. A new map; throws a `ChartFault` for a chart's section that is no map.
 * helm/pkg/chart/common/util/coalesce.go
 */
export function coalesceValues(chart: Chart, values: MapValue, warnings: Warnings): MapValue {
  return { ...coalesce(chart, copied(values), false, warnings), origins: [...values.origins, ...chart.values.origins] };
}

/** The same, with nulls kept. */
export function mergeValues(chart: Chart, values: MapValue, warnings: Warnings): MapValue {
  return coalesce(chart, copied(values), true, warnings);
}

/** A copy whose maps are nobody else's. */
export function copied<V extends GoValue>(value: V, depth?: number): V;
export function copied(value: GoValue, depth = 0): GoValue {
  requireEnd(value, depth);
  if (value.kind === 'list') return { ...value, items: value.items.map((item) => copied(item, depth + 1)) };
  if (value.kind !== 'map') return value;
  const entries = new Map<string, MapEntry>();
  for (const [key, entry] of value.entries) {
    const isShared = entry.value.kind !== 'map' && entry.value.kind !== 'list';
    entries.set(key, isShared ? entry : { ...entry, value: copied(entry.value, depth + 1) });
  }
  return { ...value, entries };
}

/** Imports can put a map into itself: Helm then ends by a crash. */
function requireEnd({ origins: [at] }: GoValue, depth: number): void {
  if (depth > mostDepth) throw chartFault('values-type', message('These values are nested without end.'), at ?? startOf('values.yaml'));
}

const mostDepth = 1000;

function coalesce(chart: Chart, values: MapValue, merge: boolean, warnings: Warnings): MapValue {
  layOver(chart, values, merge, warnings);
  for (const sub of chart.dependencies) {
    const { name } = sub.metadata;
    let section = values.entries.get(name)?.value;
    if (section === undefined) {
      section = map();
      values.entries.set(name, { value: section, keyOrigins: [] });
    } else if (section.kind !== 'map')
      throw chartFault('values-type', message('The values of the chart {0} have to be a map.', name), placeOf(section.origins, chart));
    passGlobals(section, values, chart, warnings);
    coalesce(sub, section, merge, warnings);
  }
  return values;
}

function placeOf(origins: Origins, chart: Chart): Span {
  return origins[0] ?? startOf(chart.file);
}

/** The chart's own values, under those that are given. */
function layOver(chart: Chart, values: MapValue, merge: boolean, warnings: Warnings): void {
  const { entries } = values;
  for (const [key, entry] of copied(chart.values).entries) {
    const given = entries.get(key);
    if (given === undefined) entries.set(key, entry);
    else if (given.value.kind === 'nil' && !merge) entries.delete(key);
    else if (given.value.kind === 'map') {
      if (entry.value.kind === 'map') {
        const isSection = chart.dependencies.some(({ metadata }) => metadata.name === key);
        mergeTables(given.value, entry.value, merge || isSection, warnings);
        entries.set(key, withOrigins(given, entry));
      } else if (entry.value.kind !== 'nil') warn(warnings, key, given.value, entry.value);
    } else entries.set(key, over(given, entry));
  }
}

/** The entry itself, its map with the places of the one below behind its own. The entries stay shared. */
function withOrigins(winner: MapEntry, loser: MapEntry): MapEntry {
  const { value } = winner;
  return {
    keyOrigins: [...winner.keyOrigins, ...loser.keyOrigins],
    value: { ...value, origins: [...value.origins, ...loser.value.origins] },
  };
}

/** What the first map does not say comes from the second; both change. Returns the first. helm/pkg/chart/common/util/coalesce.go (coalesceTablesFullKey) */
export function mergeTables(first: MapValue, second: MapValue, merge: boolean, warnings: Warnings, depth = 0): MapValue {
  requireEnd(first, depth);
  const spoken = new Set([...second.entries].filter(([, { value }]) => value.kind !== 'nil').map(([key]) => key));
  const below = new Map(second.entries);
  for (const [key, { value, keyOrigins }] of first.entries)
    if (value.kind === 'nil') second.entries.set(key, { value: { ...nil, origins: value.origins }, keyOrigins });
  for (const [key, entry] of second.entries) {
    const given = first.entries.get(key);
    if (given === undefined) first.entries.set(key, entry);
    else if (given.value.kind === 'nil' && !merge && spoken.has(key)) first.entries.delete(key);
    else if (entry.value.kind === 'map') {
      if (given.value.kind === 'map') {
        mergeTables(given.value, entry.value, merge, warnings, depth + 1);
        first.entries.set(key, withOrigins(given, entry));
      } else warn(warnings, key, given.value, entry.value);
    } else if (given.value.kind === 'map') {
      if (entry.value.kind !== 'nil') warn(warnings, key, given.value, entry.value);
    } else first.entries.set(key, over(given, below.get(key) ?? given));
  }
  return first;
}

/** What the parent says under `global` goes into the child's section, and wins there. */
function passGlobals(section: MapValue, values: MapValue, chart: Chart, warnings: Warnings): void {
  const written = section.entries.get('global');
  const given = values.entries.get('global');
  const globals = written === undefined ? map() : written.value;
  for (const value of [globals, given?.value])
    if (value !== undefined && value.kind !== 'map') {
      warnings.push({
        class: 'values-type',
        severity: 'warning',
        message: message('The values under global are no map: no chart below gets them.'),
        at: placeOf(value.origins, chart),
        related: [],
      });
      return;
    }
  if (globals.kind !== 'map') return;
  for (const [key, entry] of given?.value.kind === 'map' ? given.value.entries : []) {
    const own = globals.entries.get(key);
    if (entry.value.kind === 'map') {
      // A copy of the outermost map alone.
      const passed: MapValue = { ...entry.value, entries: new Map(entry.value.entries) };
      if (own === undefined) globals.entries.set(key, { ...entry, value: passed });
      else if (own.value.kind === 'map') {
        mergeTables(passed, own.value, true, warnings);
        globals.entries.set(key, { ...entry, value: passed });
      } else warn(warnings, key, own.value, entry.value);
    } else if (own?.value.kind === 'map') warn(warnings, key, own.value, entry.value);
    else globals.entries.set(key, own === undefined ? entry : over(entry, own));
  }
  section.entries.set('global', { value: globals, keyOrigins: written?.keyOrigins ?? given?.keyOrigins ?? [] });
}

function warn(warnings: Warnings, key: string, kept: GoValue, dropped: GoValue): void {
  const [at] = kept.origins;
  const [other] = dropped.origins;
  if (at === undefined) return;
  const sort =
    kept.kind === 'map'
      ? message('{0} is a map here and none in the values below, which are left out.', key)
      : message('{0} is no map here, but one in the values below, which are left out.', key);
  warnings.push({
    class: 'values-type',
    severity: 'warning',
    message: sort,
    at,
    related: other === undefined ? [] : [{ message: message('The other value stands here.'), at: other }],
  });
}
