import { message } from '../../base/message.ts';
import type { Span } from '../origin.ts';
import { nodeAt, textAt, textNode, valueAt, withoutKey, withValue } from '../yaml/change.ts';
import type { YamlMap, YamlScalar } from '../yaml/node.ts';
import { fileOf } from './entries.ts';
import { fieldSpecsOf } from './configuration.ts';
import { conform, type Misfit } from './conform.ts';
import { isTrue } from './generate.ts';
import { absorb, generateOne, type Generating } from './generating.ts';
import { hashed } from './hashed.ts';
import { identityOf } from './identity.ts';
import type { Kustomization } from './kustomizationFile.ts';
import { pluginShapes } from './kustomizationShape.ts';
import { inFile, readYaml } from '../yaml/read.ts';
import { readObjects } from './objects.ts';
import type { BuildOrigin } from './origin.ts';
import { failure, lostObjects, placeOf, reaching, unsupported, type Report } from './problem.ts';
import { resourceOf, type Resource } from './resource.ts';
import type { ResourceList } from './resourceList.ts';
import {
  changesBy,
  jsonPatchTransformer,
  patchTransformer,
  replacementTransformer,
  selected,
  strategicMergeTransformer,
  type TransformContext,
  type Transformer,
} from './transform.ts';
import { setImages } from './transformers/images.ts';
import { addToNames } from './transformers/names.ts';
import { setNamespace, type Subjects } from './transformers/namespace.ts';
import { setReplicas } from './transformers/replicas.ts';
import { setTexts } from './transformers/texts.ts';
import { addValue } from './transformers/valueAdd.ts';
import { mergeByIdentity } from './transformers/patch.ts';
import { yamlFailure } from './yamlFailure.ts';

type Kind = keyof typeof pluginShapes;

const generatorKinds: ReadonlySet<string> = new Set([
  'ConfigMapGenerator',
  'SecretGenerator',
  'IAMPolicyGenerator',
  'HelmChartInflationGenerator',
]);

/** The configuration of a builtin, its types checked; undefined: it is none, or it fails, which is reported. */
function builtin(resource: Resource, asGenerator: boolean, report: Report): { readonly kind: Kind; readonly root: YamlMap } | undefined {
  const { group, version, kind } = identityOf(resource.root);
  const at = resource.broughtBy.at(-1) ?? { file: resource.source, start: 0, end: 0 };
  if (group !== '' || version !== 'builtin') {
    const problem = unsupported(message('{0} is a program of somebody else, which is not run here.', kind), at);
    report(asGenerator ? reaching(problem, lostObjects) : problem);
    return undefined;
  }
  if (kind === 'HelmChartInflationGenerator' && asGenerator) {
    report(reaching(unsupported(message('This chart is not rendered here; kustomize does so with --enable-helm alone.'), at), lostObjects));
    return undefined;
  }
  if (!Object.hasOwn(pluginShapes, kind) || generatorKinds.has(kind) !== asGenerator) {
    const text = asGenerator
      ? message('Kustomize knows no builtin generator {0}.', kind)
      : message('Kustomize knows no builtin transformer {0}.', kind);
    report(failure('unknown-builtin', text, at, [{ message: message('Its configuration stands here.'), at: placeOf(resource.root, at) }]));
    return undefined;
  }
  const misfits: Misfit[] = [];
  const root = conform(resource.root, pluginShapes[kind as Kind], {
    strict: false,
    asTexts: true,
    misfit: (misfit) => misfits.push(misfit),
  });
  for (const misfit of misfits) report(failure('invalid-kustomization', misfit.message, misfit.at));
  return misfits.length === 0 && root?.type === 'map' ? { kind: kind as Kind, root } : undefined;
}

/** Origin of what a configuration does. */
function pluginOrigin({ root, origin }: Resource): BuildOrigin | undefined {
  if (origin === undefined) return undefined;
  const { kind, name, namespace } = identityOf(root);
  return {
    ...(origin.path === undefined ? {} : { configuredIn: origin.path }),
    configuredBy: { apiVersion: textAt(root, 'apiVersion') ?? '', kind, name, namespace },
  };
}

export function pluginGenerators(configurations: readonly Resource[], generating: Generating): void {
  const { kustomization, report } = generating;
  for (const resource of configurations) {
    const plugin = builtin(resource, true, report);
    if (plugin === undefined) continue;
    const { kind, root } = plugin;
    const origin = pluginOrigin(resource);
    if (kind === 'ConfigMapGenerator' || kind === 'SecretGenerator') {
      generateOne(kind === 'SecretGenerator' ? 'Secret' : 'ConfigMap', named(root), undefined, origin, generating);
    } else {
      const made = serviceAccount(root, resource, report);
      if (made === undefined) continue;
      const at = placeOf(root, made.broughtBy[0] ?? fileOf(kustomization));
      absorb({ resource: origin === undefined ? made : { ...made, origin }, behavior: 'create' }, at, generating);
    }
  }
}

/** Name and namespace may stand in its metadata. */
function named(root: YamlMap): YamlMap {
  let result = withoutKey(root, 'metadata');
  for (const key of ['name', 'namespace']) {
    const value = nodeAt(root, 'metadata', key);
    if ((textAt(root, key) ?? '') === '' && value !== undefined) result = withValue(result, key, value);
  }
  return result;
}

/** api/filters/iampolicygenerator/iampolicygenerator.go */
function serviceAccount(root: YamlMap, resource: Resource, report: Report): Resource | undefined {
  const at = resource.broughtBy.at(-1) ?? { file: resource.source, start: 0, end: 0 };
  if (textAt(root, 'cloud') !== 'gke') {
    report(
      failure('generator-input', message('Only the cloud "gke" is known to this generator.'), placeOf(valueAt(root, 'cloud') ?? root, at)),
    );
    return undefined;
  }
  const field = (...path: readonly [string, string]): string => {
    const value = nodeAt(root, ...path);
    return value?.type === 'scalar' ? value.text : '';
  };
  const namespace = field('kubernetesService', 'namespace');
  const text = [
    'apiVersion: v1',
    'kind: ServiceAccount',
    'metadata:',
    '  annotations:',
    `    iam.gke.io/gcp-service-account: ${field('serviceAccount', 'name')}@${field('serviceAccount', 'projectId')}.iam.gserviceaccount.com`,
    `  name: ${field('kubernetesService', 'name')}`,
    ...(namespace === '' ? [] : [`  namespace: ${namespace}`]),
  ].join('\n');
  const [object] = readObjects(text, () => placeOf(root, at)).objects;
  return object === undefined ? undefined : resourceOf(object, resource.source, [at]);
}

/** Builtin transformers configured by objects of their own; their `fieldSpecs` stand instead of the default lists. api/internal/plugins/loader/loader.go */
export function pluginTransformers(
  configurations: readonly Resource[],
  kustomization: Kustomization,
  context: TransformContext,
): readonly Transformer[] {
  return configurations.flatMap((resource) => {
    const plugin = builtin(resource, false, context.report);
    if (plugin === undefined) return [];
    const made = transformer(plugin.kind, plugin.root, resource, kustomization, context);
    return made.map((step) => ({ ...step, origin: pluginOrigin(resource) }));
  });
}

function transformer(
  kind: Kind,
  root: YamlMap,
  resource: Resource,
  kustomization: Kustomization,
  context: TransformContext,
): readonly Transformer[] {
  const { report, loader, budget } = context;
  const at: Span = placeOf(root, { file: resource.source, start: 0, end: 0 });
  const specsNode = valueAt(root, 'fieldSpecs');
  const specs = fieldSpecsOf(specsNode);
  const text = (key: string): YamlScalar => {
    const value = valueAt(root, key);
    return value?.type === 'scalar' ? value : textNode('', root.origins);
  };
  const step = (run: (list: ResourceList) => void, changes = changesBy(specs)): readonly Transformer[] => [{ kind, run, changes }];
  const names = (...parts: readonly ('prefix' | 'suffix')[]): readonly Transformer[] => {
    if (specsNode === undefined) {
      report(failure('invalid-kustomization', message('A {0} without fieldSpecs is refused.', kind), at));
      return [];
    }
    return step((list) => {
      for (const part of parts) addToNames(part, text(part), specs, { list, report, budget, at });
    });
  };
  switch (kind) {
    case 'AnnotationsTransformer':
    case 'LabelTransformer': {
      const pairs = valueAt(root, kind === 'LabelTransformer' ? 'labels' : 'annotations');
      return step(
        (list) => {
          if (pairs?.type === 'map') setTexts(pairs, specs, { list, report, budget, at });
        },
        changesBy(specs, pairs),
      );
    }
    case 'NamespaceTransformer': {
      const namespace = nodeAt(root, 'metadata', 'namespace');
      const subjects = textAt(root, 'setRoleBindingSubjects') ?? '';
      if (subjects !== '' && !isSubjects(subjects)) {
        report(
          failure(
            'invalid-kustomization',
            message('The subjects must be "defaultOnly", "allServiceAccounts" or "none".'),
            placeOf(text('setRoleBindingSubjects'), at),
          ),
        );
        return [];
      }
      if (namespace?.type !== 'scalar' || namespace.text === '') return [];
      const setting = {
        namespace,
        specs,
        unsetOnly: isTrue(valueAt(root, 'unsetOnly')),
        subjects: isSubjects(subjects) ? subjects : ('defaultOnly' as const),
      };
      return step((list) => {
        setNamespace(setting, { list, report, budget, at });
      });
    }
    case 'PrefixTransformer':
      return names('prefix');
    case 'SuffixTransformer':
      return names('suffix');
    case 'PrefixSuffixTransformer':
      return names('prefix', 'suffix');
    case 'ImageTagTransformer': {
      const image = valueAt(root, 'imageTag');
      return step((list) => {
        if (image?.type === 'map') setImages(image, specs, { list, report, budget, at });
      });
    }
    case 'ReplicaCountTransformer': {
      const replica = valueAt(root, 'replica');
      return step((list) => {
        if (replica?.type === 'map') setReplicas(replica, specs, { list, report, budget, at });
      });
    }
    case 'PatchTransformer': {
      const made = patchTransformer(root, at, context);
      return made === undefined ? [] : [made];
    }
    case 'PatchJson6902Transformer': {
      const made = jsonPatchTransformer(root, 'jsonOp', at, context);
      return made === undefined ? [] : [made];
    }
    case 'PatchStrategicMergeTransformer': {
      const paths = valueAt(root, 'paths');
      const listed = paths?.type === 'list' ? paths.items.filter((item) => item.type === 'scalar') : [];
      const patches = text('patches');
      if (listed.length === 0 && patches.text === '') {
        report(failure('patch-invalid', message('A patch needs a text or a path.'), at));
        return [];
      }
      const made: Transformer[] = listed.length === 0 ? [] : [strategicMergeTransformer(listed, at, context)];
      if (patches.text !== '') {
        const { objects, problems } = readObjects(patches.text, loader.placing(patches), 'first');
        for (const problem of problems) report(problem);
        made.push({
          kind,
          changes: 0,
          run: (list) => {
            for (const patch of objects)
              mergeByIdentity(patch, { name: false, kind: false }, context.schema(), { list, report, budget, at }, true);
          },
        });
      }
      return made;
    }
    case 'ReplacementTransformer': {
      const replacements = valueAt(root, 'replacements');
      return [
        replacementTransformer(replacements?.type === 'list' ? replacements.items.filter((item) => item.type === 'map') : [], at, context),
      ];
    }
    case 'ValueAddTransformer': {
      const targets = [...targetsOf(root)];
      const path = text('targetFilePath');
      if (path.text !== '') {
        const loaded = context.load(path);
        if (loaded === undefined) return [];
        targets.push(...targetsIn(loader.text(loaded.file) ?? '', loaded.file, report));
      }
      if (targets.length === 0) {
        report(failure('invalid-kustomization', message('A ValueAddTransformer needs targets.'), at));
        return [];
      }
      const value = text('value');
      const trimmed = value.text.trim();
      const written = { ...value, text: trimmed === '' ? (kustomization.folder.split('/').at(-1) ?? '') : trimmed };
      return step((list) => {
        for (const target of targets) addValue(written, target, (selector) => selected(selector, at, report), { list, report, budget, at });
      }, targets.length);
    }
    case 'HashTransformer':
      return step((list) => {
        hashed(list, report);
      });
    case 'ConfigMapGenerator':
    case 'SecretGenerator':
    case 'IAMPolicyGenerator':
      return [];
  }
}

function isSubjects(text: string): text is Subjects {
  return text === 'defaultOnly' || text === 'allServiceAccounts' || text === 'none';
}

function targetsOf(root: YamlMap): readonly YamlMap[] {
  const targets = valueAt(root, 'targets');
  return targets?.type === 'list' ? targets.items.filter((item) => item.type === 'map') : [];
}

function targetsIn(text: string, file: string, report: Report): readonly YamlMap[] {
  const [document] = readYaml(text, inFile(file), { dialect: 'yaml-1.1', duplicates: 'last' });
  for (const problem of document?.problems ?? []) report(yamlFailure(problem, 'malformed-yaml'));
  if (document?.root === undefined) return [];
  const misfit = (found: Misfit): void => {
    report(failure('invalid-kustomization', found.message, found.at));
  };
  const fitting = conform(document.root, pluginShapes.ValueAddTransformer, { strict: false, asTexts: true, misfit });
  return fitting?.type === 'map' ? targetsOf(fitting) : [];
}
