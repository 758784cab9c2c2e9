import { message } from '../../base/message.ts';
import type { Span } from '../origin.ts';
import { entryAt, textAt, valueAt, withoutKey } from '../yaml/change.ts';
import type { YamlMap, YamlNode, YamlScalar } from '../yaml/node.ts';
import { inFile } from '../yaml/read.ts';
import { withTextAnnotations } from './annotations.ts';
import type { Budget } from './budget.ts';
import { fieldSpecsOf, type Configuration } from './configuration.ts';
import { mergedSpecs, type FieldSpec } from './fieldSpec.ts';
import { isTrue } from './generate.ts';
import type { Kustomization } from './kustomizationFile.ts';
import type { Loader } from './loader.ts';
import type { MergeSchema } from './mergeSchema.ts';
import { readObjects } from './objects.ts';
import { failure, placeOf, unsupported, type Related, type Report } from './problem.ts';
import type { BuildOrigin } from './origin.ts';
import type { ResourceList } from './resourceList.ts';
import { selecting, type Selecting } from './select.ts';
import { setImages } from './transformers/images.ts';
import { addToNames } from './transformers/names.ts';
import { setNamespace } from './transformers/namespace.ts';
import { mergeByIdentity, mergeIntoSelected, patchSelected } from './transformers/patch.ts';
import { readOperations, readPatch } from './transformers/readPatch.ts';
import { replaceAll } from './transformers/replace.ts';
import { setReplicas } from './transformers/replicas.ts';
import { setTexts } from './transformers/texts.ts';

/** One step of a layer. */
export interface Transformer {
  readonly run: (list: ResourceList) => void;
  /** The real tool's name for it. */
  readonly kind: string;
  /** How many things it does to each object, or tries to; absent: one. What it does to few it counts itself. */
  readonly changes?: number;
  readonly origin?: BuildOrigin | undefined;
}

export interface TransformContext {
  /** A file that an entry names; undefined: the reason is reported. */
  readonly load: (entry: YamlScalar) => { readonly file: string; readonly bytes: Uint8Array } | undefined;
  readonly loader: Loader;
  readonly schema: () => MergeSchema;
  readonly report: Report;
  readonly budget: Budget;
}

/** The transformers of a kustomization in the order in which kustomize runs them, whatever the order in the file. api/internal/target/kusttarget_configplugin.go */
export function transformers(
  kustomization: Kustomization,
  configuration: Configuration,
  context: TransformContext,
): readonly Transformer[] {
  const { root } = kustomization;
  const whole: Span = { file: kustomization.file, start: 0, end: 0 };
  const placeIn = (field: string): Span => entryAt(root, field)?.keyOrigins[0] ?? whole;
  const each = (field: string): readonly YamlMap[] => {
    const list = valueAt(root, field);
    return list?.type === 'list' ? list.items.filter((item) => item.type === 'map') : [];
  };
  const text = (field: string): YamlScalar | undefined => {
    const value = valueAt(root, field);
    return value?.type === 'scalar' && value.text !== '' ? value : undefined;
  };
  const steps: Transformer[] = [];
  const step = (kind: string, run: Transformer['run'], changes = 1): void => {
    steps.push({ kind, run, changes });
  };
  const strategic = valueAt(root, 'patchesStrategicMerge');
  if (strategic?.type === 'list' && strategic.items.length > 0)
    steps.push(
      strategicMergeTransformer(
        strategic.items.filter((item) => item.type === 'scalar'),
        placeIn('patchesStrategicMerge'),
        context,
      ),
    );
  for (const entry of each('patches')) {
    const transformer = patchTransformer(entry, placeOf(entry, whole), context);
    if (transformer !== undefined) steps.push(transformer);
  }
  const { report, budget } = context;
  const namespace = text('namespace');
  if (namespace !== undefined)
    step(
      'NamespaceTransformer',
      (list) => {
        const setting = { namespace, specs: configuration.namespace, unsetOnly: false, subjects: 'defaultOnly' } as const;
        setNamespace(setting, { list, report, budget, at: placeIn('namespace') });
      },
      changesBy(configuration.namespace),
    );
  for (const [part, field, kind] of [
    ['prefix', 'namePrefix', 'PrefixTransformer'],
    ['suffix', 'nameSuffix', 'SuffixTransformer'],
  ] as const) {
    const added = text(field);
    if (added !== undefined)
      step(
        kind,
        (list) => {
          addToNames(part, added, configuration[field], { list, report, budget, at: placeIn(field) });
        },
        changesBy(configuration[field]),
      );
  }
  for (const label of each('labels')) {
    const specs = labelSpecs(label, configuration, (spec) => {
      report(
        failure(
          'field-spec',
          message('Another configuration has another word on whether {0} is created.', spec.path),
          placeOf(label, whole),
        ),
      );
    });
    const pairs = valueAt(label, 'pairs');
    step(
      'LabelTransformer',
      (list) => {
        if (pairs?.type === 'map') setTexts(pairs, specs, { list, report, budget, at: placeOf(label, whole) });
      },
      changesBy(specs, pairs),
    );
  }
  const commonLabels = valueAt(root, 'commonLabels');
  if (each('labels').length > 0 || (commonLabels?.type === 'map' && commonLabels.entries.length > 0))
    step(
      'LabelTransformer',
      (list) => {
        if (commonLabels?.type === 'map')
          setTexts(commonLabels, configuration.commonLabels, { list, report, budget, at: placeIn('commonLabels') });
      },
      changesBy(configuration.commonLabels, commonLabels),
    );
  const annotations = valueAt(root, 'commonAnnotations');
  if (annotations?.type === 'map' && annotations.entries.length > 0)
    step(
      'AnnotationsTransformer',
      (list) => {
        setTexts(annotations, configuration.commonAnnotations, { list, report, budget, at: placeIn('commonAnnotations') });
      },
      changesBy(configuration.commonAnnotations, annotations),
    );
  for (const entry of each('patchesJson6902')) {
    const transformer = jsonPatchTransformer(entry, 'patch', placeOf(entry, whole), context);
    if (transformer !== undefined) steps.push(transformer);
  }
  for (const entry of each('replicas'))
    step(
      'ReplicaCountTransformer',
      (list) => {
        setReplicas(entry, configuration.replicas, { list, report, budget, at: placeOf(entry, whole) });
      },
      changesBy(configuration.replicas),
    );
  for (const field of ['images', 'imageTags'])
    for (const entry of each(field))
      step(
        'ImageTagTransformer',
        (list) => {
          setImages(entry, configuration.images, { list, report, budget, at: placeOf(entry, whole) });
        },
        changesBy(configuration.images),
      );
  // kustomize hands them to the transformer without what is empty.
  const replacements = each('replacements').map((entry) => (targetsOf(entry) === 0 ? withoutKey(entry, 'targets') : entry));
  if (replacements.length > 0) steps.push(replacementTransformer(replacements, placeIn('replacements'), context));
  return steps;
}

/** What a transformer does to each object: every pair at every spec, of which most are for other kinds. */
export function changesBy(specs: readonly FieldSpec[], pairs?: YamlNode): number {
  const count = pairs === undefined ? 1 : pairs.type === 'map' ? pairs.entries.length : 0;
  return count * (1 + specs.length / 100);
}

/** Looking whether an object is meant costs less than a change of it. */
const looking = 0.25;

const metadataLabels: FieldSpec = { group: '', version: '', kind: '', path: 'metadata/labels', create: true };

function labelSpecs(label: YamlMap, configuration: Configuration, clash: (spec: FieldSpec) => void): readonly FieldSpec[] {
  const own = mergedSpecs(fieldSpecsOf(valueAt(label, 'fields')), configuration.labels, clash);
  if (isTrue(valueAt(label, 'includeSelectors'))) return mergedSpecs(own, configuration.commonLabels, clash);
  const withTemplates = isTrue(valueAt(label, 'includeTemplates')) ? mergedSpecs(own, configuration.templateLabels, clash) : own;
  return mergedSpecs(withTemplates, [metadataLabels], clash);
}

const nothing = { name: false, kind: false };

/** `patchesStrategicMerge`: each text is tried as a patch first, then as a path. */
export function strategicMergeTransformer(entries: readonly YamlScalar[], at: Span, context: TransformContext): Transformer {
  const { report, loader, budget } = context;
  const broken: YamlScalar[] = [];
  const patches = entries.flatMap((entry) => {
    const inline = readObjects(entry.text, loader.placing(entry), 'first');
    if (inline.problems.length === 0) return inline.objects;
    if (entry.text.includes('\n')) {
      for (const problem of inline.problems) report(problem);
      broken.push(entry);
      return [];
    }
    const loaded = context.load(entry);
    if (loaded === undefined) {
      broken.push(entry);
      return [];
    }
    const read = readObjects(loader.text(loaded.file) ?? '', inFile(loaded.file), 'first');
    for (const problem of read.problems) report(problem);
    if (read.problems.length > 0) broken.push(entry);
    return read.objects;
  });
  if (broken.length === 0 && patches.length === 0) report(failure('patch-invalid', message('There is no patch in any of these.'), at));
  return {
    kind: 'PatchStrategicMergeTransformer',
    changes: 0,
    run: (list) => {
      for (const patch of patches) mergeByIdentity(patch, nothing, context.schema(), { list, report, budget, at }, true);
    },
  };
}

/** `patches` entry. undefined: refused, which is reported. */
export function patchTransformer(entry: YamlMap, at: Span, context: TransformContext): Transformer | undefined {
  const { report, loader, budget } = context;
  const refuse = (text: ReturnType<typeof message>, related: Related = []): undefined => {
    report(failure('patch-invalid', text, at, related));
    return undefined;
  };
  const inline = valueAt(entry, 'patch');
  const path = valueAt(entry, 'path');
  const hasInline = inline?.type === 'scalar' && inline.text.trim() !== '';
  const hasPath = path?.type === 'scalar' && path.text !== '';
  if (hasInline === hasPath)
    return refuse(hasInline ? message('A patch is written here or in a file, not both.') : message('A patch needs a text or a path.'));
  let read: ReturnType<typeof readPatch>;
  if (hasInline) {
    const { text } = inline;
    const start = text.length - text.trimStart().length;
    const place = loader.placing(inline);
    read = readPatch(text.trim(), (from, to) => place(from + start, to + start));
  } else {
    const loaded = path?.type === 'scalar' ? context.load(path) : undefined;
    if (loaded === undefined) return undefined;
    read = readPatch(loader.text(loaded.file) ?? '', inFile(loaded.file));
  }
  const target = valueAt(entry, 'target');
  const kind = 'PatchTransformer';
  if (read.operations !== undefined || read.objects?.length === 0) {
    if (target?.type !== 'map') return refuse(message('Operations need a target that says which objects they are for.'));
    const { operations } = read;
    return {
      kind,
      changes: looking,
      run: (list) => {
        const selects = selected(target, at, report);
        if (selects !== undefined && operations !== undefined) patchSelected(operations, selects, true, { list, report, budget, at });
      },
    };
  }
  if (read.objects === undefined)
    return refuse(
      message('This is neither a patch of an object nor a list of operations.'),
      read.problems.map((problem) => ({ message: problem.message, at: problem.at })),
    );
  const options = valueAt(entry, 'options');
  const allowed = { name: isTrue(valueAt(options, 'allowNameChange')), kind: isTrue(valueAt(options, 'allowKindChange')) };
  // The real tool notes what is allowed in the patch's annotations, and writes these anew as texts.
  const objects = allowed.name || allowed.kind ? read.objects.map((object) => withTextAnnotations(object)) : read.objects;
  if (target?.type !== 'map')
    return {
      kind,
      changes: 0,
      run: (list) => {
        for (const patch of objects) mergeByIdentity(patch, allowed, context.schema(), { list, report, budget, at }, false);
      },
    };
  const [only, second] = objects;
  if (only === undefined || second !== undefined) return refuse(message('With a target there may be one document only.'));
  return {
    kind,
    changes: looking,
    run: (list) => {
      const selects = selected(target, at, report);
      if (selects !== undefined) mergeIntoSelected(only, selects, allowed, context.schema(), { list, report, budget, at });
    },
  };
}

/** `patchesJson6902` entry; `field` holds inline operations. undefined: refused, which is reported. */
export function jsonPatchTransformer(
  entry: YamlMap,
  field: 'patch' | 'jsonOp',
  at: Span,
  context: TransformContext,
): Transformer | undefined {
  const { report, loader, budget } = context;
  const refuse = (text: ReturnType<typeof message>): undefined => {
    report(failure('patch-invalid', text, at));
    return undefined;
  };
  const target = valueAt(entry, 'target');
  if (target?.type !== 'map' || (textAt(target, 'name') ?? '') === '') return refuse(message('This patch needs a target with a name.'));
  const inline = valueAt(entry, field);
  const path = valueAt(entry, 'path');
  const hasInline = inline?.type === 'scalar' && inline.text !== '';
  const hasPath = path?.type === 'scalar' && path.text !== '';
  if (hasInline === hasPath)
    return refuse(hasInline ? message('A patch is written here or in a file, not both.') : message('A patch needs a text or a path.'));
  const loaded = hasInline || path?.type !== 'scalar' ? undefined : context.load(path);
  if (!hasInline && loaded === undefined) return undefined;
  const operations =
    loaded === undefined
      ? inline?.type === 'scalar'
        ? readOperations(inline.text, loader.placing(inline))
        : []
      : readOperations(loader.text(loaded.file) ?? '', inFile(loaded.file));
  if (!('type' in operations)) {
    for (const problem of operations) report({ ...problem, class: 'patch-invalid' });
    return undefined;
  }
  if (operations.items.length === 0) return refuse(message('There is no operation in this patch.'));
  return {
    kind: 'PatchJson6902Transformer',
    changes: looking,
    run: (list) => {
      const selects = selected(target, at, report);
      if (selects !== undefined) patchSelected(operations, selects, false, { list, report, budget, at });
    },
  };
}

export function replacementTransformer(entries: readonly YamlMap[], at: Span, context: TransformContext): Transformer {
  const { report, budget } = context;
  const read = entries.flatMap((entry) => replacementsOf(entry, at, context));
  return {
    kind: 'ReplacementTransformer',
    changes: looking * read.reduce((sum, replacement) => sum + 1 + targetsOf(replacement), 0),
    run: (list) => {
      replaceAll(read, { list, report, budget, at });
    },
  };
}

function targetsOf(replacement: YamlMap): number {
  const targets = valueAt(replacement, 'targets');
  return targets?.type === 'list' ? targets.items.length : 0;
}

function replacementsOf(entry: YamlMap, at: Span, context: TransformContext): readonly YamlMap[] {
  const path = valueAt(entry, 'path');
  if (path?.type !== 'scalar' || path.text === '') return [entry];
  if (valueAt(entry, 'source') !== undefined || valueAt(entry, 'targets') !== undefined) {
    context.report(failure('replacement-option', message('A replacement is written here or in a file, not both.'), placeOf(path, at)));
    return [];
  }
  const loaded = context.load(path);
  return loaded === undefined ? [] : context.loader.replacements(loaded.file, context.report);
}

/** The selector of a target; undefined: it cannot be read, which is reported. */
export function selected(target: YamlMap, at: Span, report: Report): Selecting | undefined {
  const result = selecting(target);
  if ('selects' in result) return result.selects;
  const { problem } = result;
  const place = placeOf(problem.node, at);
  report(problem.isUnknown ? unsupported(problem.message, place) : failure('patch-invalid', problem.message, place));
  return undefined;
}
