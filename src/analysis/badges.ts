import { perObject } from '../base/derived.ts';
import type { Finding } from '../checks/findings/finding.ts';
import type { ManifestDocument } from '../manifests/document.ts';
import type { Place } from '../manifests/place.ts';
import type { Resource } from '../manifests/resource.ts';
import type { Badge, Badges } from '../topology/badges.ts';
import type { AnalysedCluster } from './snapshot.ts';

/** The cluster's findings by the resource in which they stand, and by the resources they name beside it: an overlap marks both parties. The same object for the same cluster. */
export const badgesOf: (analysed: AnalysedCluster) => Badges = perObject(({ findings, cluster }: AnalysedCluster) =>
  findings.length === 0 ? new Map() : collect(findings, cluster.resources),
);

/** The finding that a badge shows. */
export function findingOf(badge: Badge): Finding | undefined {
  return origins.get(badge);
}

const origins = new WeakMap<Badge, Finding>();

function collect(findings: readonly Finding[], resources: readonly Resource[]): Badges {
  const byDocument = new Map<ManifestDocument, Resource[]>();
  for (const resource of resources) {
    const list = byDocument.get(resource.document);
    if (list === undefined) byDocument.set(resource.document, [resource]);
    else list.push(resource);
  }
  const badges = new Map<Resource, Badge[]>();
  const put = (finding: Finding, place: Place): void => {
    const { severity, code, message, fixes, data } = finding;
    const resource = byDocument.get(place.document)?.find((candidate) => isInside(place, candidate));
    if (resource === undefined) return;
    const list = badges.get(resource);
    const badge: Badge = {
      severity,
      code,
      message,
      place,
      fixes: fixes.map(({ title }) => title),
      overlap: data?.type === 'overlap' ? data : undefined,
    };
    origins.set(badge, finding);
    if (list === undefined) badges.set(resource, [badge]);
    else if (!list.some((other) => other.code === code && other.message === message && other.place === place)) list.push(badge);
  };
  for (const finding of findings) {
    const { place, related } = finding.judged ?? finding;
    put(finding, place);
    for (const other of related) put(finding, other.place);
  }
  return badges;
}

function isInside({ path }: Place, { root }: Resource): boolean {
  return path === undefined ? root.length === 0 : root.every((step, index) => path[index] === step);
}
