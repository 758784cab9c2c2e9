import { message, plural, term, type Message, type Term } from '../../base/message.ts';
import { nameOf, namespaceOf } from '../../manifests/metadata.ts';
import type { ClusterObject } from '../../rendering/gitops/delivery.ts';
import type { Span } from '../../rendering/origin.ts';
import { compositionOf, type ComposedUnit } from '../composition.ts';
import type { ManifestAt } from '../manifestsAt.ts';
import type { AnalysedCluster } from '../snapshot.ts';
import { line, sentence, type Answer, type HoverLine } from './content.ts';

/** On the kind, the name and the paths of an object of a GitOps tool: what it applies, in whatever cluster. `clusters`: all of the workspace. */
export function describeDelivery(
  clusters: readonly AnalysedCluster[],
  path: string,
  { resource, field, documentOffset, text }: ManifestAt,
): Answer | undefined {
  if (resource.type !== 'Other' || field === undefined || !isTelling(field.path.slice(resource.root.length).join('.'))) return undefined;
  const name = `${resource.kind} ${namespaceOf(resource)}/${resource.metadata.name}`;
  const stands = (span: Span): boolean => span.file === path && span.start >= documentOffset && span.start < documentOffset + text.length;
  // Clusters have objects of one name each: which is meant, the file says.
  const isHere = ({ root }: ClusterObject): boolean =>
    root.origins.some(stands) || root.entries.some(({ keyOrigins }) => keyOrigins.some(stands));
  const applied = clusters.flatMap((analysed) =>
    compositionOf(analysed)
      .units.filter(
        ({ by, unit }) =>
          unit.kind === 'delivery' &&
          isHere(unit.delivery.by) &&
          // An ApplicationSet makes others of its template.
          (by === name || resource.kind === 'ApplicationSet'),
      )
      .map((unit) => line(message('Applies'), [whatOf(unit)], countIn(unit, analysed.cluster.name))),
  );
  if (applied.length === 0) return undefined;
  return { range: field.range, title: nameOf(resource), lines: [...applied.slice(0, mostShown), ...more(applied.length - mostShown)] };
}

const mostShown = 8;

function more(count: number): readonly HoverLine[] {
  return count <= 0 ? [] : [sentence(plural(count, 'There is {0} more.', 'There are {0} more.'))];
}

function whatOf({ kind, root }: ComposedUnit): Message | Term {
  const folder = root || '.';
  switch (kind) {
    case 'kustomization':
      return term('{0}, built by Kustomize', folder);
    case 'chart':
      return term('{0}, rendered by Helm', folder);
    case 'files':
    case 'modules':
      return term('{0}', folder);
  }
}

function countIn({ manifests }: ComposedUnit, cluster: string): Message {
  return plural(manifests, 'That is {0} manifest in cluster {1}.', 'That is {0} manifests in cluster {1}.', cluster);
}

/** Where people point at an object, or at what it takes. */
function isTelling(path: string): boolean {
  return (
    path === 'kind' ||
    path === 'metadata.name' ||
    path === 'spec.path' ||
    path === 'spec.chart.spec.chart' ||
    /^spec\.(?:template\.spec\.)?sources?(?:\.\d+)?\.(?:path|repoURL|chart)$/.test(path)
  );
}
