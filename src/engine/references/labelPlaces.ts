import type { LabelSelector } from '../../manifests/labelSelector.ts';
import { placeOf, type FieldPath, type FieldPlace, type Place } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import { labelOf } from '../labels.ts';
import type { Labelled } from './keys.ts';
import { ownerOf } from './podOwners.ts';
import type { Target } from './reference.ts';
import type { AnyMention } from './references.ts';

/** Where a selector asks for a label: at the value of a pair, else at the selector as a whole (in an expression, in the text of Calico's language). */
export function askedPlaceOf(mention: AnyMention, key: string): Place {
  const below = pathOfPair(mention, key);
  const { place } = mention;
  return below === undefined || place.path === undefined ? place : { ...place, path: [...place.path, ...below], part: 'value' };
}

/** From a selector to its pair with the key; absent where it has none. */
function pathOfPair(mention: AnyMention, key: string): FieldPath | undefined {
  switch (mention.kind) {
    case 'service-pods':
    case 'pod-nodes':
      return Object.hasOwn(mention.selector, key) ? [key] : undefined;
    case 'own-pods':
      if (!Object.hasOwn(mention.selector.matchLabels, key)) return undefined;
      return mention.resource.controller === 'ReplicationController' ? [key] : ['matchLabels', key];
    case 'cilium-pods': {
      const written = mention.written.keys[key];
      return written === undefined ? undefined : ['matchLabels', written];
    }
    case 'policy-pods':
    case 'affinity-pods':
    case 'selected-namespaces':
      return pathIn(mention.selector, key);
    case 'advertised-pools':
    case 'advertised-services':
    case 'advertising-nodes':
    case 'peer-nodes': {
      const index = mention.selectors.findIndex(({ matchLabels }) => Object.hasOwn(matchLabels, key));
      return index < 0 ? undefined : [index, 'matchLabels', key];
    }
    default:
      return undefined;
  }
}

function pathIn({ matchLabels }: LabelSelector, key: string): FieldPath | undefined {
  return Object.hasOwn(matchLabels, key) ? ['matchLabels', key] : undefined;
}

/** What of a resource has labels that selectors ask for: what it is, and where they stand. */
export interface LabelsOf {
  readonly what: Labelled;
  readonly path: FieldPath;
}

/** Absent for kinds that nothing selects by their labels. */
export function labelsOfResource(resource: Resource): LabelsOf | undefined {
  const path = ['metadata', 'labels'];
  switch (resource.type) {
    case 'Workload':
    case 'Pod':
      return { what: 'pods', path: ownerOf(resource).labelsPath };
    case 'Service':
      return { what: 'service', path };
    case 'Node':
      return { what: 'node', path };
    case 'IPAddressPool':
      return { what: 'load-balancer-pool', path };
    case 'Namespace':
      return { what: 'object', path };
    default:
      return undefined;
  }
}

/** Where a thing has a label; absent when it has none by that key, or no manifest. */
export function labelPlaceOf({ resource, ...target }: Target, key: string): FieldPlace | undefined {
  const labels = resource === undefined ? undefined : labelsOfResource(resource);
  if (resource === undefined || labels === undefined) return undefined;
  const written = target.kind === 'pods' ? target.owner.labels : resource.metadata.labels;
  return labelOf(written, key) === undefined ? undefined : placeOf(resource, ...labels.path, key);
}
