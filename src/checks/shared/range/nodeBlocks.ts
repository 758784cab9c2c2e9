import { formatCIDR } from '../../../base/ip.ts';
import { message, plural, sentences, term } from '../../../base/message.ts';
import { nodeMaskOf } from '../../../engine/nodes/nodeMask.ts';
import { rangesOf } from '../../../engine/network.ts';
import { podNetworkOf, showsCalico } from '../../../engine/podNetwork.ts';
import { placeOf } from '../../../manifests/place.ts';
import type { Problem } from '../../findings/check.ts';
import type { CheckContext } from '../context.ts';

/**
 * Pod subnets that kube-controller-manager cannot cut a block for each node from. With Calico nodes do without, unless the controller does not even start.
 * kubernetes pkg/controller/nodeipam/ipam/cidrset/cidr_set.go, cmd/kube-controller-manager/app/core.go; cmd/kubeadm/app/apis/kubeadm/validation ValidatePodSubnetNodeMask
 */
export function nodeBlocks({ allocation: { nodes }, cluster, network, assembly }: CheckContext): readonly Problem[] {
  return rangesOf(network, 'pod-subnet').flatMap(({ cidr, place }): readonly Problem[] => {
    if (cidr === undefined || place === undefined) return [];
    const mask = nodeMaskOf(cluster, cidr.family);
    const subnet = formatCIDR(cidr);
    const related = mask.place === undefined ? [] : [{ message: term('block of a node'), place: mask.place }];
    const doubt = assembly.mixed;
    if (mask.prefix < cidr.prefix)
      return [
        {
          place,
          message: sentences(
            message('The pod subnet {0} is smaller than the block (/{1}) that each node gets of it.', subnet, mask.prefix),
            message('With that, kube-controller-manager does not start.'),
            message('Widen the subnet, or set node-cidr-mask-size.'),
          ),
          related,
          doubt,
        },
      ];
    if (mask.prefix - cidr.prefix > 16)
      return cidr.family === 4
        ? []
        : [
            {
              place,
              message: sentences(
                message(
                  'The pod subnet {0} is more than 16 bits larger than the block (/{1}) that each node gets of it.',
                  subnet,
                  mask.prefix,
                ),
                message('With that, kube-controller-manager does not start.'),
                message('Set node-cidr-mask-size.'),
              ),
              related,
              doubt,
            },
          ];
    const room = 2 ** (mask.prefix - cidr.prefix);
    const named = nodes.filter(({ name, place: written }) => name !== '' && written !== undefined);
    if (named.length <= room || showsCalico(cluster)) return [];
    const without = named.filter(({ podCIDRs }) => podCIDRs.length === 0);
    return [
      {
        place,
        severity: podNetworkOf(cluster, network) === 'flannel' ? 'error' : 'warning',
        message: sentences(
          plural(
            room,
            'The pod subnet {1} has room for {0} node (/{2} for each), and there are {3}.',
            'The pod subnet {1} has room for {0} nodes (/{2} for each), and there are {3}.',
            subnet,
            mask.prefix,
            named.length,
          ),
          message('The others get no podCIDR, and pods that take their addresses of it do not start there.'),
          message('Widen the subnet, or set node-cidr-mask-size.'),
        ),
        related: [
          ...related,
          ...without
            .slice(0, 5)
            .flatMap(({ name, resource, place: written }) =>
              written === undefined
                ? []
                : [{ message: term('node {0}', name), place: resource === undefined ? written : placeOf(resource, 'metadata', 'name') }],
            ),
        ],
        doubt,
      },
    ];
  });
}
