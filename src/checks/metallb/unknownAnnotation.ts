import { message, type Message } from '../../base/message.ts';
import { nearestOf } from '../../base/nearest.ts';
import { keyPlaceOf } from '../../manifests/place.ts';
import { nameOf } from '../../manifests/metadata.ts';
import type { ServiceResource } from '../../manifests/resources/core.ts';
import { each, type ResourceCheck } from '../findings/check.ts';
import { replacing } from '../findings/fixes.ts';
import { annotationsAmongLabels } from '../shared/service/askedInVain.ts';

export const unknownAnnotation: ResourceCheck = {
  code: 'metallb/unknown-annotation',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    each(['Service'], function* (service) {
      if (Object.keys(service.metadata.labels).some((key) => key.startsWith('metallb.'))) yield* annotationsAmongLabels(service);
      for (const key of Object.keys(service.metadata.annotations)) {
        if (!key.startsWith('metal')) continue;
        const wanted = correctionOf(key);
        if (wanted === undefined) continue;
        const place = keyPlaceOf(service, 'metadata', 'annotations', key);
        const isFree = wanted.key !== undefined && !Object.hasOwn(service.metadata.annotations, wanted.key);
        yield {
          place,
          message:
            wanted.key === undefined
              ? message('MetalLB does not know the annotation {0} of {1}. It reads {2}.', key, nameOf(service), readable)
              : didYouMean(key, nameOf(service), wanted.key),
          fixes: isFree ? [replacing(message('Write {0}', wanted.key), true, { place, replaces: key, text: wanted.key })] : [],
        };
      }
    }),
    each(['Workload', 'Pod', 'Ingress', 'Namespace'], function* (resource) {
      const templates =
        resource.type === 'Workload' ? [{ annotations: resource.template.annotations, path: [...resource.templatePath, 'metadata'] }] : [];
      for (const { annotations, path } of [{ annotations: resource.metadata.annotations, path: ['metadata'] }, ...templates])
        for (const key of Object.keys(annotations))
          if (prefixes.some((prefix) => key.startsWith(`${prefix}/`)))
            yield {
              place: keyPlaceOf(resource, ...path, 'annotations', key),
              message: message('MetalLB reads the annotation {0} of Services alone, and not of {1}.', key, nameOf(resource)),
            };
    }),
  ],
};

/** Whether a service has an annotation that MetalLB passes over, and that was meant for this one (`allow-shared-ip`, …). */
export function isMisspelt({ metadata: { annotations } }: ServiceResource, name: string): boolean {
  return Object.keys(annotations).some((key) => key.startsWith('metal') && correctionOf(key)?.key?.endsWith(`/${name}`) === true);
}

const prefixes = ['metallb.io', 'metallb.universe.tf'];
const names = ['address-pool', 'loadBalancerIPs', 'allow-shared-ip', 'ip-allocated-from-pool'];
const readable = 'address-pool, loadBalancerIPs, allow-shared-ip';

function didYouMean(key: string, service: string, meant: string): Message {
  return message('MetalLB does not know the annotation {0} of {1}. Did you mean {2}?', key, service, meant);
}

/** What was meant, if that can be told; undefined for an annotation that MetalLB knows, or that is none of MetalLB's. */
function correctionOf(key: string): { readonly key: string | undefined } | undefined {
  const slash = key.indexOf('/');
  const prefix = key.slice(0, slash);
  const name = key.slice(slash + 1);
  if (slash < 0) return undefined;
  if (prefixes.includes(prefix)) {
    if (names.includes(name)) return undefined;
    const meant = nameMeant(name);
    return { key: meant === undefined ? undefined : `${prefix}/${meant}` };
  }
  // A prefix that reads nearly alike is MetalLB's only where the name is.
  const near = nearestOf(prefix, prefixes);
  return near !== undefined && names.includes(name) ? { key: `${near}/${name}` } : undefined;
}

/** By spelling, without regard to capitals and hyphens; else the one that the name is a part of, or that is a part of it. */
function nameMeant(name: string): string | undefined {
  const plain = plainOf(name);
  const plainNames = new Map(names.slice(0, 3).map((known) => [plainOf(known), known]));
  const near = nearestOf(plain, plainNames.keys());
  if (near !== undefined) return plainNames.get(near);
  const parts = plain.length < 4 ? [] : [...plainNames].filter(([known]) => known.includes(plain) || plain.includes(known));
  return parts.length === 1 ? parts[0]?.[1] : undefined;
}

function plainOf(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]/g, '');
}
