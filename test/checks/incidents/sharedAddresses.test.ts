import { check } from '../../support/marks.ts';

/*
 * Published incidents of services that ask for one address; each is reported once, at the service that gets none.
 *
 * What no text shows, and why:
 * - metallb issue 788: "can't change sharing key" is what MetalLB says while a service that has its address already is edited. The keys that differ are seen.
 */

const sharing: readonly [what: string, text: string][] = [
  [
    'metallb issue 245: one address for two services without a sharing key',
    `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec: { profile: custom, kubernetesServiceIPs: 10.0.0.1-10.0.0.9 }
---
apiVersion: v1
kind: Pod
metadata: { name: dns, namespace: shop, labels: { app: dns } }
spec: { containers: [{ name: dns, image: dns }] }
---
apiVersion: v1
kind: Service
metadata:
  name: a
  namespace: shop
  annotations:
    metallb.universe.tf/loadBalancerIPs: 10.0.0.5
spec:
  type: LoadBalancer
  selector: { app: dns }
  ports: [{ port: 53 }]
---
apiVersion: v1
kind: Service
metadata:
  name: b
  namespace: shop
  annotations:
    metallb.universe.tf/loadBalancerIPs: 10.0.0.5
    #                                    ^^^^^^^^ error service/shared-address: Service shop/b gets no external address. 10.0.0.5 goes to Service shop/a, which asks for it too. Neither has a sharing key: to share it, both need the annotation metallb.io/allow-shared-ip with one value.
spec:
  type: LoadBalancer
  selector: { app: dns }
  ports: [{ port: 54 }]
`,
  ],
  [
    'metallb issue 788: the two halves of DNS with keys that differ',
    `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec: { profile: custom, kubernetesServiceIPs: 10.0.0.1-10.0.0.9 }
---
apiVersion: v1
kind: Pod
metadata: { name: dns, namespace: shop, labels: { app: dns } }
spec: { containers: [{ name: dns, image: dns }] }
---
apiVersion: v1
kind: Service
metadata:
  name: a
  namespace: shop
  annotations:
    metallb.universe.tf/loadBalancerIPs: 10.0.0.5
    metallb.universe.tf/allow-shared-ip: tcp
spec:
  type: LoadBalancer
  selector: { app: dns }
  ports: [{ port: 53 }]
---
apiVersion: v1
kind: Service
metadata:
  name: b
  namespace: shop
  annotations:
    metallb.universe.tf/loadBalancerIPs: 10.0.0.5
    #                                    ^^^^^^^^ error service/shared-address: Service shop/b gets no external address. 10.0.0.5 goes to Service shop/a, which asks for it too. Their sharing keys differ ("udp" and "tcp"): to share it, both need one value of metallb.io/allow-shared-ip.
    metallb.universe.tf/allow-shared-ip: udp
spec:
  type: LoadBalancer
  selector: { app: dns }
  ports: [{ port: 53, protocol: UDP }]
`,
  ],
  [
    'metallb issues 801, 271 and 1499: one key under Local, and other pods',
    `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec: { profile: custom, kubernetesServiceIPs: 10.0.0.1-10.0.0.9 }
---
apiVersion: v1
kind: Pod
metadata: { name: dns, namespace: shop, labels: { app: dns } }
spec: { containers: [{ name: dns, image: dns }] }
---
apiVersion: v1
kind: Pod
metadata: { name: other, namespace: shop, labels: { app: other } }
spec: { containers: [{ name: other, image: other }] }
---
apiVersion: v1
kind: Service
metadata:
  name: a
  namespace: shop
  annotations:
    metallb.universe.tf/loadBalancerIPs: 10.0.0.5
    metallb.universe.tf/allow-shared-ip: x
spec:
  type: LoadBalancer
  externalTrafficPolicy: Local
  selector: { app: dns }
  ports: [{ port: 53 }]
---
apiVersion: v1
kind: Service
metadata:
  name: b
  namespace: shop
  annotations:
    metallb.universe.tf/loadBalancerIPs: 10.0.0.5
    #                                    ^^^^^^^^ error service/shared-address: Service shop/b gets no external address. 10.0.0.5 goes to Service shop/a, which asks for it too. Under externalTrafficPolicy Local only services with the same selector share an address, and theirs differ.
    metallb.universe.tf/allow-shared-ip: x
spec:
  type: LoadBalancer
  externalTrafficPolicy: Local
  selector: { app: other }
  ports: [{ port: 54 }]
`,
  ],
  [
    'metallb issue 1696: a misspelt annotation, said of each service, and no second word of the address that so is not shared',
    `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec: { profile: custom, kubernetesServiceIPs: 10.0.0.1-10.0.0.9 }
---
apiVersion: v1
kind: Pod
metadata: { name: dns, namespace: shop, labels: { app: dns } }
spec: { containers: [{ name: dns, image: dns }] }
---
apiVersion: v1
kind: Service
metadata:
  name: a
  namespace: shop
  annotations:
    metallb.universe.tf/loadBalancerIPs: 10.0.0.5
    metallb.universe.tf/allow-shared: x
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning metallb/unknown-annotation: MetalLB does not know the annotation metallb.universe.tf/allow-shared of Service shop/a. Did you mean metallb.universe.tf/allow-shared-ip?
spec:
  type: LoadBalancer
  selector: { app: dns }
  ports: [{ port: 53 }]
---
apiVersion: v1
kind: Service
metadata:
  name: b
  namespace: shop
  annotations:
    metallb.universe.tf/loadBalancerIPs: 10.0.0.5
    metallb.universe.tf/allow-shared: x
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning metallb/unknown-annotation: MetalLB does not know the annotation metallb.universe.tf/allow-shared of Service shop/b. Did you mean metallb.universe.tf/allow-shared-ip?
spec:
  type: LoadBalancer
  selector: { app: dns }
  ports: [{ port: 54 }]
`,
  ],
  [
    'metallb issue 1696: the misspelt annotation, and pods under Local that would not agree either',
    `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec: { profile: custom, kubernetesServiceIPs: 10.0.0.1-10.0.0.9 }
---
apiVersion: v1
kind: Pod
metadata: { name: dns, namespace: shop, labels: { app: dns } }
spec: { containers: [{ name: dns, image: dns }] }
---
apiVersion: v1
kind: Pod
metadata: { name: other, namespace: shop, labels: { app: other } }
spec: { containers: [{ name: other, image: other }] }
---
apiVersion: v1
kind: Service
metadata:
  name: a
  namespace: shop
  annotations:
    metallb.universe.tf/loadBalancerIPs: 10.0.0.5
    metallb.universe.tf/allow-shared: x
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning metallb/unknown-annotation: MetalLB does not know the annotation metallb.universe.tf/allow-shared of Service shop/a. Did you mean metallb.universe.tf/allow-shared-ip?
spec:
  type: LoadBalancer
  externalTrafficPolicy: Local
  selector: { app: dns }
  ports: [{ port: 53 }]
---
apiVersion: v1
kind: Service
metadata:
  name: b
  namespace: shop
  annotations:
    metallb.universe.tf/loadBalancerIPs: 10.0.0.5
    #                                    ^^^^^^^^ error service/shared-address: Service shop/b gets no external address. 10.0.0.5 goes to Service shop/a, which asks for it too. Under externalTrafficPolicy Local only services with the same selector share an address, and theirs differ.
    metallb.universe.tf/allow-shared: x
  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning metallb/unknown-annotation: MetalLB does not know the annotation metallb.universe.tf/allow-shared of Service shop/b. Did you mean metallb.universe.tf/allow-shared-ip?
spec:
  type: LoadBalancer
  externalTrafficPolicy: Local
  selector: { app: other }
  ports: [{ port: 54 }]
`,
  ],
  [
    'metallb issue 2553: a third service under the key of two that agree',
    `
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec: { profile: custom, kubernetesServiceIPs: 10.0.0.5-10.0.0.5 }
---
apiVersion: v1
kind: Pod
metadata: { name: dns, namespace: shop, labels: { app: dns } }
spec: { containers: [{ name: dns, image: dns }] }
---
apiVersion: v1
kind: Pod
metadata: { name: other, namespace: shop, labels: { app: other } }
spec: { containers: [{ name: other, image: other }] }
---
apiVersion: v1
kind: Service
metadata:
  name: a
  namespace: shop
  annotations:
    metallb.universe.tf/allow-shared-ip: global
spec:
  type: LoadBalancer
  externalTrafficPolicy: Local
  selector: { app: dns }
  ports: [{ port: 53 }]
---
apiVersion: v1
kind: Service
metadata:
  name: b
  namespace: shop
  annotations:
    metallb.universe.tf/allow-shared-ip: global
spec:
  type: LoadBalancer
  externalTrafficPolicy: Local
  selector: { app: dns }
  ports: [{ port: 54 }]
---
apiVersion: v1
kind: Service
metadata:
  name: c
  namespace: shop
  annotations:
    metallb.universe.tf/allow-shared-ip: global
    #                                    ^^^^^^ error service/shared-address: Service shop/c gets no external address, for no other one is free. Service shop/a has the sharing key "global" too, but its address 10.0.0.5 cannot be shared. Under externalTrafficPolicy Local only services with the same selector share an address, and theirs differ.
spec:
  type: LoadBalancer
  externalTrafficPolicy: Local
  selector: { app: other }
  ports: [{ port: 55 }]
`,
  ],
];

describe('incidents: services that share an address', () => {
  for (const [what, text] of sharing) it(what, () => void check(text));
});
