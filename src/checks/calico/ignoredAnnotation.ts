import { each, type ResourceCheck } from '../findings/check.ts';
import { annotationsOfWorkload, unknownAnnotations } from '../shared/calico/ignoredAnnotations.ts';

/** projectcalico cni-plugin/internal/pkg/utils, libcalico-go/lib/backend/k8s/conversion: annotations of pods; of namespaces those that name pools. */
export const ignoredAnnotation: ResourceCheck = {
  code: 'calico/ignored-annotation',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    each(['Workload'], (workload) => [
      ...(hasAny(workload.metadata.annotations) ? annotationsOfWorkload(workload) : []),
      ...(hasStrange(workload.template.annotations)
        ? unknownAnnotations(workload, workload.template.annotations, [...workload.templatePath, 'metadata', 'annotations'])
        : []),
    ]),
    each(['Pod', 'Namespace'], (resource) =>
      hasStrange(resource.metadata.annotations)
        ? unknownAnnotations(resource, resource.metadata.annotations, ['metadata', 'annotations'])
        : [],
    ),
  ],
};

function hasAny(annotations: Readonly<Record<string, string>>): boolean {
  return Object.keys(annotations).some((key) => key.startsWith('cni.projectcalico.org/'));
}

/** Other than those that pods and namespaces may have. */
function hasStrange(annotations: Readonly<Record<string, string>>): boolean {
  return Object.keys(annotations).some((key) => /^cni\.projectcalico\.org\/(?!ipv[46]pools$|ipFamilies$|podIPs?$|containerID$)/.test(key));
}
