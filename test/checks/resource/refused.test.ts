import assert from 'node:assert/strict';
import { findingsOf } from '../../../src/analysis/snapshot.ts';
import { check, fixed } from '../../support/marks.ts';
import { RenderedWorkspace } from '../../support/renderedWorkspace.ts';

const pod = (ports: string, spec = '') =>
  `apiVersion: v1\nkind: Pod\nmetadata: { name: a, namespace: shop }\nspec:\n  containers:\n  - name: a\n    image: a\n    ports:\n${ports}${spec}`;

describe('resource/refused', () => {
  it('finds a name that no object can have', () => {
    check(
      `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: My_Map\n#       ^^^^^^ error resource/refused: The API server refuses ConfigMap My_Map. "My_Map" is not a name for an object: small letters, digits, hyphens and dots are, at most 253.\n`,
    );
    check(`apiVersion: v1\nkind: Namespace\nmetadata:\n  name: a.b\n#       ^^^ error resource/refused\n`);
    check('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: my.map-1 }\n');
  });

  it('is silent about names of kinds that it does not know, and about what is filled in', () => {
    check('apiVersion: rbac.authorization.k8s.io/v1\nkind: ClusterRole\nmetadata: { name: "system:Node_x" }\n');
    check('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: "${NAME}" }\n', { severities: { 'yaml/unreadable': 'off' } });
    check('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: <CLUSTER_NAME>-settings }\n');
  });

  it('is silent where a part of a rendered name came out empty, and not where all of it is written', () => {
    const codes = (name: string) => {
      const workspace = new RenderedWorkspace({
        'chart/Chart.yaml': 'apiVersion: v2\nname: queue\nversion: 1.0.0\n',
        'chart/values.yaml': 'name: ""\n',
        'chart/templates/queue.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`,
      });
      return findingsOf(workspace.refreshed(), 'chart/templates/queue.yaml').map(({ code }) => code);
    };
    assert.deepEqual(codes('"{{ .Values.name }}-queue"'), []);
    assert.deepEqual(codes('"{{ .Values.name }}My_Queue"'), ['resource/refused']);
  });

  it('finds ports of containers that are none, and writes the protocol', () => {
    const text = pod('    - containerPort: 53\n      protocol: udp\n');
    check(
      `${text}#               ^^^ error resource/refused: The API server refuses Pod shop/a. "udp" is not a protocol: TCP, UDP and SCTP are.\n`,
    );
    assert.equal(fixed(text), text.replace('udp', 'UDP'));
    check(pod('    - containerPort: 80800\n#                    ^^^^^ error resource/refused\n'));
    check(pod('    - containerPort: 80\n      name: a-name-of-17-char\n#           ^^^^^^^^^^^^^^^^^ error resource/refused\n'));
    check(pod('    - containerPort: 80\n      name: HTTP\n#           ^^^^ error resource/refused\n'));
    check(pod('    - containerPort: 80\n      name: http-1\n      protocol: TCP\n      hostPort: 8080\n'));
  });

  it('finds a host port that is not the port of a container in the network of its node', () => {
    check(
      pod(
        '    - containerPort: 80\n      hostPort: 8080\n#               ^^^^ error resource/refused: The API server refuses Pod shop/a. With hostNetwork a hostPort is the containerPort: 8080 is not 80.\n',
        '  hostNetwork: true\n',
      ),
    );
    check(pod('    - containerPort: 80\n      hostPort: 80\n', '  hostNetwork: true\n'));
  });
});

describe('resource/refused of an autoscaler', () => {
  const autoscaler = (least: string, most: string) =>
    `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: web, namespace: shop }\nspec:\n  scaleTargetRef: { apiVersion: apps/v1, kind: Deployment, name: web }\n${least}  maxReplicas: ${most}\n`;

  it('finds a most that is less than the least', () => {
    const text = autoscaler('  minReplicas: 5\n', '3');
    check(
      `${text}#              ^ error resource/refused: The API server refuses HorizontalPodAutoscaler shop/web. The most replicas (3) are fewer than the least (5).\n`,
      { severities: { 'selector/no-target': 'off' } },
    );
  });

  it('is silent where they are equal, and where one is not written', () => {
    check(autoscaler('  minReplicas: 3\n', '3'), { severities: { 'selector/no-target': 'off' } });
    check(autoscaler('', '1'), { severities: { 'selector/no-target': 'off' } });
  });
});

describe('resource/refused of what is rarer', () => {
  const quiet = { severities: { 'selector/no-target': 'off' } } as const;

  it('finds an autoscaler of nothing, and the other way round in that of KEDA', () => {
    check(
      'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: web, namespace: shop }\nspec:\n  maxReplicas: 0\n#              ^ error resource/refused: The API server refuses HorizontalPodAutoscaler shop/web. The most replicas must be at least 1.\n',
      quiet,
    );
    const scaled = (least: number, most: string) =>
      `apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: { name: web, namespace: shop }\nspec:\n  scaleTargetRef: { name: web }\n  minReplicaCount: ${least}\n  maxReplicaCount: ${most}\n`;
    check(`${scaled(5, '2')}#                  ^ error resource/refused\n`, quiet);
    check(scaled(0, '2'), quiet);
  });

  it('finds a budget with both bounds', () => {
    const budget = (bounds: string) =>
      `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: web, namespace: shop }\nspec:\n  selector: {}\n${bounds}`;
    check(
      budget(
        '  minAvailable: 1\n  maxUnavailable: 50%\n#                 ^^^ error resource/refused: The API server refuses PodDisruptionBudget shop/web. Of minAvailable and maxUnavailable one alone may be written.\n',
      ),
      quiet,
    );
    check(budget('  maxUnavailable: 50%\n'), quiet);
  });

  it('finds names of containers that are none or the same', () => {
    const containers = (text: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: shop }\nspec:\n  containers:\n${text}`;
    check(
      containers(
        '  - name: Web_App\n#         ^^^^^^^ error resource/refused: The API server refuses Pod shop/web. "Web_App" is not a name for a container: small letters, digits and hyphens are, at most 63.\n    image: web\n',
      ),
    );
    check(
      containers(
        '  - { name: web, image: web }\n  - name: web\n#         ^^^ error resource/refused: The API server refuses Pod shop/web. Another container of this pod is called web, too.\n    image: log\n',
      ),
    );
    check(
      containers(
        '  - image: web\n    ports: [{ containerPort: 80 }]\n#   ^^^^^ error resource/refused: The API server refuses Pod shop/web. The container has no name.\n',
      ),
    );
  });

  it('is silent about containers that are being typed', () => {
    const pod = (text: string) => `apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: shop }\nspec:\n  containers:\n${text}`;
    check(pod('  - image: web\n'));
  });

  it('finds hosts of Gateways and routes that are none', () => {
    const gateway = (host: string) =>
      `apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: edge, namespace: shop }\nspec:\n  gatewayClassName: a\n  listeners:\n  - name: http\n    port: 80\n    protocol: HTTP\n    hostname: ${host}\n`;
    check(
      `${gateway('"*"')}#             ^^^ error resource/refused: The API server refuses Gateway shop/edge. "*" is not a host: a DNS name in small letters is, without scheme, port and path.\n`,
    );
    check(gateway('"*.shop.example"'));
    const route = (hosts: string) =>
      `apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: web, namespace: shop }\nspec:\n  hostnames:\n${hosts}`;
    check(route('  - shop.example\n  - https://shop.example\n#   ^^^^^^^^^^^^^^^^^^^^ error resource/refused\n'));
    check(route('  - "*.shop.example"\n  - git.<secret:domain>\n'));
  });
});

describe('resource/wrong-type of what has no name', () => {
  it('finds a manifest without a name once more of it is written', () => {
    check(
      'apiVersion: v1\nkind: Service\nmetadata:\n  namespace: shop\n# ^^^^^^^^^^^^^^^ error resource/wrong-type: The API server refuses this manifest: it has no name.\nspec: { ports: [{ port: 80 }] }\n',
      { severities: { 'service/no-selector': 'off' } },
    );
    check('apiVersion: v1\nkind: Service\nmetadata:\n  name:\n', { severities: { 'service/no-selector': 'off' } });
    check('apiVersion: v1\nkind: Pod\nmetadata: { generateName: a- }\nspec: { containers: [{ name: a, image: a }] }\n');
  });
});

describe('resource/refused of a BGPPeer', () => {
  const peer = (more: string) =>
    `apiVersion: metallb.io/v1beta2\nkind: BGPPeer\nmetadata: { name: tor, namespace: metallb-system }\nspec:\n  peerAddress: 10.0.0.1\n${more}`;

  it('finds numbers out of the bounds of its definition', () => {
    check(
      peer(
        '  myASN: 64500\n  peerASN: 64501\n  peerPort: 17900\n#           ^^^^^ error resource/refused: The API server refuses BGPPeer metallb-system/tor. peerPort 17900 is not between 1 and 16384.\n',
      ),
    );
    check(peer('  myASN: 4294967296\n#        ^^^^^^^^^^ error resource/refused\n  peerASN: 64501\n'));
    check(peer('  myASN: 64500\n  peerASN: 4294967295\n  peerPort: 1179\n'));
  });
});

describe('resource/refused of a Gateway', () => {
  const gateway = (...listeners: readonly string[]) =>
    `apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: gw, namespace: shop }\nspec:\n  gatewayClassName: eg\n  listeners:\n${listeners.join('')}`;
  const listener = (name: string, port: number, more = '') => `  - name: ${name}\n    protocol: HTTP\n    port: ${port}\n${more}`;

  it('finds listeners of one name, and of one port, protocol and hostname', () => {
    check(
      gateway(
        listener('web', 80),
        listener(
          'web\n  #       ^^^ error resource/refused: The API server refuses Gateway shop/gw. Another listener is called web, too.',
          81,
        ),
      ),
    );
    check(
      gateway(
        listener('a', 80, '    hostname: a.example.com\n'),
        listener(
          'b',
          80,
          '    #     ^^ error resource/refused: The API server refuses Gateway shop/gw. Listener a has the same port, protocol and hostname.\n    hostname: a.example.com\n',
        ),
      ),
    );
  });

  it('is silent where one of these differs', () => {
    check(gateway(listener('a', 80), listener('b', 8080)));
    check(
      gateway(listener('a', 80, '    hostname: a.example.com\n'), listener('b', 80, '    hostname: b.example.com\n'), listener('c', 80)),
    );
  });
});
