import { message, type Message } from '../../../base/message.ts';
import type { Span } from '../../origin.ts';
import type { RenderingProblem } from '../../rendered.ts';
import { entryAt, mapNode, textAt, textNode, valueAt } from '../../yaml/change.ts';
import { firstDocument } from '../../yaml/firstDocument.ts';
import type { YamlEntry, YamlMap, YamlNode } from '../../yaml/node.ts';
import type { ClusterObject, Surroundings } from '../delivery.ts';
import { isTrue, mapsOf, placeOf, specOf, textOf, textsOf } from '../reading.ts';
import { isHere } from '../repository.ts';
import { clusterParameters } from './clusterGenerator.ts';
import type { TreeFilling } from './filledTree.ts';
import { gitParameters } from './gitGenerator.ts';
import { combined, firstWins, scalarText, type Parameters } from './parameters.ts';
import { meets } from './selector.ts';

/** More of them than anybody has; beyond, one problem says so. */
export const mostApplications = 3000;

/** What a generator gives. */
export interface Generated {
  readonly sets: readonly Parameters[];
  /** Its own template, laid over that of the ApplicationSet. */
  readonly template: YamlMap | undefined;
}

export interface Generating {
  readonly object: ClusterObject;
  readonly surroundings: Surroundings;
  readonly filling: TreeFilling;
  readonly report: (problem: RenderingProblem) => void;
  /** Says that applications are made that are not known here. */
  readonly reportUnknown: (text: Message, at: Span) => void;
  readonly work: Work;
}

/** What the generators of one ApplicationSet have done, and may still do. */
export interface Work {
  /** Sets of parameters made, and folders and files looked at, all together. */
  left: number;
  /** What generators for files and folders gave: within a matrix the same one is asked again and again. */
  readonly known: WeakMap<YamlNode, readonly Parameters[]>;
}

export function newWork(): Work {
  return { left: 500_000, known: new WeakMap() };
}

const dynamic = ['clusters', 'clusterDecisionResource', 'scmProvider', 'pullRequest', 'plugin'] as const;

/** The parameters that a generator gives; undefined where nobody here can know them, which is reported. `given`: parameters of the first generator of a matrix. */
export function generated(generator: YamlMap, generating: Generating, given?: Parameters, depth = 0): Generated | undefined {
  const { object, report, work } = generating;
  if (work.left < 0) {
    report(
      problem(
        'limit',
        message('These generators look at more than is looked at here; what lies beyond is left out.'),
        placeOf(object, specOf(object, 'generators')),
      ),
    );
    return { sets: [], template: undefined };
  }
  const made = setsOf(generator, generating, given, depth);
  if (made === undefined) return undefined;
  work.left -= 1 + made.sets.length;
  // Deep inside they count only where the ApplicationSet says so.
  const selector = depth < 2 || isTrue(specOf(object, 'applyNestedSelectors')) ? valueAt(generator, 'selector') : undefined;
  if (made.sets.length > mostApplications)
    report(
      problem(
        'limit',
        message('This makes more than {0} Applications; what lies beyond is left out.', mostApplications),
        placeOf(object, generator),
      ),
    );
  return { ...made, sets: made.sets.slice(0, mostApplications).filter((set) => meets(set, selector)) };
}

function problem(name: string, text: Message, at: Span): RenderingProblem {
  return { class: name, severity: 'error', message: text, at, related: [] };
}

function setsOf(written: YamlMap, generating: Generating, given: Parameters | undefined, depth: number): Generated | undefined {
  const { object, surroundings, filling, report, reportUnknown } = generating;
  const generator = given === undefined ? written : filledIn(written, given, generating);
  if (generator === undefined) return { sets: [], template: undefined };
  for (const field of dynamic) {
    const entry = entryAt(generator, field);
    if (entry === undefined) continue;
    const known = field === 'clusters' ? clusterParameters(entry.value, object, surroundings, filling.isGo) : [];
    reportUnknown(
      known.length === 0
        ? message('The generator {0} asks the cluster or a service: which Applications it makes is not known here.', field)
        : message(
            'The generator {0} asks the cluster: which Applications it makes for clusters that have no Secret here is not known.',
            field,
          ),
      entry.keyOrigins[0] ?? placeOf(object, entry.value),
    );
    return known.length === 0 ? undefined : { sets: withValues(known, entry.value, generating), template: templateOf(entry.value) };
  }
  const list = valueAt(generator, 'list');
  if (list !== undefined) return { sets: withValues(listSets(list, generating), list, generating), template: templateOf(list) };
  const git = valueAt(generator, 'git');
  if (git !== undefined) {
    const url = textOf(valueAt(git, 'repoURL')) ?? '';
    if (url !== '' && !isHere(surroundings.repository, url, textAt(git, 'revision'))) {
      reportUnknown(
        message('{0} is not this repository: which Applications are made of its files is not known here.', url),
        placeOf(object, valueAt(git, 'repoURL')),
      );
      return undefined;
    }
    return { sets: withValues(gitSets(git, generating), git, generating), template: templateOf(git) };
  }
  for (const field of ['matrix', 'merge'] as const) {
    const node = valueAt(generator, field);
    if (node === undefined) continue;
    if (depth > 1) {
      report(problem('generator', message('Generators of generators are nested two deep at most.'), placeOf(object, node)));
      return { sets: [], template: undefined };
    }
    const sets = field === 'matrix' ? matrix(node, generating, depth) : merge(node, generating, depth);
    return sets === undefined ? undefined : { sets, template: templateOf(node) };
  }
  return { sets: [], template: undefined };
}

function gitSets(git: YamlNode, { surroundings, filling, work }: Generating): readonly Parameters[] {
  const known = work.known.get(git);
  if (known !== undefined) return known;
  const sets = gitParameters(git, filling.isGo, surroundings, (entries) => {
    work.left -= entries;
    return work.left >= 0;
  });
  work.known.set(git, sets);
  return sets;
}

function templateOf(node: YamlNode): YamlMap | undefined {
  const template = valueAt(node, 'template');
  return template?.type === 'map' ? template : undefined;
}

/** A generator with the parameters of the one before it filled in, but for its `template`. */
function filledIn(generator: YamlMap, given: Parameters, { filling, report }: Generating): YamlMap | undefined {
  const filled = filling.tree(generator, given);
  if (!('complaint' in filled)) return filled.type === 'map' ? filled : undefined;
  report(problem('template', message('This cannot be filled in: {0}.', filled.complaint), filled.at));
  return undefined;
}

function listSets(list: YamlNode, { filling, report }: Generating): readonly Parameters[] {
  const elements = [...mapsOf(valueAt(list, 'elements'))];
  const text = valueAt(list, 'elementsYaml');
  if (text?.type === 'scalar' && text.text !== '') {
    const [whole = { file: '', start: 0, end: 0 }] = text.origins;
    elements.push(...mapsOf(firstDocument(text.text, () => whole).root));
  }
  if (filling.isGo) return elements;
  return elements.flatMap((element) => {
    const entries: YamlEntry[] = [];
    for (const entry of element.entries) {
      const { key, value } = entry;
      if (key === 'values' && value.type === 'map')
        for (const inner of value.entries)
          entries.push({
            ...inner,
            key: `values.${inner.key}`,
            value: inner.value.type === 'scalar' ? textNode(scalarText(inner.value), inner.value.origins) : inner.value,
          });
      else if (value.type === 'scalar' && value.tag === '!!str') entries.push(entry);
      else {
        const [at = element.origins[0]] = value.origins;
        if (at !== undefined)
          report(problem('generator', message('Without goTemplate the elements of a list hold texts only; {0} is none.', key), at));
        return [];
      }
    }
    return [mapNode(entries, element.origins)];
  });
}

/** With the `values` of the generator, which may use its own parameters. */
function withValues(sets: readonly Parameters[], node: YamlNode, { filling, report }: Generating): readonly Parameters[] {
  const values = valueAt(node, 'values');
  if (values?.type !== 'map' || values.entries.length === 0) return sets;
  return sets.slice(0, mostApplications + 1).flatMap((set) => {
    const filled = filling.tree(values, set);
    if ('complaint' in filled) {
      report(problem('template', message('This cannot be filled in: {0}.', filled.complaint), filled.at));
      return [];
    }
    if (filled.type !== 'map') return [set];
    const entries: readonly YamlEntry[] = filling.isGo
      ? [{ key: 'values', keyOrigins: values.origins, value: filled }]
      : filled.entries.map((entry) => ({ ...entry, key: `values.${entry.key}` }));
    return [firstWins(mapNode(entries, values.origins), set)];
  });
}

function matrix(node: YamlNode, generating: Generating, depth: number): readonly Parameters[] | undefined {
  const [first, second, ...more] = mapsOf(valueAt(node, 'generators'));
  const { object, filling, report } = generating;
  if (first === undefined || second === undefined || more.length > 0) {
    report(problem('generator', message('A matrix takes two generators.'), placeOf(object, valueAt(node, 'generators'), node)));
    return [];
  }
  const outer = generated(first, generating, undefined, depth + 1);
  if (outer === undefined) return undefined;
  const sets: Parameters[] = [];
  for (const one of outer.sets) {
    const inner = generated(second, generating, one, depth + 1);
    if (inner === undefined) return undefined;
    for (const other of inner.sets) {
      if (sets.length > mostApplications) return sets;
      const both = filling.isGo ? firstWins(one, other) : combined(one, other);
      if ('key' in both) report(problem('generator', both, placeOf(object, node)));
      else sets.push(both);
    }
  }
  return sets;
}

/** The sets of the first generator, with what those of the others say of the same keys. */
function merge(node: YamlNode, generating: Generating, depth: number): readonly Parameters[] | undefined {
  const keys = textsOf(valueAt(node, 'mergeKeys'));
  const [first, ...others] = mapsOf(valueAt(node, 'generators'));
  if (first === undefined) return [];
  const base = generated(first, generating, undefined, depth + 1);
  if (base === undefined) return undefined;
  const keyOf = (set: Parameters): string => JSON.stringify(keys.map((key) => textAt(set, key) ?? null));
  const merged = new Map(base.sets.map((set) => [keyOf(set), set]));
  for (const other of others) {
    const made = generated(other, generating, undefined, depth + 1);
    if (made === undefined) return undefined;
    for (const set of made.sets) {
      const before = merged.get(keyOf(set));
      if (before !== undefined) merged.set(keyOf(set), firstWins(set, before));
    }
  }
  return [...merged.values()];
}
