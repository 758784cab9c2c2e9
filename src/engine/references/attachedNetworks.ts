import { placeOf, spanOf, type FieldPath, type FieldPlace } from '../../manifests/place.ts';
import type { PodResource, WorkloadResource } from '../../manifests/resources/workloads.ts';
import { from, type Collector } from './collector.ts';
import { nameKey } from './keys.ts';
import type { Mention, ObjectTarget } from './reference.ts';

/** A secondary network that pods ask Multus for. */
export interface AttachedNetwork extends Mention<'attached-network', WorkloadResource | PodResource> {
  /** As asked for, else the pods' own; absent: set later. */
  readonly namespace: string | undefined;
}

export const attachedNetwork: Collector<AttachedNetwork, ObjectTarget> = {
  target: 'object',
  sources: [from('Workload', attachedTo), from('Pod', attachedTo)],
  targets: ({ text, namespace }, around) => around.objects('NetworkAttachmentDefinition', text, namespace),
  elsewhere: ({ text }, around) => around.objects('NetworkAttachmentDefinition', text),
  keys: ({ text }) => [nameKey('object', text)],
};

/** `name`, `namespace/name`, either with `@interface`, of which commas make a list; or JSON. k8snetworkplumbingwg multus-cni pkg/k8sclient/k8sclient.go parsePodNetworkAnnotation */
const annotations = ['k8s.v1.cni.cncf.io/networks', 'v1.multus-cni.io/default-network'] as const;

function* attachedTo(resource: WorkloadResource | PodResource): Generator<AttachedNetwork> {
  const written = resource.type === 'Pod' ? resource.metadata.annotations : resource.template.annotations;
  const path: FieldPath = resource.type === 'Pod' ? ['metadata', 'annotations'] : [...resource.templatePath, 'metadata', 'annotations'];
  for (const key of annotations) {
    const text = Object.hasOwn(written, key) ? (written[key] ?? '') : '';
    const place = placeOf(resource, ...path, key);
    for (const { name, namespace, span } of namesIn(text))
      yield {
        kind: 'attached-network',
        resource,
        place: partOfText(place, span),
        text: name,
        namespace: namespace ?? resource.metadata.namespace,
      };
  }
}

interface AskedNetwork {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly span: { readonly start: number; readonly end: number } | undefined;
}

function namesIn(text: string): readonly AskedNetwork[] {
  return /^\s*\[/.test(text) ? namesInJSON(text) : namesInList(text);
}

function namesInJSON(text: string): readonly AskedNetwork[] {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return [];
  }
  if (!Array.isArray(parsed)) return [];
  return (parsed as readonly unknown[]).flatMap((item): readonly AskedNetwork[] => {
    if (typeof item !== 'object' || item === null || !('name' in item) || typeof item.name !== 'string') return [];
    const { name } = item;
    const at = text.indexOf(JSON.stringify(name));
    return [
      {
        name,
        namespace: 'namespace' in item && typeof item.namespace === 'string' && item.namespace !== '' ? item.namespace : undefined,
        span: at < 0 ? undefined : { start: at + 1, end: at + 1 + name.length },
      },
    ];
  });
}

function namesInList(text: string): readonly AskedNetwork[] {
  return [...text.matchAll(/[^,\s]+/g)].flatMap(({ 0: item, index }): readonly AskedNetwork[] => {
    const [whole = ''] = item.split('@', 1);
    const slash = whole.indexOf('/');
    const name = whole.slice(slash + 1);
    if (name === '') return [];
    const start = index + slash + 1;
    return [{ name, namespace: slash < 0 ? undefined : whole.slice(0, slash), span: { start, end: start + name.length } }];
  });
}

function partOfText(place: FieldPlace, span: AskedNetwork['span']): FieldPlace {
  return span === undefined ? place : spanOf(place, span.start, span.end);
}
