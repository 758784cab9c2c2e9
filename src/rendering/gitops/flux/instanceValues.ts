import { nodeAt, textAt } from '../../yaml/change.ts';
import { firstDocument } from '../../yaml/firstDocument.ts';
import type { YamlNode } from '../../yaml/node.ts';
import { placeInScalar } from '../../yaml/placeInScalar.ts';
import { dataOf } from '../data.ts';
import type { ClusterObject } from '../delivery.ts';
import { kinds } from '../object.ts';
import { mapsOf, specOf } from '../reading.ts';

/** Whether a HelmRelease installs the chart that makes a FluxInstance. */
export function namesInstance(object: ClusterObject): boolean {
  const chart = textAt(specOf(object, 'chart', 'spec'), 'chart') ?? textAt(specOf(object, 'chartRef'), 'name') ?? object.name;
  return chart.endsWith('flux-instance');
}

/** What is known of ConfigMaps, and of the texts that their places are in. */
export interface KnownValues {
  readonly configMap: (namespace: string, name: string) => ClusterObject | undefined;
  readonly textOf: (file: string) => string | undefined;
}

/** A field of the instance in the values of a release: what the release says itself counts before its sources, of these a later one before an earlier. */
export function fieldOfInstance(object: ClusterObject, field: string, { configMap, textOf }: KnownValues): YamlNode | undefined {
  const own = nodeAt(specOf(object, 'values'), 'instance', field);
  if (own !== undefined) return own;
  for (const reference of mapsOf(specOf(object, 'valuesFrom')).toReversed()) {
    if (textAt(reference, 'kind') === 'Secret') continue;
    const source = configMap(object.namespace, textAt(reference, 'name') ?? '');
    const datum = source === undefined ? undefined : dataOf(source).get(textAt(reference, 'valuesKey') ?? 'values.yaml');
    if (datum === undefined || datum === 'unknown') continue;
    const { text, scalar } = datum;
    const found = nodeAt(firstDocument(text, placeInScalar(scalar, textOf(scalar.origins[0]?.file ?? '') ?? '')).root, 'instance', field);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The key of a ConfigMap (`objectKey`). */
export function configMapKey(namespace: string, name: string): string {
  return `${kinds.configMap}/${namespace}/${name}`;
}
