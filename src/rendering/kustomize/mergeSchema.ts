import type { Plain } from '../yaml/plain.ts';
import { builtInKinds, builtInTypes, kustomizeKinds, kustomizeTypes } from './builtInMergeTypes.ts';

/** Which lists a strategic merge joins, by kind. */
export interface MergeSchema {
  /** By exact apiVersion and kind; undefined for a kind without schema: its lists are replaced. */
  readonly typeOf: (apiVersion: string, kind: string) => MergeType | undefined;
  /**
   * Whether objects of a kind live in a namespace, where the schema has the paths of its API.
   * The kinds that kustomize knows by heart are not asked for.
   */
  readonly isNamespaced?: (apiVersion: string, kind: string) => boolean | undefined;
}

/** What merging has to know of a value. */
export interface MergeType {
  readonly field: (key: string) => MergeType | undefined;
  /** Of the elements of a list. */
  readonly elements: MergeType | undefined;
  /** Of a list that is joined: the fields that tell its elements apart, none for scalars, which their texts tell apart. Undefined: the list is replaced. */
  readonly mergeKeys: readonly string[] | undefined;
}

/** The schema that kustomize brings along: Kubernetes 1.21.2, and its own kinds. */
export const builtInMergeSchema: MergeSchema = {
  typeOf: (apiVersion, kind) => {
    const name = builtInNames.get(`${apiVersion} ${kind}`);
    return name === undefined ? undefined : typeFromTable(name);
  },
};

/** Whether the built-in schema has a kind, by exact apiVersion. */
export function isBuiltInKind(apiVersion: string, kind: string): boolean {
  return builtInNames.has(`${apiVersion} ${kind}`);
}

/** The kinds of both, where both have one those of the first; scopes as the custom one says. */
export function mergeSchemaOfBoth(first: MergeSchema, second: MergeSchema, { isNamespaced }: MergeSchema): MergeSchema {
  const typeOf: MergeSchema['typeOf'] = (apiVersion, kind) => first.typeOf(apiVersion, kind) ?? second.typeOf(apiVersion, kind);
  return isNamespaced === undefined ? { typeOf } : { typeOf, isNamespaced };
}

/** By `apiVersion kind`: the name of the type. */
function namesIn(table: Readonly<Record<string, Readonly<Record<string, string>>>>): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(table).flatMap(([type, versions]) =>
      Object.entries(versions).flatMap(([version, kinds]) => kinds.split(' ').map((kind) => [`${version} ${kind}`, type] as const)),
    ),
  );
}

const kustomizeNames = namesIn(kustomizeKinds);
const builtInNames = new Map([...namesIn(builtInKinds), ...kustomizeNames]);

const leaf: MergeType = { field: () => undefined, elements: undefined, mergeKeys: undefined };

/** `builtInTypes` says how a field is written. */
function typeFromTable(written: string): MergeType {
  const end = written.startsWith('[') ? written.lastIndexOf(']') : -1;
  const named = tableType(written.slice(end + 1));
  const keys = written.slice(1, Math.max(end, 1));
  return end < 0 ? named : { field: () => undefined, elements: named, mergeKeys: keys === '' ? [] : keys.split(' ') };
}

function tableType(name: string): MergeType {
  const fields = builtInTypes[name] ?? kustomizeTypes[name];
  if (fields === undefined) return leaf;
  return {
    ...leaf,
    field: (key) => {
      const written = Object.hasOwn(fields, key) ? fields[key] : undefined;
      return written === undefined ? undefined : typeFromTable(written);
    },
  };
}

/**
 * The schema of a file that a kustomization names under `openapi.path`: OpenAPI 2, as an API server gives it. It stands in place of the built-in one
 * (kyaml/openapi/openapi.go, `SetSchema`); kustomize's own kinds stay known.
 */
export function mergeSchemaOf(document: Plain): MergeSchema {
  const definitions = objectAt(document, 'definitions');
  const kinds = new Map<string, Plain>();
  for (const definition of Object.values(definitions ?? {}))
    for (const kind of gvksOf(objectOf(definition)?.[gvkMark])) kinds.set(kind, definition);
  const scopes = scopesOf(objectAt(document, 'paths') ?? {});
  return {
    typeOf: (apiVersion, kind) => {
      const found = kinds.get(`${apiVersion} ${kind}`);
      const own = kustomizeNames.get(`${apiVersion} ${kind}`);
      if (own !== undefined) return typeFromTable(own);
      return found === undefined ? undefined : typeFromSchema(found, definitions ?? {});
    },
    isNamespaced: (apiVersion, kind) => scopes.get(`${apiVersion} ${kind}`),
  };
}

type PlainObject = Readonly<Record<string, Plain>>;

const gvkMark = 'x-kubernetes-group-version-kind';

function typeFromSchema(schema: Plain, definitions: PlainObject): MergeType | undefined {
  const resolved = objectOf(resolve(schema, definitions));
  if (resolved === undefined) return undefined;
  const type = resolved['type'];
  const isList = type === 'array' || (Array.isArray(type) && type.length === 1 && type[0] === 'array');
  const items = resolved['items'];
  return {
    field: (key) => {
      const properties = objectOf(resolved['properties']);
      if (properties !== undefined && Object.hasOwn(properties, key)) return typeFromSchema(properties[key] ?? null, definitions);
      const others = objectOf(resolved['additionalProperties']);
      return others === undefined ? undefined : typeFromSchema(others, definitions);
    },
    get elements() {
      return isList && items !== undefined ? typeFromSchema(items, definitions) : undefined;
    },
    mergeKeys: mergeKeysOf(resolved),
  };
}

function mergeKeysOf(schema: PlainObject): readonly string[] | undefined {
  const strategy = schema['x-kubernetes-patch-strategy'];
  if (typeof strategy !== 'string' || !strategy.split(',').includes('merge')) return undefined;
  const keys = schema['x-kubernetes-list-map-keys'];
  if (Array.isArray(keys)) return keys.filter((key) => typeof key === 'string');
  const key = schema['x-kubernetes-patch-merge-key'];
  return typeof key === 'string' ? [key] : [];
}

/** A reference that leads to references, and these back to it, is none. */
const mostReferences = 100;

function resolve(schema: Plain, definitions: PlainObject): Plain | undefined {
  let found: Plain | undefined = schema;
  for (let step = 0; step < mostReferences; step++) {
    const reference: Plain | undefined = objectOf(found)?.['$ref'];
    if (typeof reference !== 'string' || reference === '') return found;
    const name: string | undefined = /^#\/definitions\/([^/]*)$/.exec(reference)?.[1];
    if (name === undefined) return undefined;
    const key: string = name.replaceAll('~1', '/').replaceAll('~0', '~');
    found = Object.hasOwn(definitions, key) ? definitions[key] : undefined;
  }
  return undefined;
}

/** `apiVersion kind`. */
function gvksOf(mark: Plain | undefined): readonly string[] {
  const marks: readonly Plain[] = Array.isArray(mark) ? mark : [];
  return marks.flatMap((item) => {
    const { group, version, kind } = objectOf(item) ?? {};
    if (typeof version !== 'string' || typeof kind !== 'string') return [];
    return [`${typeof group === 'string' && group !== '' ? `${group}/` : ''}${version} ${kind}`];
  });
}

function scopesOf(paths: PlainObject): ReadonlyMap<string, boolean> {
  const scopes = new Map<string, boolean>();
  for (const [path, item] of Object.entries(paths)) {
    const mark = objectAt(item, 'get')?.[gvkMark];
    const isNamespaced = path.includes('namespaces/{namespace}');
    for (const kind of gvksOf(mark === undefined ? undefined : [mark])) scopes.set(kind, isNamespaced || scopes.get(kind) === true);
  }
  return scopes;
}

function objectOf(value: Plain | undefined): PlainObject | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as PlainObject) : undefined;
}

function objectAt(value: Plain, key: string): PlainObject | undefined {
  return objectOf(objectOf(value)?.[key]);
}
