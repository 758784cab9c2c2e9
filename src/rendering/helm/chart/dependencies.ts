import { message } from '../../../base/message.ts';
import { satisfies } from './versions.ts';
import { map, mapType, string, type GoValue, type MapEntry, type MapValue } from '../value.ts';
import type { Chart, Dependency, Metadata } from './chart.ts';
import { coalesceValues, copied, mergeTables, mergeValues, type Warnings } from './coalesce.ts';
import { chartFault } from './fault.ts';

/** Throws a `ChartFault` for charts that are listed but not there, whatever their conditions say. helm/pkg/action/install.go (CheckDependencies) */
export function requireDependencies({ metadata, dependencies }: Chart): void {
  const missing = (metadata.dependencies ?? []).filter(({ name }) => !dependencies.some((chart) => chart.metadata.name === name));
  const [first, ...others] = missing;
  if (first === undefined) return;
  throw chartFault(
    'missing-dependencies',
    message('The chart {0} is not here: "helm dependency build" puts it into charts/.', first.name),
    first.at,
    others.map(({ name, at }) => ({ message: message('Neither is the chart {0}.', name), at })),
  );
}

/**
 * Takes out of a chart what tags and conditions switch off, names copies by their alias, and imports values of children. Changes the chart, as Helm does.
 * helm/pkg/chart/v2/util/dependencies.go
 */
export function processDependencies(chart: Chart, values: MapValue, warnings: Warnings): void {
  enable(chart, values, '', warnings);
  importAll(chart, warnings);
}

function enable(chart: Chart, values: MapValue, path: string, warnings: Warnings): void {
  const { metadata } = chart;
  if (metadata.dependencies === undefined) return;
  const listed = metadata.dependencies;
  const charts = chart.dependencies.filter(
    (one) => !listed.some(({ name, version }) => name === one.metadata.name && satisfies(version, one.metadata.version)),
  );
  for (const dependency of listed) {
    const copy = copyFor(chart.dependencies, dependency);
    if (copy !== undefined) charts.push(copy);
    if (dependency.alias !== '') dependency.name = dependency.alias;
  }
  chart.dependencies = charts;
  for (const dependency of listed) dependency.enabled = true;
  const coalesced = coalesceValues(chart, values, []);
  applyTags(listed, coalesced, warnings);
  applyConditions(listed, coalesced, path, warnings);
  const off = new Set(listed.filter(({ enabled }) => !enabled).map(({ name }) => name));
  const kept = charts.filter((one) => !off.has(one.metadata.name));
  for (const sub of kept) enable(sub, coalesced, `${path}${sub.metadata.name}.`, warnings);
  const remaining = listed.filter(({ name }) => !off.has(name));
  metadata.dependencies = remaining.length === 0 ? undefined : remaining;
  chart.dependencies = kept;
}

/** The chart that a dependency means, under its alias: a copy one level deep. What lies deeper is shared with the copies of other aliases. */
function copyFor(charts: readonly Chart[], { name, version, alias }: Dependency): Chart | undefined {
  const chart = charts.find(({ metadata }) => metadata.name === name && satisfies(version, metadata.version));
  if (chart === undefined) return undefined;
  const metadata: Metadata = {
    ...chart.metadata,
    name: alias === '' ? chart.metadata.name : alias,
    dependencies: chart.metadata.dependencies?.map((dependency) => ({ ...dependency })),
  };
  return { ...chart, metadata, dependencies: chart.dependencies.map((inner) => ({ ...inner })) };
}

function applyTags(dependencies: readonly Dependency[], values: MapValue, warnings: Warnings): void {
  const tags = tableAt(values, 'tags');
  if (tags === undefined) return;
  for (const dependency of dependencies) {
    const said = dependency.tags.flatMap((tag) => {
      const value = tags.entries.get(tag)?.value;
      if (value !== undefined && value.kind !== 'bool') warnNotBool(warnings, `tags.${tag}`, value);
      return value?.kind === 'bool' ? [value.value] : [];
    });
    dependency.enabled = said.length === 0 || said.includes(true);
  }
}

/** Of the paths that a condition lists the first that holds a boolean decides. */
function applyConditions(dependencies: readonly Dependency[], values: MapValue, path: string, warnings: Warnings): void {
  for (const dependency of dependencies)
    for (const condition of dependency.condition.trim().split(',')) {
      const value = condition === '' ? undefined : valueAt(values, path + condition);
      if (value === undefined) continue;
      if (value.kind === 'bool') {
        dependency.enabled = value.value;
        break;
      }
      warnNotBool(warnings, condition, value);
    }
}

function warnNotBool(warnings: Warnings, path: string, { origins: [at] }: GoValue): void {
  if (at !== undefined)
    warnings.push({
      class: 'values-type',
      severity: 'warning',
      message: message('{0} switches a chart on or off: it has to be true or false, without quotes, and is left out of account.', path),
      at,
      related: [],
    });
}

function importAll(chart: Chart, warnings: Warnings): void {
  for (const dependency of chart.dependencies) importAll(dependency, warnings);
  if (chart.metadata.dependencies === undefined) return;
  const values = mergeValues(chart, map(), []);
  const imported = map();
  for (const dependency of chart.metadata.dependencies) {
    const done: GoValue[] = [];
    for (const wanted of dependency.importValues) {
      const pair = importedPaths(wanted);
      if (pair === undefined) continue;
      const { child, parent } = pair;
      done.push({
        ...map([
          ['child', string(child)],
          ['parent', string(parent)],
        ]),
        type: 'map[string]string',
        element: 'string',
      });
      const table = tableAt(values, `${dependency.name}.${child}`);
      if (table === undefined) {
        warnings.push({
          class: 'values-type',
          severity: 'warning',
          message: message('The chart {0} has no map {1} to import.', dependency.name, child),
          at: wanted.origins[0] ?? dependency.at,
          related: [],
        });
        continue;
      }
      // Of an empty map Helm takes another one, so that further imports into it leave the child alone.
      const taken = table.entries.size === 0 ? { ...table, entries: new Map<string, MapEntry>() } : table;
      mergeTables(imported, parent === '.' ? taken : nested(parent.split('.'), taken), true, []);
    }
    dependency.importValues = done;
  }
  chart.values = mergeTables(copied(values), imported, true, []);
}

/** `NAME` stands for `exports.NAME`, into the top. */
function importedPaths(wanted: GoValue): { readonly child: string; readonly parent: string } | undefined {
  if (wanted.kind === 'string') return { child: `exports.${wanted.text}`, parent: '.' };
  // What another alias of the same chart has done already is not done twice: Helm overlooks it, too.
  if (wanted.kind !== 'map' || wanted.type !== mapType) return undefined;
  const text = (key: string): string => {
    const value = wanted.entries.get(key)?.value;
    return value?.kind === 'string' ? value.text : '<nil>';
  };
  return { child: text('child'), parent: text('parent') };
}

function nested(path: readonly string[], value: MapValue): MapValue {
  return path.reduceRight<MapValue>((inner, key) => map([[key, inner]]), value);
}

/** The map at a dotted path, an empty name being a key as any other. helm/pkg/chart/common/values.go (Table) */
export function tableAt(values: MapValue, path: string): MapValue | undefined {
  let table: MapValue = values;
  for (const key of path.split('.')) {
    const value = table.entries.get(key)?.value;
    if (value?.kind !== 'map') return undefined;
    table = value;
  }
  return table;
}

/** What stands at a dotted path and is no map. helm/pkg/chart/common/values.go (PathValue) */
export function valueAt(values: MapValue, path: string): GoValue | undefined {
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  const table = keys.length === 0 ? values : tableAt(values, keys.join('.'));
  const value = table?.entries.get(last)?.value;
  return value?.kind === 'map' ? undefined : value;
}
