import { message, type Message } from '../../../base/message.ts';
import type { Span } from '../../origin.ts';
import type { YamlMap, YamlNode } from '../../yaml/node.ts';
import { firstDocumentOf } from '../../yaml/firstDocument.ts';
import { valueOf } from '../../yaml/scalarTypes.ts';
import { isVersion } from './versions.ts';
import { valueOfYaml } from '../yamlValue.ts';
import type { Dependency, Maintainer, Metadata } from './chart.ts';
import { ChartFault, chartFault, startOf } from './fault.ts';
import { scalarText } from './scalarText.ts';

/**
 * What a `Chart.yaml` says. With the metadata of one read before: what a `requirements.yaml` says on top of it.
 * Types are those of Go's struct: a number where a text belongs becomes one, as sigs.k8s.io/yaml has it. Throws a `ChartFault` for what Helm cannot read; `validated` says the rest.
 */
export function readMetadata(text: string, file: string, before?: Metadata): Metadata {
  const { root, problem } = firstDocumentOf(text, file);
  if (problem !== undefined) {
    const told = message('Helm cannot read this: {0}.', problem.text);
    // Something makes the chart of it first: Helm fills in nothing of a `Chart.yaml`.
    if (text.includes('{{'))
      throw new ChartFault({ class: 'chart-invalid', severity: 'unknown', message: told, at: problem.at, related: [] });
    throw chartFault('chart-invalid', told, problem.at);
  }
  if (root !== undefined && root.type !== 'map')
    throw chartFault('chart-invalid', message('This has to be a map of names and values.'), root.origins[0] ?? startOf(file));
  const fields = new Fields(root?.type === 'map' ? root : undefined, file);
  const dependencies = fields.get('dependencies');
  return {
    name: fields.text('name', before?.name),
    version: fields.text('version', before?.version),
    // Charts of Helm 2 do not say it.
    apiVersion: fields.text('apiVersion', before?.apiVersion, false) || 'v1',
    description: fields.text('description', before?.description),
    type: fields.text('type', before?.type, false),
    home: fields.text('home', before?.home),
    icon: fields.text('icon', before?.icon),
    condition: fields.text('condition', before?.condition),
    tags: fields.text('tags', before?.tags),
    appVersion: fields.text('appVersion', before?.appVersion),
    kubeVersion: fields.text('kubeVersion', before?.kubeVersion),
    deprecated: fields.flag('deprecated') ?? before?.deprecated ?? false,
    sources: fields.texts('sources') ?? before?.sources ?? [],
    keywords: fields.texts('keywords') ?? before?.keywords ?? [],
    maintainers: fields.items('maintainers')?.map((item) => maintainerOf(item, file)) ?? before?.maintainers ?? [],
    annotations: fields.textMap('annotations') ?? before?.annotations ?? new Map(),
    dependencies: dependencies === undefined ? before?.dependencies : fields.items('dependencies')?.map((item) => dependencyOf(item, file)),
    places: new Map([...(before?.places ?? []), ...fields.places()]),
  };
}

/** Why Helm takes no chart of this metadata, if it takes none. helm/pkg/chart/v2/metadata.go (Validate) */
export function requireValid(metadata: Metadata, file: string): void {
  const { name, version, type, dependencies = [] } = metadata;
  const fail = (field: string, text: Message) => chartFault('chart-invalid', text, metadata.places.get(field) ?? startOf(file));
  if (name === '') throw fail('name', message('The chart needs a name.'));
  if (name === '.' || name === '..' || name.includes('/')) throw fail('name', message('{0} is no name for a chart.', name));
  if (version === '') throw fail('version', message('The chart needs a version.'));
  if (!isVersion(version)) throw fail('version', message('{0} is no version: it takes the form 1.2.3.', version));
  if (!['', 'application', 'library'].includes(type)) throw fail('type', message('A chart is of type application or library.'));
  const known = new Set<string>();
  for (const { name: listed, alias, at } of dependencies) {
    if (alias !== '' && !/^[a-zA-Z0-9_-]+$/.test(alias))
      throw chartFault('chart-invalid', message('{0} is no alias: it may hold letters, digits, - and _.', alias), at);
    const key = alias === '' ? listed : alias;
    if (known.has(key)) throw chartFault('chart-invalid', message('More than one dependency is called {0}.', key), at);
    known.add(key);
  }
}

function maintainerOf(node: YamlNode, file: string): Maintainer {
  const fields = new Fields(mapOf(node, file), file);
  return { name: fields.text('name'), email: fields.text('email'), url: fields.text('url') };
}

function dependencyOf(node: YamlNode, file: string): Dependency {
  const fields = new Fields(mapOf(node, file), file);
  return {
    name: fields.text('name'),
    version: fields.text('version'),
    repository: fields.text('repository'),
    condition: fields.text('condition'),
    tags: fields.texts('tags') ?? [],
    enabled: fields.flag('enabled') ?? false,
    importValues: fields.items('import-values')?.map((item) => valueOfYaml(item)) ?? [],
    alias: fields.text('alias', undefined, false),
    at: node.origins[0] ?? startOf(file),
  };
}

function mapOf(node: YamlNode, file: string): YamlMap {
  if (node.type === 'map') return node;
  throw chartFault('chart-invalid', message('This has to be a map of names and values.'), node.origins[0] ?? startOf(file));
}

/** The fields of a map as Go's JSON decoder finds them: the name as written counts before one that differs in case. */
class Fields {
  readonly #map: YamlMap | undefined;
  readonly #file: string;

  constructor(map: YamlMap | undefined, file: string) {
    this.#map = map;
    this.#file = file;
  }

  get(name: string): YamlNode | undefined {
    const entries = this.#map?.entries ?? [];
    const found = entries.find(({ key }) => key === name) ?? entries.find(({ key }) => key.toLowerCase() === name.toLowerCase());
    return found === undefined || isNull(found.value) ? undefined : found.value;
  }

  places(): readonly (readonly [string, Span])[] {
    return (this.#map?.entries ?? []).flatMap(({ key, value }) => value.origins.slice(0, 1).map((at) => [key, at] as const));
  }

  text(name: string, before = '', cleaned = true): string {
    const node = this.get(name);
    if (node === undefined) return before;
    const text = this.#textOf(node);
    return cleaned ? clean(text) : text;
  }

  texts(name: string): readonly string[] | undefined {
    return this.items(name)?.map((item) => (isNull(item) ? '' : clean(this.#textOf(item))));
  }

  flag(name: string): boolean | undefined {
    const node = this.get(name);
    if (node === undefined) return undefined;
    const value = node.type === 'scalar' ? valueOf(node) : undefined;
    if (typeof value === 'boolean') return value;
    throw this.#wrong(node, message('This has to be true or false.'));
  }

  items(name: string): readonly YamlNode[] | undefined {
    const node = this.get(name);
    if (node === undefined) return undefined;
    if (node.type === 'list') return node.items;
    throw this.#wrong(node, message('This has to be a list.'));
  }

  textMap(name: string): ReadonlyMap<string, string> | undefined {
    const node = this.get(name);
    if (node === undefined) return undefined;
    if (node.type !== 'map') throw this.#wrong(node, message('This has to be a map of names and values.'));
    return new Map(node.entries.map(({ key, value }) => [key, isNull(value) ? '' : this.#textOf(value)]));
  }

  #textOf(node: YamlNode): string {
    if (node.type !== 'scalar') throw this.#wrong(node, message('This has to be a text.'));
    return scalarText(node);
  }

  #wrong(node: YamlNode, text: Message) {
    return chartFault('chart-invalid', text, node.origins[0] ?? startOf(this.#file));
  }
}

function isNull(node: YamlNode): boolean {
  return node.type === 'scalar' && node.tag === '!!null';
}

/** White space becomes blanks, and what cannot be printed goes. */
function clean(text: string): string {
  return text
    .replaceAll(/[\t\n\v\f\r\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]/g, ' ')
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}]/gu, '');
}
