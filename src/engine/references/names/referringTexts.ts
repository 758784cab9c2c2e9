import type { NamingText } from '../../../manifests/namingTexts.ts';
import { placeOf, type FieldPath } from '../../../manifests/place.ts';
import type { Resource } from '../../../manifests/resource.ts';
import type { ServiceResource } from '../../../manifests/resources/core.ts';
import type { PodSpec } from '../../../manifests/resources/workloads.ts';
import { edgeNamespace } from '../../../manifests/iotEdge/names.ts';
import { ownerOf, type PodOwner } from '../podOwners.ts';

/** A text of a manifest that may name services, with what decides how its names resolve. */
export interface ReferringText extends NamingText {
  readonly resource: Resource;
  /** Where short names are looked for; absent: not known. */
  readonly namespace: string | undefined;
  /** Whether the pods that read it complete short names by the cluster's search list; else only names that end in `svc` and the cluster's domain are surely meant for its DNS. */
  readonly searched: boolean;
  /** An ExternalName: what answers with it completes nothing. */
  readonly alias: boolean;
  /** Names that the pod's own hosts file has. */
  readonly aliases: readonly string[];
}

/** Where the texts of a resource stand. Findings come in this order. */
export const textSources = ['pods', 'data', 'alias', 'annotations'] as const;
export type TextSource = (typeof textSources)[number];

/** The texts of a resource that stand in one kind of place, whatever the rest of the cluster. */
export function referringTextsIn(resource: Resource, source: TextSource): Iterable<ReferringText> {
  switch (source) {
    case 'pods':
      return resource.type === 'Workload' || resource.type === 'Pod' ? textsOfPods(ownerOf(resource)) : none;
    case 'data':
      if (resource.type === 'IoTEdgeDeployment') return resource.texts.map((text) => ofTwin(text, resource));
      if (resource.type === 'Other') return resource.texts.map((text) => referring(text, resource, false));
      return resource.type === 'ConfigMap' ? resource.texts.map((text) => referring(text, resource, true)) : none;
    case 'alias':
      return resource.type === 'Service' ? aliasOf(resource) : none;
    case 'annotations':
      return annotationsOf(resource, resource.metadata.annotations, ['metadata', 'annotations']);
  }
}

function* aliasOf(service: ServiceResource): Generator<ReferringText> {
  const { serviceType, externalName } = service;
  if (serviceType !== 'ExternalName' || externalName === undefined || externalName.length > 253) return;
  yield {
    ...referring({ text: externalName, place: placeOf(service, 'spec', 'externalName'), variable: undefined }, service, false),
    alias: true,
  };
}

/** What a module is told by its twin, which it reads as a pod beside the others. */
function ofTwin(text: NamingText, resource: Resource): ReferringText {
  return { ...referring(text, resource, true), namespace: edgeNamespace };
}

const none: readonly never[] = [];

function referring(
  { text, place, variable }: NamingText,
  resource: Resource,
  searched: boolean,
  aliases: readonly string[] = none,
): ReferringText {
  return { text, place, variable, resource, namespace: resource.metadata.namespace, searched, alias: false, aliases };
}

function* textsOfPods({ resource, spec, specPath }: PodOwner): Generator<ReferringText> {
  const searched = isSearched(spec);
  const aliases = spec.hostAliases.flatMap(({ hostnames }) => hostnames.map((name) => name.toLowerCase()));
  for (const key of ['initContainers', 'containers'] as const) {
    for (const [index, { texts, connections }] of spec[key].entries()) {
      for (const { text, place, variable } of texts)
        yield referring({ text, place, variable: variable ?? flagOf(text) }, resource, searched, aliases);
      for (const { host, path } of connections) {
        // The kubelet looks it up, by its node's resolver.
        if (host !== undefined)
          yield referring(
            { text: host, place: placeOf(resource, ...specPath, key, index, ...path, 'host'), variable: undefined },
            resource,
            false,
          );
      }
    }
  }
  if (resource.type === 'Workload')
    yield* annotationsOf(resource, resource.template.annotations, [...resource.templatePath, 'metadata', 'annotations']);
}

/** Of `--redis-addr=redis:6379` the flag. */
function flagOf(text: string): string | undefined {
  return /^--?([\w.-]+)=/.exec(text)?.[1];
}

/** Pods with search domains of their own, or with the node's resolver, complete short names in ways that are not known here. */
function isSearched({ dnsPolicy, dnsConfig, hostNetwork }: PodSpec): boolean {
  if ((dnsConfig?.searches.length ?? 0) > 0 || (dnsConfig?.options ?? []).some(({ name }) => name === 'ndots')) return false;
  return dnsPolicy === 'ClusterFirstWithHostNet' || (dnsPolicy === 'ClusterFirst' && !hostNetwork);
}

/** Annotations are read by any kind of program, so only whole cluster names in them are names. */
function* annotationsOf(resource: Resource, annotations: Readonly<Record<string, string>>, path: FieldPath): Generator<ReferringText> {
  for (const key in annotations) {
    const text = annotations[key] ?? '';
    if (!text.includes('.svc') || text.length > longestAnnotation || documenting.test(key)) continue;
    yield referring({ text, place: placeOf(resource, ...path, key), variable: key }, resource, false);
  }
}

const longestAnnotation = 2_000;
const documenting = /last-applied|description|documentation|comment|note|summary|reason|example/i;
