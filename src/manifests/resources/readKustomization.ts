import type { Fields } from '../fields.ts';
import type { ResourceBase } from '../metadata.ts';
import type { KustomizationResource } from './kustomization.ts';

export function readKustomization(fields: Fields, base: ResourceBase): KustomizationResource {
  return {
    ...base,
    type: 'Kustomization',
    resources: [...fields.strings('resources'), ...fields.strings('bases')],
    components: fields.strings('components'),
    otherFiles: readOtherFiles(fields),
    namespace: fields.string('namespace') || undefined,
    namePrefix: fields.string('namePrefix') ?? '',
    nameSuffix: fields.string('nameSuffix') ?? '',
    commonLabels: fields.stringMap('commonLabels'),
    commonAnnotations: fields.stringMap('commonAnnotations'),
    labels: fields
      .maps('labels')
      .map((item) => ({
        pairs: item.stringMap('pairs'),
        includeSelectors: item.boolean('includeSelectors') ?? false,
        includeTemplates: item.boolean('includeTemplates') ?? false,
      })),
    unapplied: unappliedFields.filter((key) => !isEmpty(fields.at(key))),
  };
}

/** Fields that may change which resources there are, or their names, labels, namespaces and addresses. Generators of ConfigMaps and Secrets, images, `crds` and `openapi` do not. */
const unappliedFields = [
  'patches',
  'patchesStrategicMerge',
  'patchesJson6902',
  'replacements',
  'vars',
  'replicas',
  'configurations',
  'helmCharts',
  'helmChartInflationGenerator',
  'generators',
  'transformers',
];

function readOtherFiles(fields: Fields): readonly string[] {
  const paths = ['patches', 'patchesJson6902', 'replacements'].flatMap((key) => fields.list(key).map((item) => textOf(item.at('path'))));
  // A text with line breaks is the patch or the generator itself.
  const entries = ['patchesStrategicMerge', 'generators', 'transformers', 'validators', 'configurations', 'crds'].flatMap((key) =>
    fields.list(key).map(textOf),
  );
  return [...paths, ...entries, textOf(fields.at('openapi', 'path'))].filter(
    (path) => path !== undefined && !path.includes('\n'),
  ) as string[];
}

function textOf({ node }: Fields): string | undefined {
  return node?.type === 'scalar' && node.value !== null ? node.text : undefined;
}

function isEmpty({ exists, node }: Fields): boolean {
  return !exists || (node?.type === 'sequence' && node.items.length === 0) || (node?.type === 'map' && node.entries.length === 0);
}
