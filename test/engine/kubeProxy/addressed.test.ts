import assert from 'node:assert/strict';
import { formatAddress, parseAddress } from '../../../src/base/ip.ts';
import { english } from '../../../src/base/message.ts';
import { allocate } from '../../../src/engine/allocate.ts';
import type { Allocation } from '../../../src/engine/allocation.ts';
import { routesTo, type AddressAnswer } from '../../../src/engine/kubeProxy/addressed.ts';
import { clusterOf } from '../../support/cluster.ts';

const manifests = `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec: { computeNetwork: { gateway: 192.0.2.250 }, serviceSubnet: "10.96.0.0/24,fd00:96::/112" }
---
apiVersion: v1
kind: Node
metadata: { name: n1 }
status: { addresses: [{ type: InternalIP, address: 192.0.2.1 }, { type: InternalIP, address: "fd00::1" }] }
---
apiVersion: v1
kind: Pod
metadata: { name: p1, namespace: shop, labels: { app: web } }
spec: { nodeName: n1, containers: [] }
status: { podIPs: [{ ip: 10.0.0.1 }, { ip: "fd00:1::1" }], conditions: [{ type: Ready, status: "True" }] }
---
apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop, annotations: { metallb.io/allow-shared-ip: key, metallb.io/loadBalancerIPs: 192.0.2.100 } }
spec:
  type: LoadBalancer
  clusterIP: 10.96.0.9
  externalIPs: [198.51.100.7]
  selector: { app: web }
  ports: [{ name: http, port: 80, targetPort: 8080, nodePort: 30080 }, { name: dns, port: 53, protocol: UDP, nodePort: 30053 }]
---
apiVersion: v1
kind: Service
metadata: { name: other, namespace: shop, annotations: { metallb.io/allow-shared-ip: key, metallb.io/loadBalancerIPs: 192.0.2.100 } }
spec: { type: LoadBalancer, clusterIP: 10.96.0.10, selector: { app: none }, ports: [{ port: 443, nodePort: 30443 }] }
---
apiVersion: v1
kind: Service
metadata: { name: checked, namespace: shop }
spec: { type: LoadBalancer, loadBalancerClass: other, clusterIP: 10.96.0.11, externalTrafficPolicy: Local, healthCheckNodePort: 30999, allocateLoadBalancerNodePorts: false, selector: { app: none }, ports: [{ port: 443 }] }
---
apiVersion: v1
kind: Service
metadata: { name: six, namespace: shop }
spec: { type: NodePort, clusterIP: "fd00:96::9", ipFamilies: [IPv6], selector: { app: web }, ports: [{ port: 80, targetPort: 8080, nodePort: 30066 }] }
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec: { addresses: [192.0.2.100-192.0.2.110] }
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: lan, namespace: metallb-system }
`;

function ask(allocation: Allocation, text: string, port?: number, protocol?: string): AddressAnswer {
  const address = parseAddress(text);
  assert.ok(address !== undefined);
  return routesTo(allocation, { address, port, protocol, client: { kind: 'outside' } });
}

/** `web cluster-ip 80/TCP 10.0.0.1:8080`; without endpoints the outcome. */
function show({ routes, missing }: AddressAnswer): string {
  if (missing !== undefined) return english.say(missing.reason);
  return routes
    .map(({ service, port, destination, route }) => {
      const reached =
        route.outcome === 'endpoints'
          ? route.backends.map(({ endpoint, port: number }) => `${formatAddress(endpoint.ip)}:${number}`).join(',')
          : route.outcome;
      return `${service.name} ${destination.kind} ${port.port}/${port.protocol} ${reached}`;
    })
    .join('; ');
}

describe('the way to an address', () => {
  const cases: readonly (readonly [behaviour: string, question: readonly [string, number?, string?], outcome: string])[] = [
    ['of a cluster IP has every port', ['10.96.0.9'], 'web cluster-ip 80/TCP 10.0.0.1:8080; web cluster-ip 53/UDP 10.0.0.1:53'],
    ['has the one that is asked for', ['10.96.0.9', 80], 'web cluster-ip 80/TCP 10.0.0.1:8080'],
    ['goes by the protocol', ['10.96.0.9', 53, 'TCP'], '10.96.0.9 belongs to Service shop/web, which has no port 53/TCP.'],
    ['of an external IP', ['198.51.100.7', 80], 'web external-ip 80/TCP 10.0.0.1:8080'],
    [
      'of a shared load balancer address leads to each of its services',
      ['192.0.2.100'],
      'web load-balancer 80/TCP 10.0.0.1:8080; web load-balancer 53/UDP 10.0.0.1:53; other load-balancer 443/TCP rejected',
    ],
    ['of a node is that of the node ports', ['192.0.2.1', 30080], 'web node-port 80/TCP 10.0.0.1:8080'],
    [
      'of a node has the node ports of all services of its family',
      ['192.0.2.1'],
      'web node-port 80/TCP 10.0.0.1:8080; web node-port 53/UDP 10.0.0.1:53; other node-port 443/TCP rejected',
    ],
    ["of the node's other family leads to the services of that family", ['fd00::1'], 'six node-port 80/TCP [v6]:8080'],
    [
      "does not go by the service's port on a node",
      ['192.0.2.1', 80],
      '192.0.2.1 is the address of node n1, and no service has the node port 80.',
    ],
    [
      'of the health check port ends at kube-proxy',
      ['192.0.2.1', 30999],
      '30999 is the health check port of Service shop/checked: kube-proxy itself answers there.',
    ],
    ['of a pod needs no kube-proxy', ['10.0.0.1'], '10.0.0.1 is the address of pod shop/p1 itself, so connections go straight to it.'],
    ['of the pool that no service has', ['192.0.2.101'], '192.0.2.101 is an address of load balancer pool lan that no service has.'],
    [
      'of the service subnet that no service has',
      ['10.96.0.77'],
      '10.96.0.77 is an address of the service subnet 10.96.0.0/24 that no service has.',
    ],
    ['of the gateway', ['192.0.2.250'], '192.0.2.250 is set aside (gateway), so that nothing in the cluster answers there.'],
    ['of nobody', ['203.0.113.1'], 'Nothing in the manifests has the address 203.0.113.1.'],
  ];
  for (const [behaviour, [text, port, protocol], outcome] of cases) {
    it(behaviour, () =>
      assert.equal(show(ask(allocate(clusterOf(manifests)), text, port, protocol)).replace('fd00:1::1', '[v6]'), outcome),
    );
  }

  it('is not known for a service of the cluster itself whose pods no manifest shows', () => {
    const allocation = allocate(
      clusterOf('apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: a }\nspec: { profile: k3s }\n'),
    );
    const {
      routes: [dns],
    } = ask(allocation, '10.43.0.10', 53, 'UDP');
    assert.deepEqual([dns?.route.outcome, dns?.route.explanation.certainty], ['unknown', 'possible']);
  });

  it('does not lead to a service that the API server refuses', () => {
    const text = manifests.replace('targetPort: 8080, nodePort: 30080', 'targetPort: 8080, nodePort: 80');
    assert.match(show(ask(allocate(clusterOf(text)), '10.96.0.9')), /no service has/);
  });

  it('stays on the one unnamed node where the nodes are not known, and says that this is possible only', () => {
    const allocation = allocate(
      clusterOf(`
apiVersion: v1
kind: Pod
metadata: { name: p1, labels: { app: web } }
spec: { containers: [] }
status: { podIPs: [{ ip: 10.0.0.1 }], conditions: [{ type: Ready, status: "True" }] }
---
apiVersion: v1
kind: Service
metadata: { name: web }
spec: { clusterIP: 10.96.0.9, internalTrafficPolicy: Local, selector: { app: web }, ports: [{ port: 80 }] }`),
    );
    const answer = ask(allocation, '10.96.0.9');
    assert.equal(show(answer), 'web cluster-ip 80/TCP 10.0.0.1:80');
    assert.equal(answer.routes[0]?.route.explanation.certainty, 'possible');
  });
});
