import { entryAt, mapNode, nodeAt, textNode, valueAt } from '../../yaml/change.ts';
import type { YamlEntry, YamlMap, YamlNode } from '../../yaml/node.ts';
import { dataOf } from '../data.ts';
import type { ClusterObject, Surroundings } from '../delivery.ts';
import { kinds } from '../object.ts';
import { ownCluster, isOwnCluster } from './destination.ts';
import { normalized } from './goText.ts';
import { scalarText, type Parameters } from './parameters.ts';
import { meets } from './selector.ts';

/** The label of a Secret that tells Argo CD of a cluster. */
const secretType = 'argocd.argoproj.io/secret-type';

/**
 * The clusters that are written here as Secrets and meet the selector, and the one that Argo CD runs in, which has no Secret, where nothing is selected. There may be more, and of these nothing is known.
 * argo-cd applicationset/generators/cluster.go
 */
export function clusterParameters(
  generator: YamlNode,
  { namespace }: ClusterObject,
  surroundings: Surroundings,
  isGo: boolean,
): readonly Parameters[] {
  const selector = valueAt(generator, 'selector');
  const clusters = surroundings
    .objects(kinds.secret, namespace)
    .filter((secret) => textOfLabel(secret, secretType) === 'cluster')
    .map((secret) => ({ secret, name: datumOf(secret, 'name'), server: datumOf(secret, 'server') }));
  const known = clusters
    .filter(({ secret, name }) => name !== undefined && meets(labelsOf(secret), selector))
    .map(({ secret, name = '', server }) => parametersOf(name, server ?? unknownServer, secret, isGo));
  const isSelected = hasEntries(valueAt(selector, 'matchLabels')) || hasEntries(valueAt(selector, 'matchExpressions'));
  // A Secret of which the server is not known may be that of Argo's own cluster.
  const isOwnWritten = clusters.some(({ server }) => server === undefined || isOwnCluster(server));
  return isSelected || isOwnWritten ? known : [parametersOf(ownCluster.name, ownCluster.server, undefined, isGo), ...known];
}

/** Read as something that is filled in later. */
const unknownServer = '<server>';

function parametersOf(name: string, server: string, secret: ClusterObject | undefined, isGo: boolean): Parameters {
  const origins = secret?.root.origins ?? [];
  const entry = (key: string, value: YamlNode): YamlEntry => ({ key, keyOrigins: origins, value });
  const metadata = (['labels', 'annotations'] as const).map((field) => ({ field, map: mapAt(secret, field) }));
  return mapNode(
    [
      entry('name', textNode(name, origins)),
      entry('nameNormalized', textNode(normalized(name), origins)),
      entry('server', textNode(server, origins)),
      ...(isGo
        ? [
            entry(
              'metadata',
              mapNode(
                metadata.map(({ field, map }) => entry(field, map)),
                origins,
              ),
            ),
          ]
        : metadata.flatMap(({ field, map }) => map.entries.map((each) => ({ ...each, key: `metadata.${field}.${each.key}` })))),
    ],
    origins,
  );
}

/** Each value as a text. */
function mapAt(secret: ClusterObject | undefined, field: 'labels' | 'annotations'): YamlMap {
  const written = secret === undefined ? undefined : nodeAt(secret.root, 'metadata', field);
  if (written?.type !== 'map') return mapNode([], secret?.root.origins ?? []);
  const entries = written.entries.flatMap((each) =>
    each.value.type === 'scalar' ? [{ ...each, value: textNode(scalarText(each.value), each.value.origins) }] : [],
  );
  return mapNode(entries, written.origins);
}

function labelsOf(secret: ClusterObject): YamlMap {
  return mapAt(secret, 'labels');
}

function textOfLabel(secret: ClusterObject, label: string): string | undefined {
  const value = entryAt(labelsOf(secret), label)?.value;
  return value?.type === 'scalar' ? value.text : undefined;
}

/** Undefined where it is encrypted, or filled in later. */
function datumOf(secret: ClusterObject, name: string): string | undefined {
  const datum = dataOf(secret).get(name);
  return datum === undefined || datum === 'unknown' ? undefined : datum.text;
}

function hasEntries(node: YamlNode | undefined): boolean {
  return node?.type === 'map' ? node.entries.length > 0 : node?.type === 'list' && node.items.length > 0;
}
