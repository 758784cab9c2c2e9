import { message } from '../../../base/message.ts';
import { firstDocumentOf } from '../../yaml/firstDocument.ts';
import { map, type MapValue } from '../value.ts';
import type { Chart, ChartFile, Metadata } from './chart.ts';
import { chartFault, startOf } from './fault.ts';
import { ignoreRules, type IgnoreRules } from './ignoreRules.ts';
import { readMetadata, requireValid } from './metadata.ts';
import type { PackedSources } from './packed.ts';
import { readValues } from './valuesFile.ts';
import { compareBytes } from '../byteOrder.ts';

const mostFileBytes = 5 * 1024 * 1024;

/**
 * A chart from its folder or its `.tgz`, with all charts in it. Throws a `ChartFault` (`chart-invalid`, `values-invalid`) for what Helm refuses.
 * helm/pkg/chart/loader/load.go, helm/pkg/chart/v2/loader/{directory,load}.go
 */
export function loadChart(sources: PackedSources, path: string): Chart {
  const packed = sources.kindOf(path) === 'file';
  const file = below(path, 'Chart.yaml');
  const text = sources.text(file);
  if (text === undefined)
    throw packed
      ? chartFault('chart-invalid', message('{0} is no packed chart.', path), startOf(path))
      : chartFault('chart-invalid', message('There is no Chart.yaml here.'), startOf(file));
  const { apiVersion, places } = readMetadata(text, file);
  if (apiVersion !== 'v1' && apiVersion !== 'v2')
    throw chartFault(
      'chart-invalid',
      message('Helm knows no charts of apiVersion {0}.', apiVersion),
      places.get('apiVersion') ?? startOf(file),
    );
  return chartOf(sources, packed ? archived(sources, path) : inFolder(sources, path), path);
}

function inFolder(sources: PackedSources, folder: string): readonly ChartFile[] {
  const file = below(folder, '.helmignore');
  const text = sources.text(file);
  const rules = ignoreRules(text);
  if ('invalid' in rules) {
    const start = (text ?? '').split('\n').slice(0, rules.invalid).join('\n').length;
    throw chartFault('chart-invalid', message('Helm cannot read this pattern.'), {
      file,
      start: rules.invalid === 0 ? 0 : start + 1,
      end: start + 1,
    });
  }
  const files: ChartFile[] = [];
  walk(sources, folder, '', rules.ignores, new Set(), files);
  return files;
}

/** In the order of names, folder by folder; links are followed, but into no folder that leads here. */
function walk(
  sources: PackedSources,
  root: string,
  path: string,
  ignores: IgnoreRules,
  open: ReadonlySet<string>,
  files: ChartFile[],
): void {
  const folder = path === '' ? root : below(root, path);
  const real = sources.realPath(folder) ?? folder;
  if (open.has(real)) return;
  for (const { name, kind } of [...(sources.list(folder) ?? [])].sort((one, other) => compareBytes(one.name, other.name))) {
    const inner = path === '' ? name : `${path}/${name}`;
    if (ignores(inner, kind)) continue;
    if (kind === 'folder') walk(sources, root, inner, ignores, new Set([...open, real]), files);
    else if (sources.kindOf(below(root, inner)) === 'file') files.push(chartFile(sources, inner, below(root, inner)));
    else throw chartFault('chart-invalid', message('{0} leads to no file.', below(root, inner)), startOf(below(root, inner)));
  }
}

function archived(sources: PackedSources, archive: string): readonly ChartFile[] {
  const files = sources.archive(archive);
  if (files === undefined) throw chartFault('chart-invalid', message('{0} is no packed chart.', archive), startOf(archive));
  return files.map(({ path }) => chartFile(sources, path, below(archive, path)));
}

function chartFile(sources: PackedSources, path: string, file: string): ChartFile {
  const bytes = () => {
    const content = sources.bytes(file);
    if (content === undefined) throw chartFault('chart-invalid', message('{0} cannot be read.', file), startOf(file));
    if (content.length > mostFileBytes)
      throw chartFault('chart-invalid', message('{0} is larger than Helm takes: 5 MiB.', file), startOf(file));
    return content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf ? content.subarray(3) : content;
  };
  return { path, file, bytes, text: () => sources.text(file) ?? '' };
}

function chartOf(sources: PackedSources, files: readonly ChartFile[], folder: string): Chart {
  let metadata: Metadata | undefined;
  for (const { path, file, text } of files) if (path === 'Chart.yaml') metadata = readMetadata(text(), file);
  let values: MapValue = map([], [startOf(below(folder, 'values.yaml'))]);
  let schema: ChartFile | undefined;
  const templates: ChartFile[] = [];
  const others: ChartFile[] = [];
  const charts = new Map<string, ChartFile[]>();
  for (const file of files) {
    const { path } = file;
    if (path === 'Chart.yaml') continue;
    if (path === 'Chart.lock' || path === 'requirements.lock') requireReadable(file);
    if (path === 'Chart.lock') continue;
    if (path === 'values.yaml') values = readValues(file.text(), file.file);
    else if (path === 'values.schema.json') schema = file;
    else if (path === 'requirements.yaml' || path === 'requirements.lock') {
      if (path === 'requirements.yaml') metadata = readMetadata(file.text(), file.file, metadata);
      if ((metadata?.apiVersion ?? '') === 'v1') others.push(file);
    } else if (path.startsWith('templates/')) templates.push(file);
    else if (path.startsWith('charts/') && !path.endsWith('.prov')) {
      const inner = path.slice('charts/'.length);
      const [name = ''] = inner.split('/');
      charts.set(name, [...(charts.get(name) ?? []), { ...file, path: inner }]);
    } else others.push(file);
  }
  const file = below(folder, 'Chart.yaml');
  if (metadata === undefined) throw chartFault('chart-invalid', message('There is no Chart.yaml here.'), startOf(file));
  requireValid(metadata, file);
  const dependencies = [...charts]
    .filter(([name]) => !/^[_.]/.test(name))
    .map(([name, inner]) => chartIn(sources, name, inner, below(folder, `charts/${name}`)));
  return { metadata, file, values, schema, templates, files: others, dependencies };
}

/** Helm reads the lock, and does nothing with it here. */
function requireReadable({ text, file }: ChartFile): void {
  const { problem } = firstDocumentOf(text(), file);
  if (problem !== undefined) throw chartFault('chart-invalid', message('Helm cannot read this: {0}.', problem.text), problem.at);
}

/** A chart in `charts/`: a folder or an archive; any other file there spoils the chart. */
function chartIn(sources: PackedSources, name: string, files: readonly ChartFile[], path: string): Chart {
  if (!name.endsWith('.tgz'))
    return chartOf(
      sources,
      files.flatMap((file) => (file.path.includes('/') ? [{ ...file, path: file.path.slice(name.length + 1) }] : [])),
      path,
    );
  if (files[0]?.path !== name) throw chartFault('chart-invalid', message('{0} is no packed chart.', path), startOf(path));
  return chartOf(sources, archived(sources, path), path);
}

function below(folder: string, path: string): string {
  return folder === '' ? path : `${folder}/${path}`;
}
