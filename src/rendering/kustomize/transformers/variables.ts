import { message } from '../../../base/message.ts';
import { withoutTrailing } from '../../../base/withoutTrailing.ts';
import type { Origins, Span } from '../../origin.ts';
import { entryAt, textAt, valueAt } from '../../yaml/change.ts';
import type { YamlMap, YamlNode, YamlScalar } from '../../yaml/node.ts';
import { valueOf } from '../../yaml/scalarTypes.ts';
import { splitPath, WrongShape, type FieldSpec } from '../fieldSpec.ts';
import { groupVersion, identityKey, type Identity } from '../identity.ts';
import { isClusterWide } from '../clusterWide.ts';
import { failure, placeOf, type Report } from '../problem.ts';
import { anyIdentities, type Resource } from '../resource.ts';
import type { ResourceList } from '../resourceList.ts';
import { over, settled } from '../sharing.ts';
import { changeBySpecs, type Transforming } from './transforming.ts';

/** A `vars` entry of some kustomization. */
export interface Variable {
  readonly name: string;
  readonly fieldPath: string;
  readonly entry: YamlMap;
}

/**
 * Notes the variables of a layer: each is tied to the object that it names now, whatever becomes of that object.
 * api/internal/accumulator/resaccumulator.go (MergeVars)
 */
export function noteVariables(
  vars: YamlNode | undefined,
  known: readonly Variable[],
  list: ResourceList,
  report: Report,
  at: Span,
): readonly Variable[] {
  if (vars?.type !== 'list') return known;
  const noted = [...known];
  for (const entry of vars.items) {
    if (entry.type !== 'map') continue;
    const name = textAt(entry, 'name') ?? '';
    const place = placeOf(valueAt(entry, 'name') ?? entry, at);
    const matches = objectsOf(entry, list);
    if (matches.length > 1) {
      report(
        failure(
          'var',
          message('More than one object could be meant by the variable {0}.', name),
          place,
          matches.slice(0, 5).map(({ root }) => ({ message: message('One stands here.'), at: placeOf(root, at) })),
        ),
      );
      continue;
    }
    const before = noted.find((variable) => variable.name === name);
    if (before !== undefined) {
      report(
        failure('var', message('The variable {0} is there already.', name), place, [
          { message: message('The first stands here.'), at: placeOf(before.entry, at) },
        ]),
      );
      continue;
    }
    const fieldPath = textAt(valueAt(entry, 'fieldref'), 'fieldPath') ?? '';
    noted.push({ name, fieldPath: fieldPath === '' ? 'metadata.name' : fieldPath, entry });
    const [object] = matches;
    if (object !== undefined)
      list.map((resource) => (resource === object ? { ...resource, variables: [...(resource.variables ?? []), name] } : resource));
  }
  return noted;
}

function objectsOf(entry: YamlMap, list: ResourceList): readonly Resource[] {
  const reference = valueAt(entry, 'objref');
  const field = (key: string) => textAt(reference, key) ?? '';
  const apiVersion = field('apiVersion');
  const type =
    apiVersion.split('/').length > 2 || apiVersion === ''
      ? { group: field('group'), version: field('version') }
      : { ...groupVersion(apiVersion), ...(apiVersion.includes('/') ? {} : { group: field('group') }) };
  const kind = field('kind');
  const namespace = field('namespace');
  const wanted: Identity = { ...type, kind, name: field('name'), namespace, effectiveNamespace: namespace === '' ? 'default' : namespace };
  const key = identityKey(wanted);
  const sameKindAndName = (identity: Identity) =>
    identity.group === wanted.group && identity.version === wanted.version && identity.kind === kind && identity.name === wanted.name;
  const isWide = isClusterWide(apiVersion, kind);
  return list.all.filter((resource) =>
    anyIdentities(resource).some((identity) => (namespace === '' || isWide ? sameKindAndName(identity) : identityKey(identity) === key)),
  );
}

interface VariableValue {
  readonly node: YamlScalar;
}

/** Puts the values of all variables in place, once, at the end. api/filters/refvar/ */
export function resolveVariables(variables: readonly Variable[], specs: readonly FieldSpec[], transforming: Transforming): void {
  const values = new Map<string, VariableValue>();
  for (const variable of variables) {
    const value = valueOfVariable(variable, transforming);
    if (value !== undefined) values.set(variable.name, value);
  }
  if (values.size === 0) return;
  const replaceAll = (node: YamlNode | undefined): YamlNode => {
    if (node === undefined) throw new Error('variables create nothing');
    if (node.type === 'scalar') return isText(node) ? replaced(node, values) : node;
    if (node.type === 'list') {
      const odd = node.items.find((item) => !isText(item));
      if (odd !== undefined) throw new WrongShape(odd);
      return { ...node, items: node.items.map((item) => (item.type === 'scalar' ? replaced(item, values) : item)) };
    }
    return {
      ...node,
      entries: node.entries.map((entry) =>
        entry.value.type === 'scalar' && isText(entry.value) ? { ...entry, value: replaced(entry.value, values) } : entry,
      ),
    };
  };
  transforming.list.map((resource) => {
    const root = changeBySpecs(resource.root, specs, replaceAll, { origins: [] }, transforming);
    if (root === resource.root) return resource;
    return { ...resource, root: resource.hasShared === true ? settled(root) : root };
  });
}

function isText(node: YamlNode): boolean {
  return node.type === 'scalar' && (node.tag === '!!str' || node.untyped === true);
}

function valueOfVariable({ name, fieldPath, entry }: Variable, { list, report, at }: Transforming): VariableValue | undefined {
  const place = placeOf(valueAt(entry, 'name') ?? entry, at);
  const object = list.all.find(({ variables }) => variables?.includes(name) === true);
  if (object === undefined) {
    report(
      failure(
        'var',
        message('There is no object that the variable {0} could take its value from.', name),
        placeOf(valueAt(entry, 'objref') ?? entry, at),
      ),
    );
    return undefined;
  }
  const found = lookUp(object.root, fieldPath);
  if (found === undefined) {
    report(
      failure('var', message('The object of the variable {0} has no field {1}.', name, fieldPath), place, [
        { message: message('The object stands here.'), at: placeOf(object.root, at) },
      ]),
    );
    return undefined;
  }
  return found.type === 'scalar' ? { node: found } : undefined;
}

function lookUp(root: YamlMap, path: string): YamlNode | undefined {
  let node: YamlNode | undefined = root;
  for (const part of fieldsOf(path)) {
    if (node?.type === 'list') node = /^[0-9]+$/.test(part) ? node.items[Number(part)] : undefined;
    else node = entryAt(node, part)?.value;
  }
  return node;
}

/** `a.b[0].c`, `a.[b.c/d].e` and `a.b\.c`. kyaml/utils/pathsplitter.go (SmarterPathSplitter) */
function fieldsOf(path: string): readonly string[] {
  const parts = splitPath(path, '.');
  const joined: string[] = [];
  let open: string[] | undefined;
  for (const part of parts) {
    if (open !== undefined) open.push(part);
    else if (part.startsWith('[') && !part.endsWith(']')) open = [part];
    else joined.push(part);
    if (open === undefined || !part.endsWith(']')) continue;
    joined.push(withoutBrackets(open.join('.')));
    open = undefined;
  }
  if (open !== undefined) joined.push(withoutBrackets(open.join('.')));
  return joined.flatMap((part) => {
    const [, before = '', index] = /^(.*)\[([0-9]+)\]$/.exec(part) ?? [];
    return index === undefined ? [part] : before === '' ? [index] : [before, index];
  });
}

function withoutBrackets(text: string): string {
  let start = 0;
  while (text.charAt(start) === '[') start++;
  return withoutTrailing(text.slice(start), ']');
}

/** `$(NAME)` becomes the value, `$$` a dollar. A text that is nothing but one variable takes the type of its value. api/filters/refvar/expand.go */
function replaced(scalar: YamlScalar, values: ReadonlyMap<string, VariableValue>): YamlScalar {
  const { text } = scalar;
  // What has no type yet is a text from here on.
  if (!text.includes('$')) return scalar.untyped === true ? typed({ ...scalar, tag: '!!str' }) : scalar;
  let result = '';
  const origins: Origins[] = [scalar.origins];
  const lastClose = text.lastIndexOf(')');
  for (let at = 0; at < text.length; at++) {
    if (text[at] !== '$' || at + 1 >= text.length) {
      result += text[at] ?? '';
      continue;
    }
    const next = text[at + 1] ?? '';
    const close = next === '(' && at + 2 <= lastClose ? text.indexOf(')', at + 2) : -1;
    if (next === '$') {
      result += '$';
      at++;
    } else if (close >= 0) {
      const name = text.slice(at + 2, close);
      const value = values.get(name)?.node;
      if (value === undefined) result += `$(${name})`;
      else {
        origins.push(value.origins);
        if (text === `$(${name})`) return over(scalar, { ...typed(value), origins: origins.flat() });
        result += String(valueOf(typed(value)));
      }
      at = close;
    } else {
      result += `$${next}`;
      at++;
    }
  }
  return over(scalar, { ...scalar, text: result, tag: '!!str', style: 'plain', origins: origins.flat() });
}

/** Numbers are written as Go writes them, what is neither number nor truth is a text. */
function typed(value: YamlScalar): YamlScalar {
  return value.tag === '!!int' || value.tag === '!!float' || value.tag === '!!bool'
    ? { ...value, text: String(valueOf(value)), style: 'plain' }
    : { type: 'scalar', tag: '!!str', text: value.text, style: 'plain', ...(value.unknown && { unknown: true }), origins: value.origins };
}
