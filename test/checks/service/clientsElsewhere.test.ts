import { check } from '../../support/marks.ts';

const node = (name: string, extra = '') => `apiVersion: v1
kind: Node
metadata: { name: ${name}, labels: { kubernetes.io/hostname: ${name} } }
${extra}---
`;
const nodes = node('edge-1') + node('edge-2');
const service = (mark = '', policy = 'internalTrafficPolicy: Local') => `apiVersion: v1
kind: Service
metadata: { name: cache, namespace: shop }
spec:
  ${policy}
${mark}  selector: { app: cache }
  ports: [{ port: 6379 }]
---
`;
const mark = '  #                      ^^^^^ warning service/clients-elsewhere\n';
const workload = (name: string, { kind = 'Deployment', spec = '', pod = '', env = '' } = {}) => `apiVersion: apps/v1
kind: ${kind}
metadata: { name: ${name}, namespace: shop }
spec:
${spec}  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
${pod}      containers:
      - name: main
        image: registry.example/${name}
${env}---
`;
const url = '        env: [{ name: CACHE_URL, value: "redis://cache:6379" }]\n';
const client = (options = {}) => workload('web', { env: url, ...options });

describe('service/clients-elsewhere', () => {
  it('finds clients that may run where an internal service of policy Local has no endpoint', () => {
    check(
      nodes +
        service(
          '  #                      ^^^^^ warning service/clients-elsewhere: Under internalTrafficPolicy Local a pod reaches Service shop/cache only where an endpoint of it runs on the same node: the endpoints run on edge-1, and pods of Deployment shop/web may also run on edge-2. There connections get no answer.\n',
        ) +
        workload('cache') +
        client({ spec: '  replicas: 2\n' }),
    );
    check(nodes + service(mark) + workload('cache', { pod: '      nodeName: edge-1\n' }) + client({ kind: 'DaemonSet' }));
    check(
      nodes +
        service(mark) +
        workload('cache', { pod: '      nodeSelector: { kubernetes.io/hostname: edge-1 }\n' }) +
        client({ pod: '      nodeName: edge-2\n' }),
    );
  });

  it('is silent where there is an endpoint wherever clients run', () => {
    check(nodes + service() + workload('cache', { kind: 'DaemonSet' }) + client({ spec: '  replicas: 2\n' }));
    check(nodes + service() + workload('cache', { spec: '  replicas: 2\n' }) + client());
    check(nodes + service() + workload('cache', { pod: '      nodeName: edge-1\n' }) + client({ pod: '      nodeName: edge-1\n' }));
    const tainted = node('master', 'spec: { taints: [{ key: node-role.kubernetes.io/control-plane, effect: NoSchedule }] }\n');
    check(tainted + node('edge-1') + service() + workload('cache') + client());
    check(node('edge-1') + service() + workload('cache') + client());
  });

  it('is silent about other policies, about nobody, and where nodes or endpoints are not known', () => {
    check(nodes + service('', 'internalTrafficPolicy: Cluster') + workload('cache') + client());
    check(nodes + service() + workload('cache') + workload('web'));
    check(service() + workload('cache') + client());
    check(nodes + service('', 'internalTrafficPolicy: Local\n  clusterIP: None') + workload('cache') + client());
  });

  it('is silent about clients that pod affinity draws to the endpoints', () => {
    const affinity =
      '      affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: kubernetes.io/hostname, labelSelector: { matchLabels: { app: cache } } }] } }\n';
    check(nodes + service() + workload('cache') + client({ pod: affinity }));
  });
});
