export function node(name: string, more = ''): string {
  return `---
apiVersion: v1
kind: Node
metadata: { name: ${name}, labels: { kubernetes.io/hostname: ${name} } }
${more}
`;
}

/** Pods of a node come from its own pool: which block a node would take is then no question. */
export function pool(name: string, cidr: string, only = ''): string {
  const [, prefix = ''] = cidr.split('/');
  return `---
apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: ${name} }
spec: { cidr: ${cidr}, blockSize: ${prefix}, ipipMode: Never, vxlanMode: Never, nodeSelector: "${only === '' ? 'all()' : `kubernetes.io/hostname == '${only}'`}" }
`;
}

/** `spec`: lines of the workload's; `pod`: of its template's, both in flow style. */
export function workload(kind: string, name: string, spec = '', pod = '', annotations = ''): string {
  return `---
apiVersion: ${kind === 'Job' ? 'batch/v1' : kind === 'Pod' ? 'v1' : 'apps/v1'}
kind: ${kind}
metadata: { name: ${name}, namespace: shop }
spec:
  ${kind === 'Job' ? '' : `selector: { matchLabels: { app: ${name} } }`}
  ${kind === 'StatefulSet' ? `serviceName: ${name}` : ''}
  ${spec}
  template:
    metadata: { labels: { app: ${name} }, annotations: { ${annotations} } }
    spec:
      ${pod}
      containers: [{ name: main, image: app, ports: [{ name: http, containerPort: 8080 }] }]
`;
}

export function service(name: string, spec = ''): string {
  return `---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop }
spec:
  selector: { app: ${name} }
  ports: [{ name: http, port: 80, targetPort: http }]
  ${spec}
`;
}

export function addressPool(range: string): string {
  return `---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec: { addresses: [${range}] }
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: lan, namespace: metallb-system }
spec: {}
`;
}

/** Prefers a node, so that where pods stand is no question. */
export const likes = (name: string) =>
  `affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 100, preference: { matchExpressions: [{ key: kubernetes.io/hostname, operator: In, values: [${name}] }] } }] } }`;

/** Two nodes, each with a pool of its own. */
export const twoNodes = node('alpha') + node('bravo') + pool('a', '10.20.0.0/28', 'alpha') + pool('b', '10.20.1.0/28', 'bravo');
