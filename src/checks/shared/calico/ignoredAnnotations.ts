import { message } from '../../../base/message.ts';
import { nearestOf } from '../../../base/nearest.ts';
import { nameOf } from '../../../manifests/metadata.ts';
import { keyPlaceOf, type FieldPath } from '../../../manifests/place.ts';
import type { Resource } from '../../../manifests/resource.ts';
import type { WorkloadResource } from '../../../manifests/resources/workloads.ts';
import type { Problem } from '../../findings/check.ts';
import { replacing } from '../../findings/fixes.ts';

const prefix = 'cni.projectcalico.org/';
/** Of namespaces as well: their pods have them where they have none of their own. cni-plugin/internal/pkg/utils/utils.go */
const ofNamespaces = ['ipv4pools', 'ipv6pools', 'ipFamilies'];
const ofPods = [...ofNamespaces, 'ipAddrs', 'ipAddrsNoIpam', 'floatingIPs', 'hwAddr', 'sourcePrefixes', 'allowedSourcePrefixes'];
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

/** Slips of annotations that Calico reads, and on a namespace those that it reads of pods alone. */
export function unknownAnnotations(resource: Resource, annotations: Readonly<Record<string, string>>, path: FieldPath): readonly Problem[] {
  const known = resource.type === 'Namespace' ? ofNamespaces : ofPods;
  return Object.keys(annotations).flatMap((key): readonly Problem[] => {
    const name = key.slice(prefix.length);
    if (!key.startsWith(prefix) || known.includes(name) || others.includes(name)) return [];
    const place = keyPlaceOf(resource, ...path, key);
    if (ofPods.includes(name)) return [{ place, message: message('Calico reads {0} of pods, and not of {1}.', key, nameOf(resource)) }];
    const meant = known.find((each) => each.toLowerCase() === name.toLowerCase()) ?? nearestOf(name, known);
    if (meant === undefined || Object.hasOwn(annotations, prefix + meant)) return [];
    return [
      {
        place,
        message: message('Calico does not know the annotation {0} of {1}. Did you mean {2}?', key, nameOf(resource), prefix + meant),
        fixes: [replacing(message('Write {0}', prefix + meant), true, { place, replaces: key, text: prefix + meant })],
      },
    ];
  });
}
