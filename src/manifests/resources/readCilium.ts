import type { Fields } from '../fields.ts';
import { readLabelSelector } from '../labelSelector.ts';
import type { ResourceBase } from '../metadata.ts';
import type { CiliumL2PolicyResource, CiliumLoadBalancerIPPoolResource } from './cilium.ts';

/** cilium pkg/k8s/apis/cilium.io/v2/lbipam_types.go */
export function readCiliumPool(fields: Fields, base: ResourceBase): CiliumLoadBalancerIPPoolResource {
  const spec = fields.map('spec');
  return {
    ...base,
    type: 'CiliumLoadBalancerIPPool',
    blocks: ['blocks', 'cidrs'].flatMap((key) =>
      spec
        .maps(key)
        .map((block, index) => ({
          cidr: block.text('cidr'),
          start: block.text('start'),
          stop: block.text('stop') || undefined,
          path: ['spec', key, index],
        })),
    ),
    disabled: spec.boolean('disabled') ?? false,
    serviceSelector: readLabelSelector(spec.map('serviceSelector')),
    givesEnds: spec.string('allowFirstLastIPs') !== 'No',
  };
}

/** cilium pkg/k8s/apis/cilium.io/v2alpha1/l2announcement_types.go */
export function readCiliumL2Policy(fields: Fields, base: ResourceBase): CiliumL2PolicyResource {
  const spec = fields.map('spec');
  return {
    ...base,
    type: 'CiliumL2AnnouncementPolicy',
    serviceSelector: readLabelSelector(spec.map('serviceSelector')),
    nodeSelector: readLabelSelector(spec.map('nodeSelector')),
    loadBalancerIPs: spec.boolean('loadBalancerIPs') ?? false,
    externalIPs: spec.boolean('externalIPs') ?? false,
  };
}
