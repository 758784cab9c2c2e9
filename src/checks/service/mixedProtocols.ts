import { message } from '../../base/message.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';

export const mixedProtocols: Check = {
  code: 'service/mixed-protocols',
  severity: 'warning',
  documentation: {
    title: 'TCP and UDP in one LoadBalancer service',
    what: 'A Service of type LoadBalancer with ports of both TCP and UDP, in a cluster of profile `azure-stack-edge` alone: elsewhere Kubernetes allows it since 1.26.',
    why: "The device's documentation declares it unsupported: the Service may get no address, or serve one of the two only.",
    wrong: `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: store-42 }
spec: { profile: azure-stack-edge }
---
apiVersion: v1
kind: Service
metadata: { name: dns, namespace: shop }
spec:
  type: LoadBalancer
  selector: { app: dns }
  ports:
  - { name: dns-tcp, port: 53, protocol: TCP }
  - { name: dns-udp, port: 53, protocol: UDP }`,
    right: `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: store-42 }
spec: { profile: azure-stack-edge }
---
apiVersion: v1
kind: Service
metadata: { name: dns-tcp, namespace: shop, annotations: { metallb.universe.tf/allow-shared-ip: dns } }
spec: { type: LoadBalancer, loadBalancerIP: 10.128.44.245, selector: { app: dns }, ports: [{ port: 53, protocol: TCP }] }
---
apiVersion: v1
kind: Service
metadata: { name: dns-udp, namespace: shop, annotations: { metallb.universe.tf/allow-shared-ip: dns } }
spec: { type: LoadBalancer, loadBalancerIP: 10.128.44.245, selector: { app: dns }, ports: [{ port: 53, protocol: UDP }] }`,
    fix: 'Make two Services of it, with the same selector, the same `loadBalancerIP` and the same sharing key.',
    source: 'MicrosoftDocs azure-docs, Azure Stack Edge release notes (known issues, Kubernetes)',
  },
  *run({ cluster, network }: CheckContext): Generator<Problem> {
    if (network.profile.name !== 'azure-stack-edge') return;
    for (const service of resourcesOf(cluster, 'Service')) {
      if (service.serviceType !== 'LoadBalancer') continue;
      const protocols = service.ports.map(({ protocol }) => protocol || 'TCP');
      const other = protocols.findIndex((protocol) => (protocol === 'TCP' || protocol === 'UDP') && protocol !== protocols[0]);
      if (other < 0 || (protocols[0] !== 'TCP' && protocols[0] !== 'UDP')) continue;
      const earlier = placeOf(service, 'spec', 'ports', 0, 'protocol');
      yield {
        place: placeOf(service, 'spec', 'ports', other, 'protocol'),
        message: message(
          '{0} has ports of both TCP and UDP, which Azure Stack Edge does not support in one service of type LoadBalancer. Make two services of it, with the same selector, the same loadBalancerIP and one sharing key (allow-shared-ip).',
          nameOf(service),
        ),
        related: [{ message: message('{0} here', protocols[0]), place: earlier }],
      };
    }
  },
};
