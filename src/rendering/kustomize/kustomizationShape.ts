/** The shape of a kustomization, as Go decodes it: unknown fields and wrong types are errors, letter case of field names is not looked at. api/types/kustomization.go */
export type Shape =
  | 'text'
  | 'boolean'
  | 'integer'
  | 'any'
  | { readonly list: Shape }
  | { readonly map: Shape }
  | { readonly fields: Readonly<Record<string, Shape>> };

const texts: Shape = { list: 'text' };
const textMap: Shape = { map: 'text' };

const groupVersionKind = { group: 'text', version: 'text', kind: 'text' } as const;
const identity = { ...groupVersionKind, name: 'text', namespace: 'text' } as const;
const selector: Shape = { fields: { ...identity, annotationSelector: 'text', labelSelector: 'text' } };
const metadata: Shape = { fields: { name: 'text', namespace: 'text', labels: textMap, annotations: textMap } };
export const fieldSpecShape: Shape = { fields: { ...groupVersionKind, path: 'text', create: 'boolean' } };
const fieldSpecs: Shape = { list: fieldSpecShape };
const patch: Shape = { fields: { path: 'text', patch: 'text', target: selector, options: { map: 'boolean' } } };
const image: Shape = { fields: { name: 'text', newName: 'text', tagSuffix: 'text', newTag: 'text', digest: 'text' } };
const generatorOptions: Shape = {
  fields: { labels: textMap, annotations: textMap, disableNameSuffixHash: 'boolean', immutable: 'boolean' },
};
const generator = {
  namespace: 'text',
  name: 'text',
  behavior: 'text',
  literals: texts,
  files: texts,
  envs: texts,
  env: 'text',
  options: generatorOptions,
} as const;
const fieldOptions: Shape = { fields: { delimiter: 'text', index: 'integer', encoding: 'text', create: 'boolean' } };

const replacement = {
  source: { fields: { ...identity, fieldPath: 'text', options: fieldOptions } },
  sourceValue: 'text',
  targets: { list: { fields: { select: selector, reject: { list: selector }, fieldPaths: texts, options: fieldOptions } } },
} as const satisfies Record<string, Shape>;

export const replacementShape: Shape = { fields: replacement };

const variable: Shape = {
  fields: { name: 'text', objref: { fields: { apiVersion: 'text', ...identity } }, fieldref: { fields: { fieldPath: 'text' } } },
};

const helmChart: Shape = {
  fields: {
    name: 'text',
    version: 'text',
    repo: 'text',
    releaseName: 'text',
    namespace: 'text',
    additionalValuesFiles: texts,
    valuesFile: 'text',
    valuesInline: { map: 'any' },
    valuesMerge: 'text',
    includeCRDs: 'boolean',
    skipHooks: 'boolean',
    apiVersions: texts,
    kubeVersion: 'text',
    nameTemplate: 'text',
    skipTests: 'boolean',
    debug: 'boolean',
    devel: 'boolean',
  },
};

const oldHelmChart: Shape = {
  fields: {
    chartName: 'text',
    chartVersion: 'text',
    chartRepoUrl: 'text',
    chartHome: 'text',
    chartRepoName: 'text',
    helmBin: 'text',
    helmHome: 'text',
    values: 'text',
    valuesLocal: { map: 'any' },
    valuesMerge: 'text',
    releaseName: 'text',
    releaseNamespace: 'text',
    extraArgs: texts,
  },
};

export const kustomizationShape: Shape = {
  fields: {
    apiVersion: 'text',
    kind: 'text',
    metadata,
    openapi: textMap,
    namePrefix: 'text',
    nameSuffix: 'text',
    namespace: 'text',
    commonLabels: textMap,
    labels: { list: { fields: { pairs: textMap, includeSelectors: 'boolean', includeTemplates: 'boolean', fields: fieldSpecs } } },
    commonAnnotations: textMap,
    patchesStrategicMerge: texts,
    patchesJson6902: { list: patch },
    patches: { list: patch },
    images: { list: image },
    imageTags: { list: image },
    replacements: { list: { fields: { ...replacement, path: 'text' } } },
    replicas: { list: { fields: { name: 'text', count: 'integer' } } },
    vars: { list: variable },
    sortOptions: { fields: { order: 'text', legacySortOptions: { fields: { orderFirst: texts, orderLast: texts } } } },
    resources: texts,
    components: texts,
    crds: texts,
    bases: texts,
    configMapGenerator: { list: { fields: generator } },
    secretGenerator: { list: { fields: { ...generator, type: 'text' } } },
    helmGlobals: { fields: { chartHome: 'text', configHome: 'text' } },
    helmCharts: { list: helmChart },
    helmChartInflationGenerator: { list: oldHelmChart },
    generatorOptions,
    configurations: texts,
    generators: texts,
    transformers: texts,
    validators: texts,
    buildMetadata: texts,
  },
};

/** A file of `configurations`. api/internal/plugins/builtinconfig/transformerconfig.go */
export const configurationShape: Shape = {
  fields: {
    namePrefix: fieldSpecs,
    nameSuffix: fieldSpecs,
    namespace: fieldSpecs,
    commonLabels: fieldSpecs,
    labels: fieldSpecs,
    templateLabels: fieldSpecs,
    commonAnnotations: fieldSpecs,
    nameReference: { list: { fields: { ...groupVersionKind, fieldSpecs } } },
    varReference: fieldSpecs,
    images: fieldSpecs,
    replicas: fieldSpecs,
  },
};

/** The configurations of builtin generators and transformers; what else stands in them is not looked at. */
export const pluginShapes = {
  ConfigMapGenerator: { fields: { metadata, ...generator } },
  SecretGenerator: { fields: { metadata, ...generator, type: 'text' } },
  AnnotationsTransformer: { fields: { annotations: textMap, fieldSpecs } },
  LabelTransformer: { fields: { labels: textMap, fieldSpecs } },
  NamespaceTransformer: { fields: { metadata, fieldSpecs, unsetOnly: 'boolean', setRoleBindingSubjects: 'text' } },
  PrefixTransformer: { fields: { prefix: 'text', fieldSpecs } },
  SuffixTransformer: { fields: { suffix: 'text', fieldSpecs } },
  PrefixSuffixTransformer: { fields: { prefix: 'text', suffix: 'text', fieldSpecs } },
  ImageTagTransformer: { fields: { imageTag: image, fieldSpecs } },
  ReplicaCountTransformer: { fields: { replica: { fields: { name: 'text', count: 'integer' } }, fieldSpecs } },
  PatchTransformer: patch,
  PatchStrategicMergeTransformer: { fields: { paths: texts, patches: 'text' } },
  PatchJson6902Transformer: { fields: { target: selector, path: 'text', jsonOp: 'text' } },
  ReplacementTransformer: { fields: { replacements: { list: { fields: { ...replacement, path: 'text' } } } } },
  ValueAddTransformer: {
    fields: {
      value: 'text',
      targets: { list: { fields: { selector, fieldPath: 'text', filePathPosition: 'integer' } } },
      targetFilePath: 'text',
    },
  },
  HashTransformer: { fields: {} },
  IAMPolicyGenerator: {
    fields: {
      cloud: 'text',
      kubernetesService: { fields: { name: 'text', namespace: 'text' } },
      serviceAccount: { fields: { name: 'text', projectId: 'text' } },
    },
  },
} as const satisfies Record<string, Shape>;
