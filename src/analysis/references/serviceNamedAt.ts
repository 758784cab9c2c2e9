import type { TextRange } from '../../base/text.ts';
import type { AllocatedService, Allocation } from '../../engine/allocation.ts';
import { referencesOf } from '../../engine/references/references.ts';
import { locate } from '../../manifests/locate.ts';
import { namespaceOf } from '../../manifests/metadata.ts';
import type { ManifestAt } from '../manifestsAt.ts';
import { mentionAt } from './references.ts';

/**
 * The Service that is named at a place, where the engine knows one; of several that may be meant the one of the manifest's own namespace, else none.
 * The range is that of the name in the document. A selector of Services names none.
 */
export function serviceNamedAt(
  allocation: Allocation,
  manifest: ManifestAt,
): { readonly service: AllocatedService; readonly range: TextRange } | undefined {
  const references = referencesOf(allocation);
  const mention = mentionAt(references, manifest);
  if (mention === undefined || mention.kind === 'advertised-services' || mention.kind === 'written-endpoints') return undefined;
  const meant = references.targets(mention).flatMap((target) => {
    if (target.kind !== 'service') return [];
    const { resource, name, service } = target;
    return allocation.services.filter((each) =>
      resource === undefined
        ? each.resource === undefined && each.name === name && each.namespace === service.namespace
        : each.resource === resource,
    );
  });
  const own = meant.filter(({ namespace }) => namespace === namespaceOf(manifest.resource));
  const [found, another] = own.length > 0 ? own : meant;
  return found === undefined || another !== undefined ? undefined : { service: found, range: locate(mention.place) };
}
