import type { Fields } from '../fields.ts';
import type { ResourceBase } from '../metadata.ts';
import type { KustomizationResource } from './kustomization.ts';

/** Reads nothing else, and reports nothing: whether a kustomization is right is judged by building it. */
export function readKustomization(fields: Fields, base: ResourceBase): KustomizationResource {
  return {
    ...base,
    type: 'Kustomization',
    resources: [...textsIn(fields, 'resources'), ...textsIn(fields, 'bases')],
    components: textsIn(fields, 'components'),
    otherFiles: readOtherFiles(fields),
    charts: readCharts(fields),
  };
}

function readOtherFiles(fields: Fields): readonly string[] {
  const paths = ['patches', 'patchesJson6902', 'replacements'].flatMap((key) => items(fields, key).map((item) => textOf(item.at('path'))));
  // A text with line breaks is the patch or the generator itself.
  const entries = ['patchesStrategicMerge', 'generators', 'transformers', 'validators', 'configurations', 'crds'].flatMap((key) =>
    textsIn(fields, key),
  );
  const generated = ['configMapGenerator', 'secretGenerator'].flatMap((key) =>
    items(fields, key).flatMap((item) => [
      ...textsIn(item, 'files').map((entry) => entry.slice(entry.indexOf('=') + 1)),
      ...textsIn(item, 'envs'),
      textOf(item.at('env')),
    ]),
  );
  const values = items(fields, 'helmCharts').flatMap((item) => [textOf(item.at('valuesFile')), ...textsIn(item, 'additionalValuesFiles')]);
  return [...paths, ...entries, ...generated, ...values, textOf(fields.at('openapi', 'path'))].filter(
    (path) => path !== undefined && path !== '' && !path.includes('\n'),
  ) as string[];
}

function readCharts(fields: Fields): readonly string[] {
  const home = textOf(fields.at('helmGlobals', 'chartHome')) ?? 'charts';
  return items(fields, 'helmCharts').flatMap((item) => {
    const name = textOf(item.at('name'));
    return name === undefined ? [] : [`${home}/${name}`];
  });
}

function items(fields: Fields, key: string): readonly Fields[] {
  return fields.at(key).node?.type === 'sequence' ? fields.list(key) : [];
}

function textsIn(fields: Fields, key: string): readonly string[] {
  return items(fields, key).flatMap((item) => textOf(item) ?? []);
}

function textOf({ node }: Fields): string | undefined {
  return node?.type === 'scalar' && node.value !== null ? node.text : undefined;
}
