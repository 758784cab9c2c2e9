import { message } from '../../../base/message.ts';
import { nearestOf } from '../../../base/nearest.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { keyPlaceOf, type FieldPath } from '../../../manifests/place.ts';
import type { Resource } from '../../../manifests/resource.ts';
import type { WorkloadResource } from '../../../manifests/resources/workloads.ts';
import type { Problem } from '../../findings/check.ts';
import { replacing } from '../../findings/fixes.ts';

const prefix = 'cni.projectcalico.org/';
const ofPods = ['ipAddrs', 'ipAddrsNoIpam', 'ipv4pools', 'ipv6pools', 'floatingIPs', 'hwAddr', 'sourcePrefixes', 'allowedSourcePrefixes'];
/** Written by Calico itself, or of kinds of their own. */
const others = ['podIP', 'podIPs', 'containerID', 'networkStatus', 'tunnel', 'network', 'interface', 'ingressBandwidth', 'egressBandwidth'];

/** What stands on the workload itself, where Calico looks at its pods alone. */
export function annotationsOfWorkload(workload: WorkloadResource): readonly Problem[] {
  const { metadata, template, templatePath } = workload;
  return Object.keys(metadata.annotations).flatMap((key): readonly Problem[] => {
    const name = key.slice(prefix.length);
    // Where the pods have it too, nothing is missing.
    if (!key.startsWith(prefix) || !ofPods.includes(name) || Object.hasOwn(template.annotations, key)) return [];
    return [
      {
        place: keyPlaceOf(workload, 'metadata', 'annotations', key),
        message: message(
          'Calico reads {0} of pods, and not of {1}: it belongs below {2}.',
          key,
          nameOf(workload),
          [...templatePath, 'metadata', 'annotations'].join('.'),
        ),
      },
    ];
  });
}

/** Slips of annotations that Calico reads. */
export function unknownAnnotations(resource: Resource, annotations: Readonly<Record<string, string>>, path: FieldPath): readonly Problem[] {
  return Object.keys(annotations).flatMap((key): readonly Problem[] => {
    const name = key.slice(prefix.length);
    if (!key.startsWith(prefix) || ofPods.includes(name) || others.includes(name)) return [];
    const meant = ofPods.find((each) => each.toLowerCase() === name.toLowerCase()) ?? nearestOf(name, ofPods);
    if (meant === undefined || Object.hasOwn(annotations, prefix + meant)) return [];
    const place = keyPlaceOf(resource, ...path, key);
    return [
      {
        place,
        message: message('Calico does not know the annotation {0} of {1}. Did you mean {2}?', key, nameOf(resource), prefix + meant),
        fixes: [replacing(message('Write {0}', prefix + meant), true, { place, replaces: key, text: prefix + meant })],
      },
    ];
  });
}
