import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';

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
