import { message, type Message } from '../../../base/message.ts';
import { renderChart, type ChartOptions } from '../../helm/render.ts';
import type { Reach } from '../../../manifests/reach.ts';
import type { Origins, Span } from '../../origin.ts';
import type { Rendered, RenderedManifest } from '../../rendered.ts';
import type { SourceEntry, Sources } from '../../sources.ts';
import type { YamlMap, YamlNode } from '../../yaml/node.ts';
import { making } from '../reading.ts';
import { filesOfKnownChart, knownChart } from './known.ts';
import { isStandIn, standInFolder } from './standInPath.ts';

/** The folder that stands for a chart which is not in the workspace, if it is one that is known; `chart`: its name, or a URL that ends with it. */
export function standInFor(chart: string, version: string | undefined): string | undefined {
  const last = chart.slice(chart.lastIndexOf('/') + 1);
  // Of a packed one the version is a part of its name.
  const { name, packed } = unpacked(last);
  if (knownChart(name) === undefined) return undefined;
  const [number] = /\d+(?:\.\d+){0,2}/.exec(version ?? packed ?? '') ?? [];
  return `${standInFolder}${name}/${number === undefined ? latest : completed(number)}`;
}

/** `metallb-0.14.9.tgz`: the name ends where a version begins. */
function unpacked(file: string): { readonly name: string; readonly packed: string | undefined } {
  const base = file.endsWith('.tgz') ? file.slice(0, -4) : '';
  const at = /-v?\d+\.\d/.exec(base)?.index;
  return at === undefined ? { name: file, packed: undefined } : { name: base.slice(0, at), packed: base.slice(at + 1) };
}

/** Later than any that there is. */
const latest = '999.0.0';

function completed(number: string): string {
  return [...number.split('.'), '0', '0'].slice(0, 3).join('.');
}

/** What is said where a chart is not here; `folder`: what stands for it. */
export function absentChart(
  chart: string,
  {
    from,
    namespace,
    folder,
  }: { readonly from?: string | undefined; readonly namespace: string | undefined; readonly folder: string | undefined },
): Message {
  if (folder !== undefined)
    return message(
      'Chart {0} is not in this workspace: of what it makes, only what its values say of its Services, classes and placement is known here.',
      chart,
    );
  if (namespace === undefined)
    return message('Chart {0} of {1} is not in this workspace: what it makes is not known here.', chart, from ?? '');
  return from === undefined
    ? message('Chart {0} is not in this workspace: what it makes in namespace {1} is not known here.', chart, namespace)
    : message('Chart {0} of {1} is not in this workspace: what it makes in namespace {2} is not known here.', chart, from, namespace);
}

/** What a chart that is not here may make besides what is known of it; `folder`: what stands for it. */
export function reachOfAbsent(namespace: string | undefined, folder: string | undefined): Reach {
  const isWhole = folder !== undefined && wholeInTheirKinds.some((name) => folder.startsWith(`${standInFolder}${name}/`));
  return isWhole && namespace !== undefined ? { namespace, kinds: ['Service', 'Secret', 'Job'], changes: 'nothing' } : making(namespace);
}

/** All that these make of pools, pods and settings is what is known of them. */
const wholeInTheirKinds = ['metallb', 'tigera-operator'];

/** Renders the chart of a folder; of one that stands for another, what it itself says is said `at` the place that names the chart. */
export function renderGivenChart(sources: Sources, folder: string, options: ChartOptions, at: Span): Rendered {
  if (!isStandIn(folder)) return renderChart(sources, folder, options);
  const { manifests, problems, looked } = renderChart(withStandIn(sources, folder), folder, { ...options, includeCrds: false });
  const real = (origins: Origins): Origins => {
    const kept = origins.filter(({ file }) => !isStandIn(file));
    return kept.length === origins.length ? origins : kept.length === 0 ? [at] : kept;
  };
  return {
    manifests: manifests.map(({ root, source }): RenderedManifest => ({ root: withOrigins(root, real) as YamlMap, source })),
    // Values may be for more than what is made of them here: only what the author of this one says by intent is a fault.
    problems: problems.flatMap((problem) =>
      problem.class === 'user'
        ? [{ ...problem, at, reach: { changes: 'nothing' }, related: [] }]
        : isStandIn(problem.at.file)
          ? []
          : [problem],
    ),
    looked: new Set([...looked].filter((path) => !isStandIn(path))),
  };
}

function withStandIn(sources: Sources, folder: string): Sources {
  const [name = '', version = ''] = folder.slice(standInFolder.length).split('/');
  const chart = knownChart(name);
  const files: ReadonlyMap<string, string> = chart === undefined ? new Map() : filesOfKnownChart(name, version, chart);
  const textOf = (path: string): string | undefined =>
    path.startsWith(`${folder}/`) ? files.get(path.slice(folder.length + 1)) : undefined;
  const listOf = (path: string): readonly SourceEntry[] => {
    const start = path === folder ? '' : `${path.slice(folder.length + 1)}/`;
    const names = [...files.keys()].filter((file) => file.startsWith(start)).map((file) => file.slice(start.length));
    const folders = new Set(names.filter((each) => each.includes('/')).map((each) => each.slice(0, each.indexOf('/'))));
    return [
      ...names.filter((each) => !each.includes('/')).map((each): SourceEntry => ({ name: each, kind: 'file' })),
      ...[...folders].map((each): SourceEntry => ({ name: each, kind: 'folder' })),
    ];
  };
  return {
    bytes: (path) => {
      const text = textOf(path);
      return text === undefined ? sources.bytes(path) : new TextEncoder().encode(text);
    },
    text: (path) => textOf(path) ?? sources.text(path),
    list: (path) => (isStandIn(path) ? listOf(path) : sources.list(path)),
    kindOf: (path) =>
      isStandIn(path) ? (textOf(path) !== undefined ? 'file' : listOf(path).length > 0 ? 'folder' : undefined) : sources.kindOf(path),
    realPath: (path) => (isStandIn(path) ? path : sources.realPath(path)),
  };
}

function withOrigins(node: YamlNode, change: (origins: Origins) => Origins): YamlNode {
  const origins = change(node.origins);
  switch (node.type) {
    case 'scalar':
      return { ...node, origins };
    case 'list':
      return { ...node, origins, items: node.items.map((item) => withOrigins(item, change)) };
    case 'map':
      return {
        ...node,
        origins,
        entries: node.entries.map((entry) => ({ ...entry, keyOrigins: change(entry.keyOrigins), value: withOrigins(entry.value, change) })),
      };
  }
}
