import { baseName } from '../../../base/path.ts';
import type { Rope } from '../../rope.ts';
import type { ChartTemplate } from '../engine.ts';
import { map, type MapValue, type ObjectValue } from '../value.ts';
import type { Chart, ChartFile } from './chart.ts';
import { tableAt } from './dependencies.ts';
import { filesObject } from './filesObject.ts';
import { chartObject } from './objects.ts';
import { valuesMap } from './valuesMap.ts';

export interface Surroundings {
  readonly release: MapValue;
  readonly capabilities: ObjectValue;
}

/** The templates of a chart and of the charts in it, each with what it sees. Of two of one name the later counts. helm/pkg/engine/engine.go (allTemplates) */
export function chartTemplates(
  chart: Chart,
  values: MapValue,
  surroundings: Surroundings,
): { readonly templates: readonly ChartTemplate[]; readonly files: ReadonlyMap<string, ChartFile> } {
  const found = new Map<string, { readonly template: ChartTemplate; readonly file: ChartFile }>();
  collect(chart, chart.metadata.name, undefined, values, surroundings, found);
  return {
    templates: [...found.values()].map(({ template }) => template),
    files: new Map([...found].map(([name, { file }]) => [name, file])),
  };
}

function collect(
  chart: Chart,
  path: string,
  parent: MapValue | undefined,
  values: MapValue,
  surroundings: Surroundings,
  found: Map<string, { readonly template: ChartTemplate; readonly file: ChartFile }>,
): MapValue {
  const own = parent === undefined ? values : tableAt(parent, `Values.${chart.metadata.name}`);
  const subcharts = map();
  const data = valuesMap(
    map([
      ['Chart', chartObject(chart, parent === undefined)],
      ['Files', filesObject(chart.files)],
      ['Release', surroundings.release],
      ['Capabilities', surroundings.capabilities],
      ['Values', valuesMap(own ?? map())],
      ['Subcharts', subcharts],
    ]),
  );
  for (const sub of chart.dependencies) {
    const { name } = sub.metadata;
    const inner = collect(sub, `${path}/charts/${name}`, data, values, surroundings, found);
    // The same map, seen as a plain one.
    subcharts.entries.set(name, { value: { ...map(), entries: inner.entries }, keyOrigins: [] });
  }
  const isLibrary = chart.metadata.type.toLowerCase() === 'library';
  for (const file of chart.templates) {
    if (isLibrary && !baseName(file.path).startsWith('_')) continue;
    const name = `${path}/${file.path}`;
    found.delete(name);
    found.set(name, { template: { name, basePath: `${path}/templates`, text: textOf(file), data }, file });
  }
  return data;
}

function textOf(file: ChartFile): Rope {
  const text = file.text();
  return text === '' ? [] : [{ text, origins: [{ file: file.file, start: 0, end: text.length }] }];
}
