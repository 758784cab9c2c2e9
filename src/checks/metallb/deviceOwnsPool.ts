import { message } from '../../base/message.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import { isOwnedByDevice, metalLBObjects } from './objects.ts';

export const deviceOwnsPool: Check = {
  code: 'metallb/device-owns-pool',
  severity: 'warning',
  documentation: {
    title: 'MetalLB manifest for a device that configures MetalLB itself',
    what: 'An IPAddressPool, an advertisement, a BGP peer or a MetalLB ConfigMap in a cluster of profile `azure-stack-edge`.',
    why: 'On Azure Stack Edge the namespace of MetalLB is the system\'s: users of the device can write to their own namespaces only. The pool is the range "Kubernetes external service IPs" of the device\'s page, and nothing else.',
    wrong: `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: store-42 }
spec: { profile: azure-stack-edge }
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec: { addresses: [10.128.44.244-10.128.44.250] }`,
    right: `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: store-42 }
spec:
  profile: azure-stack-edge
  kubernetesServiceIPs: 10.128.44.244-10.128.44.250`,
    fix: "Remove the manifest; set the range on the device's page and write it in the EdgeNetwork as `kubernetesServiceIPs`. BGP peers are set with `Set-HcsBGPPeer`.",
    source: 'MicrosoftDocs azure-docs, azure-stack-edge-gpu-kubernetes-rbac, -kubernetes-networking, -configure-bgp',
  },
  *run({ cluster, network }: CheckContext): Generator<Problem> {
    if (!isOwnedByDevice(network)) return;
    const { profilePlace } = network;
    for (const object of metalLBObjects(cluster)) {
      yield {
        place: placeOf(object, 'kind'),
        message: message(
          "{0} cannot be applied: on Azure Stack Edge users may not write to the namespace of MetalLB. The addresses for services are those of the device's page (kubernetesServiceIPs) alone. Set them there, and remove this manifest.",
          nameOf(object),
        ),
        related: profilePlace === undefined ? [] : [{ message: message('profile {0}', network.profile.name), place: profilePlace }],
      };
    }
  },
};
