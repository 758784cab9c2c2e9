import { check } from '../../support/marks.ts';

const node = (name: string) =>
  `apiVersion: v1\nkind: Node\nmetadata: { name: ${name}, labels: { kubernetes.io/hostname: ${name} } }\n---\n`;
const pool = (cidr: string) =>
  `apiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata: { name: tiny }\nspec: { cidr: ${cidr}, blockSize: 29 }\n---\n`;
const deployment = ({ spec = '', pod = '', annotations = '', ports = '' } = {}) => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: shop
spec:
${spec}  selector: { matchLabels: { app: web } }
  template:
    metadata:
      labels: { app: web }
${annotations}    spec:
${pod}      containers:
      - name: web
        image: web
        ports:
        - containerPort: 80
${ports}---
`;
const hostPort = '          hostPort: 80\n';
const portMark =
  '          #         ^^ warning workload/no-room: Every update of Deployment shop/web hangs: it starts a new pod before its 1 pod goes (maxSurge 1, maxUnavailable 0), and there is no room for one more. Each pod takes host port 80 of its node, which is free for them on 1 node (edge). Let the old pod go first: strategy type Recreate, or maxUnavailable: 1.\n';
const autoscaler = (most: number, mark = '') => `apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: { name: web, namespace: shop }
spec:
  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }
  maxReplicas: ${most}
${mark}---
`;

describe('workload/no-room', () => {
  it('finds an update that wants a port of the only node twice', () => {
    check(node('edge') + deployment({ ports: hostPort + portMark }));
  });

  it('is silent where the old pod goes first, another node is free, or nobody says which nodes there are', () => {
    check(node('edge') + deployment({ ports: hostPort, spec: '  strategy: { type: Recreate }\n' }));
    check(node('edge') + deployment({ ports: hostPort, spec: '  strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 1 } }\n' }));
    check(node('edge') + node('west') + deployment({ ports: hostPort }));
    check(deployment({ ports: hostPort }));
    check(node('edge') + deployment());
  });

  it('finds a rule of the pods against their own kind that leaves no node', () => {
    const affinity = (mark = '') =>
      `      affinity:\n        podAntiAffinity:\n${mark}          requiredDuringSchedulingIgnoredDuringExecution:\n          - labelSelector: { matchLabels: { app: web } }\n            topologyKey: kubernetes.io/hostname\n`;
    const spec = '  replicas: 2\n';
    check(node('a') + node('b') + deployment({ spec, pod: affinity('#       ^^^^^^^^^^^^^^^ warning workload/no-room\n') }));
    check(node('a') + node('b') + node('c') + deployment({ spec, pod: affinity() }));
  });

  it('finds pods that all ask for one address', () => {
    const annotations = (mark = '') => `      annotations:\n        cni.projectcalico.org/ipAddrs: '["10.50.0.5"]'\n${mark}`;
    check(
      node('edge') +
        pool('10.50.0.0/24') +
        deployment({ annotations: annotations('        #                              ^^^^^^^^^^^^^^^ warning workload/no-room\n') }),
    );
    check(node('edge') + pool('10.50.0.0/24') + deployment({ annotations: annotations(), spec: '  strategy: { type: Recreate }\n' }));
  });

  it('finds a full pool, and an autoscaler beyond it', () => {
    check(
      node('edge') +
        pool('10.50.0.0/29') +
        deployment({
          spec: '  replicas: 8\n  #         ^ warning workload/no-room\n  strategy: { rollingUpdate: { maxSurge: 2, maxUnavailable: 0 } }\n',
        }),
    );
    check(
      node('edge') +
        pool('10.50.0.0/29') +
        deployment({ spec: '  replicas: 2\n' }) +
        autoscaler(
          9,
          '  #            ^ warning workload/no-room: HorizontalPodAutoscaler shop/web may scale Deployment shop/web to 9 pods, of which 8 fit. Of the 8 addresses of tiny there are 6 left.\n',
        ),
    );
    check(node('edge') + pool('10.50.0.0/29') + deployment({ spec: '  replicas: 2\n' }) + autoscaler(8));
    check(node('edge') + pool('10.50.0.0/29') + deployment({ spec: '  replicas: 8\n' }));
  });
});
