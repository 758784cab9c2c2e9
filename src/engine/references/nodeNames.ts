import type { StringMap } from '../../manifests/metadata.ts';
import { keyPlaceOf, placeOf } from '../../manifests/place.ts';
import type { PodResource, WorkloadResource } from '../../manifests/resources/workloads.ts';
import { matchesLabels } from '../labels.ts';
import { from, type Collector } from './collector.ts';
import { nameKey, selectorKeys } from './keys.ts';
import { selectorText, termsOf } from './labelSelection.ts';
import { ownerOf } from './podOwners.ts';
import type { Mention, NodeTarget } from './reference.ts';

/** A node by its name: where a pod is bound to, or where an address written by hand is. */
export type NodeName = Mention<'node-name'>;

export const nodeName: Collector<NodeName, NodeTarget> = {
  target: 'node',
  sources: [
    from('Workload', boundTo),
    from('Pod', boundTo),
    from('EndpointSlice', function* (slice) {
      for (const [index, { nodeName: text }] of slice.endpoints.entries()) {
        if (text !== undefined && text !== '')
          yield { kind: 'node-name', resource: slice, place: placeOf(slice, 'endpoints', index, 'nodeName'), text };
      }
    }),
    from('Endpoints', function* (endpoints) {
      for (const [index, subset] of endpoints.subsets.entries()) {
        for (const key of ['addresses', 'notReadyAddresses'] as const) {
          for (const [position, { nodeName: text }] of subset[key].entries()) {
            if (text === undefined || text === '') continue;
            yield { kind: 'node-name', resource: endpoints, place: placeOf(endpoints, 'subsets', index, key, position, 'nodeName'), text };
          }
        }
      }
    }),
  ],
  targets: ({ text }, { nodes }) => nodes.filter(({ name }) => name === text),
  keys: ({ text }) => [nameKey('node', text)],
};

function* boundTo(resource: WorkloadResource | PodResource): Generator<NodeName> {
  const { spec, specPath } = ownerOf(resource);
  if (spec.nodeName !== undefined && spec.nodeName !== '')
    yield { kind: 'node-name', resource, place: placeOf(resource, ...specPath, 'nodeName'), text: spec.nodeName };
}

/** `nodeSelector` of pods. */
export interface PodNodes extends Mention<'pod-nodes', WorkloadResource | PodResource> {
  readonly selector: StringMap;
}

export const podNodes: Collector<PodNodes, NodeTarget> = {
  target: 'node',
  sources: [from('Workload', nodeSelectorOf), from('Pod', nodeSelectorOf)],
  targets: ({ selector }, { nodes }) => nodes.filter(({ node }) => matchesLabels(selector, node.labels)),
  keys: ({ selector }) => selectorKeys('node', termsOf({ matchLabels: selector, matchExpressions: [] })),
};

function* nodeSelectorOf(resource: WorkloadResource | PodResource): Generator<PodNodes> {
  const {
    spec: { nodeSelector: selector },
    specPath,
  } = ownerOf(resource);
  if (Object.keys(selector).length === 0) return;
  yield {
    kind: 'pod-nodes',
    resource,
    place: keyPlaceOf(resource, ...specPath, 'nodeSelector'),
    text: selectorText({ matchLabels: selector, matchExpressions: [] }),
    selector,
  };
}
