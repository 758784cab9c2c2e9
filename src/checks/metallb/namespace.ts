import { groupBy } from '../../base/groupBy.ts';
import { message, plural } from '../../base/message.ts';
import { hasController, metalLBNamespace } from '../../engine/metallb/namespace.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import { insertionOf } from '../../manifests/insert.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import { inserting, replacing } from '../findings/fixes.ts';
import { isOwnedByDevice, metalLBObjects } from '../shared/metallb/objects.ts';

export const metallbNamespace: Check = {
  code: 'metallb/namespace',
  scope: 'cluster',
  severity: 'warning',
  *run({ cluster, network, assembly }: CheckContext): Generator<Problem> {
    if (isOwnedByDevice(network)) return;
    const objects = metalLBObjects(cluster);
    if (objects.length === 0) return;
    const known = metalLBNamespace(cluster);
    const own = known ?? 'metallb-system';
    const witness = objects.find(({ metadata }) => metadata.namespace === own);
    if (known === 'default') yield* allInDefault(cluster, objects);
    for (const object of objects) {
      const { namespace } = object.metadata;
      if (namespace === undefined || namespace === own) continue;
      const place = placeOf(object, 'metadata', 'namespace');
      yield {
        place,
        message: message(
          'MetalLB runs in namespace {0} and reads nothing elsewhere, so it ignores {1}. Write {0} here.',
          own,
          nameOf(object),
        ),
        related:
          witness === undefined ? [] : [{ message: message('{0}', nameOf(witness)), place: placeOf(witness, 'metadata', 'namespace') }],
        fixes: [replacing(message('Write {0}', own), true, { place, replaces: namespace, text: own })],
        doubt: assembly.doubt(place, witness === undefined ? undefined : placeOf(witness)),
      };
    }
    const without = groupBy(
      objects.filter(({ metadata }) => metadata.namespace === undefined && metadata.name !== ''),
      ({ document }) => document.file,
    );
    for (const resources of without.values()) {
      const [first, ...others] = resources;
      if (first !== undefined) yield withoutNamespace(first, others, own, known !== undefined);
    }
  },
};

/** Helm puts MetalLB there where nothing else is asked for; its manifests do not. metallb/metallb config/manifests/metallb-native.yaml */
function* allInDefault(cluster: Cluster, objects: readonly Resource[]): Generator<Problem> {
  const [first] = objects.filter(({ metadata }) => metadata.namespace === 'default');
  if (first === undefined || hasController(cluster)) return;
  yield {
    place: placeOf(first, 'metadata', 'namespace'),
    severity: 'information',
    message: message(
      'All objects of MetalLB are in namespace default. If it was installed from its manifests, it runs in metallb-system, and reads none of them.',
    ),
  };
}

/** Said once for a file: its objects were written alike. */
function withoutNamespace(first: Resource, others: readonly Resource[], own: string, known: boolean): Problem {
  // A namespace that is written in a form that cannot be read is left to whoever wrote it.
  const edits = [first, ...others]
    .map((resource) => ({ place: placeOf(resource, 'metadata', 'namespace'), value: own, after: 'name' }))
    .filter((edit) => insertionOf(edit) !== undefined);
  return {
    place: placeOf(first, 'metadata', 'name'),
    message:
      others.length === 0
        ? message(
            '{0} names no namespace. MetalLB reads its objects in {1} only, and ignores it elsewhere. Write the namespace.',
            nameOf(first),
            own,
          )
        : plural(
            others.length,
            '{1} and {0} more MetalLB object of this file name no namespace. MetalLB reads its objects in {2} only, and ignores them elsewhere. Write the namespace.',
            '{1} and {0} more MetalLB objects of this file name no namespace. MetalLB reads its objects in {2} only, and ignores them elsewhere. Write the namespace.',
            nameOf(first),
            own,
          ),
    related: others.map((resource) => ({ message: message('{0}', nameOf(resource)), place: placeOf(resource, 'metadata', 'name') })),
    fixes: edits.length === 0 ? [] : [inserting(message('Write namespace {0}', own), known, ...edits)],
    doubt: message('kubectl, Kustomize or Helm may set it when the manifest is applied.'),
  };
}
