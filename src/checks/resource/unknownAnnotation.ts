import { misspeltAnnotations } from '../shared/annotationSlips.ts';
import { each, type ResourceCheck } from '../findings/check.ts';

export const resourceUnknownAnnotation: ResourceCheck = {
  code: 'resource/unknown-annotation',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    each(['Service', 'Ingress'], (resource) =>
      Object.keys(resource.metadata.annotations).some((key) => mayBeRead.test(key)) ? misspeltAnnotations(resource) : [],
    ),
  ],
};

/** Prefixes of annotations that load balancers and Ingress controllers read. */
const mayBeRead = /^(nginx\.|)ingress\.kubernetes\.io\/|^kube-vip\.io\/|^(lbipam\.cilium\.io|io\.cilium)\//;
