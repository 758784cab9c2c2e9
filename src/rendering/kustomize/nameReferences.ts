import { message } from '../../base/message.ts';
import type { Origins, Span } from '../origin.ts';
import { textAt, valueAt, withValue } from '../yaml/change.ts';
import type { YamlMap, YamlNode, YamlScalar } from '../yaml/node.ts';
import { plainTag } from '../yaml/scalarTypes.ts';
import type { NameReference } from './nameReferenceTable.ts';
import { changeSelected, isSelectedBy, pathOf, WrongShape, type FieldSpec, type GroupVersionKind } from './fieldSpec.ts';
import { nowhere, type Identity } from './identity.ts';
import { placeOf } from './problem.ts';
import type { Pass } from './pass.ts';
import { over } from './sharing.ts';
import { currentIdentity, earlierIdentities, originalIdentity, type Resource } from './resource.ts';
import type { NodeProblem } from './strategicMerge.ts';

/**
 * Lets names in other objects follow what was renamed. Only the objects that are or were called something else before are candidates.
 * api/internal/accumulator/namereferencetransformer.go, api/filters/nameref/nameref.go
 */
export function withNameReferences(
  resources: readonly Resource[],
  references: readonly NameReference[],
  // Of the same objects under the same names.
  pass?: Pass<Resource, Resource>,
): { readonly resources: readonly Resource[]; readonly problems: readonly NodeProblem[] } {
  const known = new Known(resources);
  const fieldsOf = fieldsByKind(references);
  const problems: NodeProblem[] = [];
  const changed = resources.map((resource) => {
    const before = pass?.recall(resource);
    if (before !== undefined) return before;
    const referrer = new Referrer(resource, known);
    for (const [target, spec] of fieldsOf(originalIdentity(resource))) referrer.follow(target, spec);
    problems.push(...referrer.problems);
    const after = referrer.root === resource.root ? resource : { ...resource, root: referrer.root };
    if (referrer.problems.length === 0) pass?.remember(resource, after);
    else pass?.skip();
    return after;
  });
  return { resources: changed, problems };
}

/** All that others see of an object: what it is and was called, and where that is written. */
export function asNamed(resource: Resource): string {
  const metadata = valueAt(resource.root, 'metadata');
  const places = [metadata, valueAt(metadata, 'name'), valueAt(metadata, 'namespace')].map((node) => node?.origins);
  return JSON.stringify([currentIdentity(resource), resource.history, resource.prefixes, resource.suffixes, places, resource.root.origins]);
}

type Field = readonly [target: NameReference, spec: FieldSpec];

/** The fields of objects of one kind that hold names, looked for once for each kind. */
function fieldsByKind(references: readonly NameReference[]): (kind: GroupVersionKind) => readonly Field[] {
  const known = new Map<string, readonly Field[]>();
  return (identity) => {
    const key = `${identity.group}/${identity.version}/${identity.kind}`;
    let fields = known.get(key);
    if (fields === undefined) {
      fields = references.flatMap((target) =>
        target.referrers.flatMap((spec): readonly Field[] => (isSelectedBy(spec, identity) ? [[target, spec]] : [])),
      );
      known.set(key, fields);
    }
    return fields;
  };
}

/** An object that something else may name. */
interface Candidate {
  readonly resource: Resource;
  readonly current: Identity;
  readonly earlier: readonly Identity[];
}

class Known {
  readonly resources: readonly Resource[];
  readonly #byEarlierName = new Map<string, Candidate[]>();

  constructor(resources: readonly Resource[]) {
    this.resources = resources;
    for (const resource of resources) {
      const earlier = earlierIdentities(resource);
      const candidate = { resource, current: currentIdentity(resource), earlier };
      for (const name of new Set(earlier.map((identity) => identity.name))) {
        const same = this.#byEarlierName.get(name);
        if (same === undefined) this.#byEarlierName.set(name, [candidate]);
        else same.push(candidate);
      }
    }
  }

  /** In the order of the objects. */
  called(name: string): readonly Candidate[] {
    return this.#byEarlierName.get(name) ?? [];
  }
}

class Referrer {
  root: YamlMap;
  readonly problems: NodeProblem[] = [];
  readonly #resource: Resource;
  readonly #known: Known;
  readonly #identity: Identity;
  readonly #accountNamespaces: ReadonlySet<string>;
  /** No reference brings in keys that are not there, but `namespace`. */
  readonly #keys: ReadonlyMap<string, boolean>;

  constructor(resource: Resource, known: Known) {
    this.root = resource.root;
    this.#resource = resource;
    this.#known = known;
    this.#identity = currentIdentity(resource);
    this.#keys = keysIn(resource.root);
    this.#accountNamespaces = this.#identity.kind === 'RoleBinding' ? this.#namespacesOfAccounts() : new Set();
  }

  follow(target: GroupVersionKind, spec: FieldSpec): void {
    if (!mayLead(this.#keys, spec.path)) return;
    try {
      this.root = changeSelected(this.root, spec, (node) => this.#renamed(node, target, spec), { origins: [] });
    } catch (error) {
      if (!(error instanceof WrongShape)) throw error;
      this.#report(
        'wrong-node-kind',
        message('Kustomize looks for the name of a {0} at {1}, and stops at a value of another shape.', target.kind, spec.path),
        error.node,
      );
    }
  }

  #report(type: string, text: NodeProblem['message'], node: YamlNode, related: NodeProblem['related'] = []): void {
    const at = placeOf(node, placeOf(this.root, noPlace));
    // Several lists of the table lead to the same fields.
    if (this.problems.some((problem) => problem.class === type && isSamePlace(problem.at, at))) return;
    this.problems.push({ class: type, message: text, at, related });
  }

  /** The namespaces of the accounts that a RoleBinding names: what is in them it may name. (getNamespacesForRoleBinding) */
  #namespacesOfAccounts(): ReadonlySet<string> {
    const subjects = valueAt(this.root, 'subjects');
    const namespaces = new Set<string>();
    for (const subject of subjects?.type === 'list' ? subjects.items : []) {
      const namespace = valueAt(subject, 'namespace');
      if (textAt(subject, 'kind') !== 'ServiceAccount' || namespace === undefined) continue;
      if (namespace.type === 'scalar' && namespace.tag === '!!str') namespaces.add(namespace.text);
      else this.#report('blank-namespace', message('The namespace of this ServiceAccount is no text.'), namespace);
    }
    return namespaces;
  }

  #renamed(node: YamlNode | undefined, target: GroupVersionKind, spec: FieldSpec): YamlNode {
    if (node === undefined) return emptyText;
    switch (node.type) {
      case 'scalar':
        return node.tag === '!!null' ? node : this.#renamedText(node, target, spec);
      case 'map':
        return this.#renamedMap(node, target, spec);
      case 'list': {
        const items = node.items.map((item) => {
          if (item.type === 'list') throw new WrongShape(item);
          return this.#renamed(item, target, spec);
        });
        return items.every((item, index) => item === node.items[index]) ? node : { ...node, items };
      }
    }
  }

  #renamedText(node: YamlScalar, target: GroupVersionKind, spec: FieldSpec): YamlNode {
    const found = this.#referral(node, this.#reachable(node.text), target, spec, ({ current }) => current.name);
    return found === undefined || found.current.name === node.text ? node : named(node, nameOf(found), found.current.name);
  }

  /** A map with a name and, maybe, a namespace, which follow both. */
  #renamedMap(map: YamlMap, target: GroupVersionKind, spec: FieldSpec): YamlNode {
    const name = valueAt(map, 'name');
    if (name === undefined) {
      this.#report('field-spec', message('Kustomize looks for a "name" here.'), map);
      return map;
    }
    const text = name.type === 'scalar' ? name.text : '';
    const candidates = this.#inNamespace(this.#reachable(text), map);
    const found = this.#referral(name, candidates, target, spec, ({ current }) => JSON.stringify([current.name, current.namespace]));
    if (found === undefined || (found.current.name === text && found.current.namespace === '')) return map;
    const changed = found.current.name === text ? map : withValue(map, 'name', named(name, nameOf(found), found.current.name));
    if (found.current.namespace === '') return changed;
    const before = valueAt(map, 'namespace');
    if (before?.type === 'scalar' && before.text === found.current.namespace) return changed;
    const written = valueAt(valueAt(found.resource.root, 'metadata'), 'namespace');
    return withValue(changed, 'namespace', named(before, written, found.current.namespace));
  }

  /** What was called so, and what this object can name from where it is. (SubsetThatCouldBeReferencedByResource) */
  #reachable(name: string): readonly Candidate[] {
    return this.#known.called(name).filter(({ current }) => this.#reaches(current));
  }

  #reaches({ namespace, effectiveNamespace }: Identity): boolean {
    const own = this.#identity.effectiveNamespace;
    return own === nowhere || effectiveNamespace === nowhere || effectiveNamespace === own || this.#accountNamespaces.has(namespace);
  }

  /** With a namespace: those that were in it at first; where nothing at all was, those that are in it now. (filterMapCandidatesByNamespace) */
  #inNamespace(candidates: readonly Candidate[], map: YamlMap): readonly Candidate[] {
    const node = valueAt(map, 'namespace');
    if (node === undefined) return candidates;
    const namespace = node.type === 'scalar' ? node.text : '';
    if (this.#namespacesAtFirst().has(namespace))
      return candidates.filter(({ resource }) => originalIdentity(resource).effectiveNamespace === namespace);
    return namespace === nowhere ? [] : candidates.filter(({ current }) => current.effectiveNamespace === namespace);
  }

  #atFirst: ReadonlySet<string> | undefined;

  /** Of everything within reach, whatever it is called. */
  #namespacesAtFirst(): ReadonlySet<string> {
    if (this.#atFirst === undefined) {
      const within = this.#known.resources.filter((resource) => this.#reaches(currentIdentity(resource)));
      const namespaces = new Set(within.map((resource) => originalIdentity(resource).effectiveNamespace));
      namespaces.delete(nowhere);
      this.#atFirst = namespaces;
    }
    return this.#atFirst;
  }

  /** The one that is meant; undefined also where several could be, which is reported. `sameness`: of what is written, equal texts. (selectReferral) */
  #referral(
    node: YamlNode,
    reachable: readonly Candidate[],
    target: GroupVersionKind,
    spec: FieldSpec,
    sameness: (candidate: Candidate) => string,
  ): Candidate | undefined {
    const role = spec.path.endsWith('roleRef/name') ? roleKind(this.root) : undefined;
    const { effectiveNamespace } = this.#identity;
    const candidates = reachable.filter(
      ({ current, earlier }) =>
        earlier.some((identity) => isSelectedBy(target, identity)) &&
        (role === undefined || earlier.some((identity) => isSelectedBy(role, identity))) &&
        (effectiveNamespace === nowhere ||
          current.effectiveNamespace === nowhere ||
          current.kind === 'ServiceAccount' ||
          current.effectiveNamespace === effectiveNamespace),
    );
    if (candidates.length === 1) return candidates[0];
    let near = candidates.filter(({ resource }) => isOfSameContext(resource, this.#resource, true));
    if (near.length > 1) near = near.filter(({ resource }) => isOfSameContext(resource, this.#resource, false));
    const [first] = near;
    if (first === undefined || near.every((candidate) => sameness(candidate) === sameness(first))) return first;
    const related = near
      .slice(0, 5)
      .map((candidate) => ({
        message: message('{0} "{1}" was called so', candidate.current.kind, candidate.current.name),
        at: placeOf(nameOf(candidate) ?? candidate.resource.root, noPlace),
      }));
    this.#report(
      'name-reference-ambiguous',
      message('More than one {0} was called so before, and any of them could be meant.', target.kind),
      node,
      related,
    );
    return undefined;
  }
}

/** All keys of a tree, and whether a text stands behind any of a name. */
function keysIn(root: YamlMap): ReadonlyMap<string, boolean> {
  const keys = new Map<string, boolean>();
  const visit = (node: YamlNode): boolean => {
    if (node.type === 'scalar') return true;
    let hasText = false;
    if (node.type === 'list') {
      for (const item of node.items) if (visit(item)) hasText = true;
      return hasText;
    }
    for (const { key, value } of node.entries) {
      const isText = visit(value);
      if (isText || !keys.has(key)) keys.set(key, isText);
    }
    return false;
  };
  visit(root);
  return keys;
}

/** Whether a path could lead to something: it does not where a key is nowhere, unless it ends before, at a value of another shape. */
function mayLead(keys: ReadonlyMap<string, boolean>, path: string): boolean {
  for (const part of pathOf(path)) {
    const isText = keys.get(part.endsWith('[]') ? part.slice(0, -2) : part);
    if (isText !== false) return isText === true;
  }
  return true;
}

const noPlace: Span = { file: '', start: 0, end: 0 };
const emptyText: YamlScalar = { type: 'scalar', tag: '!!str', text: '', style: 'plain', origins: [] };

function isSamePlace(a: Span, b: Span): boolean {
  return a.file === b.file && a.start === b.start && a.end === b.end;
}

/** What a roleRef says of the role; undefined where it does not say it all. (getRoleRefGvk) */
function roleKind(root: YamlMap): GroupVersionKind | undefined {
  const role = valueAt(root, 'roleRef');
  const group = valueAt(role, 'apiGroup');
  const kind = valueAt(role, 'kind');
  if (group === undefined || kind === undefined) return undefined;
  return { group: group.type === 'scalar' ? group.text : '', version: '', kind: kind.type === 'scalar' ? kind.text : '' };
}

function nameOf({ resource }: Candidate): YamlNode | undefined {
  return valueAt(valueAt(resource.root, 'metadata'), 'name');
}

/** The reference keeps its place; who gave the name comes behind. */
function named(before: YamlNode | undefined, source: YamlNode | undefined, text: string): YamlScalar {
  const given: Origins = source?.origins ?? [];
  if (before?.type !== 'scalar') return { type: 'scalar', tag: '!!str', text, style: 'plain', origins: given };
  const tag = before.style === 'plain' ? plainTag(text, 'yaml-1.2') : '!!str';
  return over(before, { ...before, tag, text, origins: [...before.origins, ...given] });
}

/** Whether prefixes and suffixes end alike, which the same layer has added. api/resource/resource.go (PrefixesSuffixesEquals) */
function isOfSameContext(one: Resource, other: Resource, anyWithNone: boolean): boolean {
  return [
    [one.prefixes, other.prefixes],
    [one.suffixes, other.suffixes],
  ].every(([a = [], b = []]) => (anyWithNone && (a.length === 0 || b.length === 0)) || endsAlike(a, b));
}

function endsAlike(a: readonly string[], b: readonly string[]): boolean {
  const length = Math.min(a.length, b.length);
  if (length === 0) return a.length === b.length;
  return a.slice(-length).every((text, index) => text === b.slice(-length)[index]);
}
