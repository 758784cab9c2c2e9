import { message } from '../../base/message.ts';
import type { Span } from '../origin.ts';
import { textAt, valueAt } from '../yaml/change.ts';
import type { YamlMap, YamlNode } from '../yaml/node.ts';
import { inFile, readYaml } from '../yaml/read.ts';
import { conform } from './conform.ts';
import { defaultFields } from './defaultFields.ts';
import { mergedSpecs, type FieldSpec, type GroupVersionKind } from './fieldSpec.ts';
import { configurationShape } from './kustomizationShape.ts';
import { defaultNameReferences, type NameReference } from './nameReferenceTable.ts';
import { compareKinds } from './order.ts';
import { failure, placeOf, type Report } from './problem.ts';
import { yamlFailure } from './yamlFailure.ts';

const lists = [
  'namePrefix',
  'nameSuffix',
  'namespace',
  'commonLabels',
  'labels',
  'templateLabels',
  'commonAnnotations',
  'varReference',
  'images',
  'replicas',
] as const;

type ListName = (typeof lists)[number];

/** Where each transformer writes: the lists that kustomize comes with and what `configurations` and `crds` add. Travels upwards with the objects. */
export type Configuration = Readonly<Record<ListName, readonly FieldSpec[]>> & { readonly nameReference: readonly NameReference[] };

export const defaultConfiguration: Configuration = inOrder({ ...defaultFields, nameReference: defaultNameReferences });

export const emptyConfiguration: Configuration = {
  namePrefix: [],
  nameSuffix: [],
  namespace: [],
  commonLabels: [],
  labels: [],
  templateLabels: [],
  commonAnnotations: [],
  varReference: [],
  images: [],
  replicas: [],
  nameReference: [],
};

/** Each list by kinds. It matters: a field of all kinds that is merged behind the same field of one kind counts as there already. (sortFields) */
function inOrder(configuration: Configuration): Configuration {
  const sorted: Record<string, readonly FieldSpec[]> = Object.fromEntries(
    lists.map((list) => [list, configuration[list].toSorted(compareKinds)] as const),
  );
  return { ...(sorted as Record<ListName, readonly FieldSpec[]>), nameReference: configuration.nameReference.toSorted(compareKinds) };
}

/** `clash`: a field that both name, with another word about creation. (Merge) */
export function mergedConfiguration(one: Configuration, other: Configuration, clash: (spec: FieldSpec) => void): Configuration {
  if (one === other || other === emptyConfiguration) return one;
  if (one === emptyConfiguration && other === defaultConfiguration) return other;
  const merged = Object.fromEntries(
    lists.map((list) => [list, one[list] === other[list] ? one[list] : mergedSpecs(one[list], other[list], clash)]),
  );
  return inOrder({
    ...(merged as Record<ListName, readonly FieldSpec[]>),
    nameReference: mergedReferences(one.nameReference, other.nameReference, clash),
  });
}

function mergedReferences(
  one: readonly NameReference[],
  other: readonly NameReference[],
  clash: (spec: FieldSpec) => void,
): readonly NameReference[] {
  if (one === other) return one;
  const merged = [...one];
  for (const added of other) {
    const index = merged.findIndex(({ group, version, kind }) => group === added.group && version === added.version && kind === added.kind);
    const known = merged[index];
    if (known === undefined) merged.push(added);
    else merged[index] = { ...known, referrers: mergedSpecs(known.referrers, added.referrers, clash) };
  }
  return merged;
}

/** A file of `configurations`. Strict, so that one wrong field refuses the file. api/internal/plugins/builtinconfig/loaddefaultconfig.go */
export function readConfiguration(text: string, file: string, report: Report): Configuration {
  const [document] = readYaml(text, inFile(file), { dialect: 'yaml-1.1', duplicates: 'error' });
  let isBroken = false;
  for (const problem of document?.problems ?? []) {
    report(yamlFailure(problem, 'invalid-kustomization'));
    isBroken = true;
  }
  if (document?.root === undefined) return emptyConfiguration;
  const root = conform(document.root, configurationShape, {
    strict: true,
    asTexts: true,
    misfit: (misfit) => {
      report(failure('invalid-kustomization', misfit.message, misfit.at));
      isBroken = true;
    },
  });
  if (isBroken || root?.type !== 'map') return emptyConfiguration;
  const listed = Object.fromEntries(lists.map((list) => [list, fieldSpecsOf(valueAt(root, list))]));
  return inOrder({ ...(listed as Record<ListName, readonly FieldSpec[]>), nameReference: referencesOf(valueAt(root, 'nameReference')) });
}

export function fieldSpecsOf(node: YamlNode | undefined): readonly FieldSpec[] {
  if (node?.type !== 'list') return [];
  return node.items.flatMap((item) => (item.type === 'map' ? [fieldSpecOf(item)] : []));
}

export function fieldSpecOf(item: YamlMap): FieldSpec {
  return { ...groupVersionKindOf(item), path: textAt(item, 'path') ?? '', create: /^t|^y|^on/i.test(textAt(item, 'create') ?? '') };
}

function groupVersionKindOf(item: YamlMap): GroupVersionKind {
  return { group: textAt(item, 'group') ?? '', version: textAt(item, 'version') ?? '', kind: textAt(item, 'kind') ?? '' };
}

function referencesOf(node: YamlNode | undefined): readonly NameReference[] {
  if (node?.type !== 'list') return [];
  return node.items.flatMap((item) =>
    item.type === 'map' ? [{ ...groupVersionKindOf(item), referrers: fieldSpecsOf(valueAt(item, 'fieldSpecs')) }] : [],
  );
}

/** A file of `crds`: OpenAPI definitions, of which marks at properties name fields. api/internal/accumulator/loadconfigfromcrds.go */
export function readDefinitions(text: string, file: string, report: Report): Configuration {
  const [document] = readYaml(text, inFile(file), { dialect: 'yaml-1.1', duplicates: 'last' });
  for (const problem of document?.problems ?? []) report(yamlFailure(problem, 'openapi'));
  const root = document?.root;
  if (root === undefined) return emptyConfiguration;
  if (root.type !== 'map') {
    report(failure('openapi', message('Definitions of OpenAPI are expected here.'), placeOf(root, wholeOf(file))));
    return emptyConfiguration;
  }
  const found = new Definitions(root);
  for (const { key, value } of root.entries) {
    const properties = propertiesOf(value);
    if (['kind', 'apiVersion', 'metadata'].every((field) => valueAt(properties, field) !== undefined))
      found.collect({ group: '', version: '', kind: key.split('.').at(-1) ?? key }, key, []);
  }
  return {
    ...emptyConfiguration,
    commonAnnotations: found.annotations,
    commonLabels: found.labels,
    namePrefix: found.identities,
    nameReference: found.references,
  };
}

function wholeOf(file: string): Span {
  return { file, start: 0, end: 0 };
}

function propertiesOf(definition: YamlNode | undefined): YamlNode | undefined {
  // Go's decoder does not look at letter case.
  const schema = valueAt(definition, 'Schema') ?? valueAt(definition, 'schema');
  return valueAt(schema, 'properties');
}

class Definitions {
  readonly annotations: FieldSpec[] = [];
  readonly labels: FieldSpec[] = [];
  readonly identities: FieldSpec[] = [];
  readonly references: NameReference[] = [];
  readonly #root: YamlMap;
  #left = 10_000;

  constructor(root: YamlMap) {
    this.#root = root;
  }

  collect(target: GroupVersionKind, type: string, path: readonly string[]): void {
    const properties = propertiesOf(valueAt(this.#root, type));
    if (properties?.type !== 'map' || path.length > 50) return;
    for (const { key, value: property } of properties.entries) {
      // A type that contains itself is followed for ever by the real tool.
      if (this.#left-- <= 0) return;
      const spec = (...more: readonly string[]): FieldSpec => ({ ...target, path: [...path, key, ...more].join('/'), create: false });
      const mark = (name: string): string | undefined => {
        const value = valueAt(property, `x-kubernetes-${name}`);
        return value?.type === 'scalar' && value.tag === '!!str' ? value.text : undefined;
      };
      if (mark('annotation') !== undefined) this.annotations.push(spec());
      if (mark('label-selector') !== undefined) this.labels.push(spec());
      if (mark('identity') !== undefined) this.identities.push(spec());
      const version = mark('object-ref-api-version');
      const kind = mark('object-ref-kind');
      if (version !== undefined && kind !== undefined)
        this.references.push({ group: '', version, kind, referrers: [spec(mark('object-ref-name-key') ?? 'name')] });
      const reference = textAt(property, '$ref');
      if (reference !== undefined) this.collect(target, reference, [...path, key]);
    }
  }
}
