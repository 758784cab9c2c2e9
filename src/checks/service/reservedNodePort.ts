import { message } from '../../base/message.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { Check, Problem } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import { removing } from '../findings/fixes.ts';

export const reservedNodePort: Check = {
  code: 'service/reserved-node-port',
  severity: 'error',
  documentation: {
    title: 'Node port that the device itself uses',
    what: 'A Service of a cluster of profile `azure-stack-edge` asks for node port 31000 (the Kubernetes dashboard) or 31001 (the Edge container registry).',
    why: 'The port is taken: the Service is refused, or the dashboard or the registry cannot be reached.',
    wrong: `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: store-42 }
spec: { profile: azure-stack-edge }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { type: NodePort, selector: { app: web }, ports: [{ port: 80, nodePort: 31000 }] }`,
    right: `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: store-42 }
spec: { profile: azure-stack-edge }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { type: NodePort, selector: { app: web }, ports: [{ port: 80, nodePort: 31080 }] }`,
    fix: 'Ask for another port, or leave the field out (offered where it stands on a line of its own).',
    source: 'MicrosoftDocs azure-docs, azure-stack-edge-gpu-monitor-kubernetes-dashboard, -edge-container-registry, release notes',
  },
  *run({ cluster, network }: CheckContext): Generator<Problem> {
    const { profile, profilePlace } = network;
    if (profile.reservedNodePorts.length === 0) return;
    for (const service of resourcesOf(cluster, 'Service')) {
      if (service.serviceType !== 'NodePort' && service.serviceType !== 'LoadBalancer') continue;
      for (const [index, { nodePort }] of service.ports.entries()) {
        const reserved = profile.reservedNodePorts.find(({ port }) => port === nodePort);
        if (reserved === undefined) continue;
        const place = placeOf(service, 'spec', 'ports', index, 'nodePort');
        yield {
          place,
          message: message(
            '{0} asks for node port {1}, which the device uses for its {2}. Ask for another one, or leave the field out.',
            nameOf(service),
            reserved.port,
            reserved.use,
          ),
          related: profilePlace === undefined ? [] : [{ message: message('profile {0}', profile.name), place: profilePlace }],
          fixes: removing(message('Remove nodePort, so that the cluster chooses one'), false, place),
        };
      }
    }
  },
};
