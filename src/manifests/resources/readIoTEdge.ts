import { baseName } from '../../base/path.ts';
import { Fields } from '../fields.ts';
import type { ResourceBase } from '../metadata.ts';
import { namingTexts, type NamingText } from '../namingTexts.ts';
import type { FieldPlace } from '../place.ts';
import { entryOf, type MapEntry } from '../syntax.ts';
import { readsLikeSection } from './containerParameters.ts';
import { readCreateOptions } from './createOptions.ts';
import type { EdgeModule, IoTEdgeDeploymentResource, Written, WrittenEntry } from './iotEdge.ts';

const agent = '$edgeAgent';
const hub = '$edgeHub';
const desired = 'properties.desired';

/** `moduleContent` was the preview's spelling, which tools still read. */
export function mayBeIoTEdgeFile(_path: string, text: string): boolean {
  return text.includes('"modulesContent"') || text.includes('"moduleContent"');
}

export function isIoTEdgeDeployment(fields: Fields): boolean {
  const content = contentOf(fields);
  return content !== undefined && [agent, hub].some((key) => content.at(key).node?.type === 'map');
}

function contentOf(fields: Fields): Fields | undefined {
  return [fields.at('modulesContent'), fields.at('moduleContent'), fields.at('content', 'modulesContent')].find(
    ({ node }) => node?.type === 'map',
  );
}

export function readIoTEdgeDeployment(fields: Fields, base: ResourceBase): IoTEdgeDeploymentResource {
  const content = contentOf(fields) ?? fields;
  const edgeAgent = content.at(agent);
  const system = edgeAgent.at(desired, 'systemModules');
  const { file } = fields.context.document;
  return {
    ...base,
    metadata: { ...base.metadata, name: baseName(file).replace(/\.json$/i, '') },
    type: 'IoTEdgeDeployment',
    form: edgeAgent.at(desired).exists ? 'standard' : 'layered',
    modules: [
      ...below(system)
        .filter(({ key }) => systemModules.has(key))
        .map((each) => readModule(each, true)),
      ...below(edgeAgent.at(desired, 'modules')).map((each) => readModule(each, false)),
      ...layered(edgeAgent, `${desired}.modules.`).map((each) => readModule(each, false)),
    ],
    routes: [...below(content.at(hub, desired, 'routes')), ...layered(content.at(hub), `${desired}.routes.`)].flatMap(routeOf),
    texts: below(content)
      .filter(({ key }) => key !== agent && key !== hub)
      .flatMap(({ value }) => [...twinTexts(value, undefined, 0)]),
  };
}

const systemModules: ReadonlySet<string> = new Set(['edgeHub', 'edgeAgent']);

/** A cursor with the key that leads to it. */
interface Entry {
  /** Without what a layer puts before the name. */
  readonly key: string;
  readonly written: Written;
  readonly value: Fields;
}

/** Of a key that stands twice, the last. */
function entriesOf({ node }: Fields): readonly MapEntry[] {
  return node?.type === 'map' ? node.entries.filter((entry) => entryOf(node, entry.key) === entry) : [];
}

function below(map: Fields): readonly Entry[] {
  return entriesOf(map).map(({ key }) => {
    const value = map.at(key);
    return { key, written: { text: key, place: keyPlace(value) }, value };
  });
}

/** Keys with dots are how a layer names one module, route or part of a twin of another manifest. */
function layered(map: Fields, prefix: string): readonly Entry[] {
  return below(map).flatMap(({ key, value }) => {
    const name = key.slice(prefix.length);
    if (!key.startsWith(prefix) || name === '' || name.includes('.')) return [];
    return [{ key: name, written: { text: name, place: keyPlace(value) }, value }];
  });
}

function keyPlace({ place }: Fields): FieldPlace {
  return { ...place, part: 'key' };
}

function readModule({ written, value: module }: Entry, isSystem: boolean): EdgeModule {
  const settings = module.at('settings');
  return {
    name: written,
    isSystem,
    status: writtenAt(module.at('status')),
    image: writtenAt(settings.at('image')),
    env: below(module.at('env')).flatMap(({ written: key, value }): WrittenEntry[] => {
      const text = writtenAt(value.at('value'));
      return text === undefined ? [] : [{ key, value: text }];
    }),
    options: readCreateOptions(module.context.document, settings.node, settings.path),
    misplaced: [module, settings].flatMap((holder) =>
      below(holder).flatMap((entry) => (readsLikeSection(entry.key) ? [entry.written] : [])),
    ),
  };
}

function writtenAt({ node, place }: Fields): Written | undefined {
  return node?.type === 'scalar' && node.value !== null ? { text: node.text, place } : undefined;
}

/** A route is a text, or (since version 1.1 of the schema) a map with it. */
function routeOf({ value }: Entry): readonly Written[] {
  const written = writtenAt(value) ?? writtenAt(value.at('route'));
  return written === undefined ? [] : [written];
}

const mostLevels = 20;

function* twinTexts(fields: Fields, variable: string | undefined, depth: number): Generator<NamingText> {
  const { node } = fields;
  if (depth > mostLevels) return;
  if (node?.type === 'scalar') yield* namingTexts(fields, variable);
  for (const { key, value } of below(fields)) yield* twinTexts(value, key, depth + 1);
  if (node?.type === 'sequence')
    for (const [index, item] of node.items.entries())
      yield* twinTexts(new Fields(item, fields.context, fields, index), variable, depth + 1);
}
