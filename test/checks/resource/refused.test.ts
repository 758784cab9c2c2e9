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

  it('is silent about words that say what is to stand there, and not about other names in capitals', () => {
    check('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: YOUR_APP, namespace: NAMESPACE }\n');
    check('apiVersion: v1\nkind: Service\nmetadata: { name: SERVICE_NAME, namespace: MY-NAMESPACE }\nspec: { ports: [{ port: 80 }] }\n', {
      severities: { 'service/no-selector': 'off' },
    });
    check('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: SHOP\n#            ^^^^ error resource/refused\n');
    check('apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: Namespace\n#            ^^^^^^^^^ error resource/refused\n');
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

describe('resource/refused of what an autoscaler never finds', () => {
  const off = { severities: { 'selector/no-target': 'off' } } as const;
  const autoscaler = (target: string, mark = '') =>
    `apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: web, namespace: shop }\nspec:\n  maxReplicas: 3\n  scaleTargetRef: { ${target}, name: web }\n${mark}`;

  it('finds a kind that is looked for in another group, and writes its own', () => {
    const bare = autoscaler('kind: Deployment');
    check(
      `${bare}  #                       ^^^^^^^^^^ warning resource/refused: The autoscaler looks for Deployment in the core group, where there is none, and scales nothing (FailedGetScale). Its apiVersion is apps/v1.\n`,
      off,
    );
    assert.match(fixed(bare), /apiVersion: apps\/v1/);
    const old = autoscaler('apiVersion: extensions/v1beta1, kind: Deployment');
    check(`${old}  #                             ^^^^^^^^^^^^^^^^^^ warning resource/refused\n`, off);
    assert.equal(fixed(old), old.replace('extensions/v1beta1', 'apps/v1'));
  });

  it('is silent about other versions of the group, and kinds that it does not know', () => {
    check(autoscaler('apiVersion: apps/v1beta2, kind: StatefulSet'), off);
    check(autoscaler('apiVersion: argoproj.io/v1alpha1, kind: Rollout'), off);
    check(autoscaler('apiVersion: apps.kruise.io/v1beta1, kind: StatefulSet'), off);
    check(autoscaler('apiVersion: v1, kind: ReplicationController'), off);
    check(
      'apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: { name: web, namespace: shop }\nspec: { scaleTargetRef: { name: web } }\n',
      off,
    );
  });
});

describe('resource/refused of a network that no pod gets', () => {
  const network = (config: string, mark = '') =>
    `apiVersion: k8s.cni.cncf.io/v1\nkind: NetworkAttachmentDefinition\nmetadata: { name: lan, namespace: shop }\nspec:\n  config: '${config}'\n${mark}`;
  const ipam = (fields: string) => `{ "cniVersion": "0.3.1", "type": "macvlan", "ipam": { "type": "host-local", ${fields} } }`;
  const finding = (config: string, text: string) =>
    check(network(config, `#         ${'^'.repeat(config.length + 2)} error resource/refused: ${text}\n`));

  it('finds a configuration that is no JSON, and plugins without a type', () => {
    finding('{ "type": "macvlan" "master": "eth0" }', 'The configuration is not JSON, so that pods with this network do not start.');
    finding(
      '{ "plugins": [{ "master": "eth0" }] }',
      'A plugin of the configuration has no type, so that pods with this network do not start.',
    );
  });

  it('finds subnets and ends that host-local refuses', () => {
    finding(
      ipam('"subnet": "10.0.0.0/24", "rangeEnd": "10.0.1.9"'),
      'The plugin host-local refuses rangeEnd 10.0.1.9, which is not in the subnet 10.0.0.0/24: pods with this network do not start.',
    );
    finding(
      ipam('"ranges": [[{ "subnet": "10.0.0.9/24" }]]'),
      'The plugin host-local refuses the subnet 10.0.0.9/24, which has host bits; the network is 10.0.0.0/24. Pods with this network do not start.',
    );
    finding(
      ipam('"subnet": "10.0.0.0/33"'),
      'The plugin host-local takes "10.0.0.0/33" for no subnet: pods with this network do not start.',
    );
  });

  it('is silent about what is right, what stands on the nodes, and what is filled in', () => {
    check(network(ipam('"subnet": "10.0.0.0/24", "rangeStart": "10.0.0.10", "rangeEnd": "10.0.0.20", "gateway": "10.0.0.1"')));
    check(network('{ "plugins": [{ "type": "macvlan", "ipam": { "type": "whereabouts", "range": "10.0.0.9/24" } }] }'));
    check(network('').replace("  config: ''\n", '').replace('spec:\n', ''));
    check(network(ipam('"subnet": "usePodCidr"').replace('macvlan', 'calico')));
    check(network('{ "Type": "macvlan" }'));
    check(network('{ "type": "macvlan", "master": {{ .Values.master }} }'), { severities: { 'yaml/unreadable': 'off' } });
  });
});

describe('resource/refused of the protocol of a listener', () => {
  const listener = (protocol: string, more = '') =>
    `apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: gw, namespace: shop }\nspec:\n  gatewayClassName: eg\n  listeners:\n  - name: web\n    port: 80\n    protocol: ${protocol}\n${more}`;
  const kinds = (text: string, mark = '') => `    allowedRoutes: { kinds: [{ ${text} }] }\n${mark}`;

  it('finds protocols that nobody serves, by a slip', () => {
    const text = listener('Http');
    check(
      `${text}#             ^^^^ warning resource/refused: Listener web is never served: Http is not a protocol of the Gateway API, which has HTTP, HTTPS, TLS, TCP, UDP.\n`,
    );
    assert.equal(fixed(text), text.replace('Http', 'HTTP'));
    check(listener('HBONE'));
    for (const served of ['DTLS', 'HTTP2', 'HTTP3', 'QUIC']) check(listener(served));
    check(listener('example.com/mqtt'));
  });

  it('finds kinds of routes that a protocol never takes', () => {
    check(
      listener(
        'HTTP',
        kinds(
          'kind: TCPRoute',
          '#                                    ^^^^^^^^ warning resource/refused: A listener of protocol HTTP takes HTTPRoute, GRPCRoute, and no TCPRoute is ever attached to it.\n',
        ),
      ),
    );
    const slip = listener('HTTP', kinds('kind: HttpRoute'));
    assert.equal(fixed(slip), slip.replace('HttpRoute', 'HTTPRoute'));
    check(listener('HTTP', kinds('group: gateway.networking.k8s.io, kind: GRPCRoute')));
    check(listener('TCP', kinds('group: example.com, kind: MyRoute')));
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

  it('finds bounds of a budget that are no number and no percentage, and lets be what is one', () => {
    const budget = (bounds: string) =>
      `apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: { name: web, namespace: shop }\nspec:\n  selector: {}\n${bounds}`;
    check(
      budget(
        '  minAvailable: "50"\n#               ^^^^ error resource/refused: The API server refuses PodDisruptionBudget shop/web. "50" in quotes is a text, which must be a percentage. Write 50 without quotes, or 50%.\n',
      ),
      quiet,
    );
    check(budget('  minAvailable: 150%\n#               ^^^^ error resource/refused\n'), quiet);
    check(budget('  maxUnavailable: -1\n#                 ^^ error resource/refused\n'), quiet);
    check(budget('  maxUnavailable: half\n#                 ^^^^ error resource/refused\n'), quiet);
    for (const lawful of ['minAvailable: "50%"', 'minAvailable: 50', 'maxUnavailable: 100%', 'maxUnavailable: 0', 'minAvailable: null'])
      check(budget(`  ${lawful}\n`), quiet);
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

describe('resource/refused of what only the pods of a workload show', () => {
  const quiet = { severities: { 'yaml/unreadable': 'off' } } as const;
  const deployment = (container: string, more = '') =>
    `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec:\n  selector: { matchLabels: { app: web } }\n  template:\n    metadata: { labels: { app: web } }\n    spec:\n${more}      containers:\n      - name: web\n${container}`;
  const web = '        image: web\n';

  it('finds a variable that is two things, and fields that no variable has the value of', () => {
    const variable = (text: string) => deployment(`${web}        env:\n        - name: A\n${text}`);
    check(
      variable(
        '          value: x\n#         ^^^^^ error resource/refused: The API server refuses Deployment shop/web. The variable A has a value and valueFrom; it takes one of them.\n          valueFrom: { fieldRef: { fieldPath: status.podIP } }\n',
      ),
    );
    const misspelt = variable('          valueFrom: { fieldRef: { fieldPath: status.podIp } }\n');
    check(`${misspelt}#                                             ^^^^^^^^^^^^ error resource/refused\n`);
    assert.equal(fixed(misspelt), misspelt.replace('podIp', 'podIP'));
    check(
      variable(
        '          valueFrom:\n#         ^^^^^^^^^ error resource/refused: The API server refuses Deployment shop/web. The variable A takes its value from one of configMapKeyRef, secretKeyRef, not from more.\n            configMapKeyRef: { name: a, key: b }\n            secretKeyRef: { name: a, key: b }\n',
      ),
    );
    check(variable(`          valueFrom: { fieldRef: { fieldPath: "metadata.labels['app']" } }\n`));
    check(variable('          value: ""\n          valueFrom: { secretKeyRef: { name: a, key: b } }\n'));
    check(variable('          value:\n'));
  });

  it('finds a mount without its volume, and says which there are', () => {
    const mounts = (text: string, volumes = '') => deployment(`${web}        volumeMounts:\n${text}`, volumes);
    const volumes = '      volumes: [{ name: config, emptyDir: {} }]\n';
    const misspelt = mounts('        - name: confg\n          mountPath: /etc/web\n', volumes);
    check(
      misspelt
        .replace('/etc/web', (text) => text)
        .replace(
          'confg\n',
          'confg\n#               ^^^^^ error resource/refused: The API server refuses Deployment shop/web. There is no volume confg; the volumes of the pod are config.\n',
        ),
    );
    assert.equal(fixed(misspelt), misspelt.replace('confg', 'config'));
    check(
      mounts(
        '        - { name: data, mountPath: /data }\n        #         ^^^^ error resource/refused: The API server refuses Deployment shop/web. There is no volume data: the pod has no volumes.\n',
      ),
    );
    check(
      mounts(
        '        - { name: config, mountPath: /a }\n        - { name: config, mountPath: /a }\n        #                            ^^ error resource/refused\n',
        volumes,
      ),
    );
    check(mounts('        - { name: config, mountPath: /a }\n        - { name: config, mountPath: /b, subPath: b }\n', volumes));
  });

  it('knows the volumes that a StatefulSet claims, whose pods alone are refused', () => {
    const set = (name: string) =>
      `apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: db, namespace: shop }\nspec:\n  selector: { matchLabels: { app: db } }\n  volumeClaimTemplates: [{ metadata: { name: data } }]\n  template:\n    metadata: { labels: { app: db } }\n    spec:\n      containers:\n      - name: db\n        image: db\n        volumeMounts:\n        - mountPath: /data\n          name: ${name}\n`;
    check(set('data'));
    check(
      `${set('dta')}#               ^^^ error resource/refused: The API server refuses the pods of StatefulSet shop/db. There is no volume dta; the volumes of the pod are data.\n`,
    );
  });

  it('finds probes that do nothing or two things, and is silent while one is typed', () => {
    check(
      deployment(
        `${web}        readinessProbe:\n          httpGet: { port: 80 }\n          tcpSocket: { port: 80 }\n#         ^^^^^^^^^ error resource/refused: The API server refuses Deployment shop/web. readinessProbe does one thing: it has httpGet, tcpSocket.\n`,
      ),
    );
    check(deployment(`${web}        livenessProbe:\n#       ^^^^^^^^^^^^^ error resource/refused\n          periodSeconds: 5\n`));
    check(deployment(`${web}        livenessProbe:\n          periodSeconds: 5\n          exec:\n`));
    check(deployment(`${web}        livenessProbe:\n`));
    check(
      deployment(
        `${web}        livenessProbe: { httpGet: { port: 80, scheme: http } }\n#                                                     ^^^^ error resource/wrong-type: The API server takes HTTP, HTTPS for scheme, not http.\n`,
      ),
    );
  });

  it('finds probes of a container that runs before the others, unless it goes on', () => {
    const init = (more: string) =>
      deployment(
        web,
        `      initContainers:\n      - name: init\n        image: init\n${more}        readinessProbe: { exec: { command: [a] } }\n`,
      );
    check(init('').replace('[a] } }\n', '[a] } }\n#       ^^^^^^^^^^^^^^ error resource/refused\n'));
    check(init('        restartPolicy: Always\n'));
  });

  it('finds images that are none, and not those that somebody fills in', () => {
    const image = (text: string) => deployment(`        image: ${text}\n        ports: [{ containerPort: 80 }]\n`);
    for (const good of [
      'web',
      'ghcr.io/shop/web:v1.0-RC',
      'localhost:5000/a/b',
      'reg.local/a__b/c-d@sha256:' + 'a'.repeat(64),
      'IMAGE',
      'gcr.io/PROJECT_ID/web',
      'ko://github.com/a/B',
      '<image>',
      'Shop/web',
    ])
      check(image(good), quiet);
    check(
      image(
        'Nginx:1.27\n#              ^^^^^^^^^^ error resource/refused: The kubelet refuses the image "Nginx:1.27" (InvalidImageName), so that the container never starts: an image is a name in small letters without blanks and without a scheme, with a tag or a digest behind it.',
      ),
    );
    for (const bad of ['ghcr.io/Shop/web', 'https://ghcr.io/shop/web', 'web:1.0:2', 'web: ok'.replace(': ', ' :')])
      check(image(bad).replace(`${bad}\n`, `${bad}\n#              ${'^'.repeat(bad.length)} error resource/refused\n`));
    check(
      deployment(
        '        image: ""\n#              ^^ error resource/refused: The API server refuses Deployment shop/web. A container has no image.\n',
      ),
    );
    check(deployment('        image:\n').replace('- name: web', '- name:'));
    check(deployment(''));
  });

  it('finds amounts that are none, negative, beyond their limit, or thousandths of bytes', () => {
    const amounts = (requests: string, limits = '') => deployment(`${web}        resources:\n          requests: ${requests}\n${limits}`);
    const unit = amounts('{ memory: 1GB }');
    check(
      `${unit}#                             ^^^ error resource/refused: The API server refuses Deployment shop/web. "1GB" is no amount: a number is, with m, k, M, G, Ki, Mi or Gi behind it and no blank between.\n`,
    );
    assert.equal(fixed(unit), unit.replace('1GB', '1Gi'));
    check(
      amounts(
        '{ cpu: 2 }\n#                          ^ error resource/refused: The API server refuses Deployment shop/web. The container asks for 2 of cpu, more than its limit of 500m.\n',
        '          limits: { cpu: 500m }\n',
      ).replace('\n\n', '\n'),
    );
    check(amounts('{ cpu: -1 }\n#                          ^^ error resource/refused').replace(/\n$/, '\n'));
    check(
      amounts(
        '{ memory: 512m }\n#                             ^^^^ warning resource/refused: 512m of memory are 0.512 bytes, for m stands for thousandths. 512Mi is meant, or 512M.',
      ),
    );
    check(
      amounts(
        '{ cpu: 0.5, memory: 1e9, ephemeral-storage: 2Gi, nvidia.com/gpu: 1 }\n',
        '          limits: { cpu: "1", memory: 1Gi }\n',
      ).replace('\n\n', '\n'),
    );
  });

  it('is silent about a part of a workload, which somebody patches another with', () => {
    check(
      'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec:\n  template:\n    spec:\n      containers:\n      - name: web\n        volumeMounts: [{ name: data, mountPath: /data }]\n',
      { severities: { 'selector/invalid': 'off' } },
    );
  });

  it('finds negative counts and updates that replace nothing', () => {
    const counted = (kind: string, text: string) =>
      `apiVersion: apps/v1\nkind: ${kind}\nmetadata: { name: web, namespace: shop }\nspec:\n${text}  selector: { matchLabels: { app: web } }\n  template:\n    metadata: { labels: { app: web } }\n    spec: { containers: [{ name: web, image: web }] }\n`;
    check(
      counted(
        'Deployment',
        '  replicas: -1\n#           ^^ error resource/refused: The API server refuses Deployment shop/web. replicas may not be negative.\n',
      ),
    );
    check(
      counted(
        'Deployment',
        '  strategy: { rollingUpdate: { maxSurge: 0, maxUnavailable: 0% } }\n#                                                           ^^ error resource/refused\n',
      ),
    );
    check(
      counted(
        'Deployment',
        '  strategy: { type: Recreate, rollingUpdate: { maxSurge: 1 } }\n#                             ^^^^^^^^^^^^^ error resource/refused\n',
      ),
    );
    check(counted('Deployment', '  strategy: { rollingUpdate: { maxSurge: 0 } }\n'));
    check(
      counted(
        'DaemonSet',
        '  updateStrategy: { rollingUpdate: { maxSurge: 1 } }\n#                                              ^ error resource/refused\n',
      ),
    );
    check(counted('DaemonSet', '  updateStrategy: { rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } }\n'));
  });

  it('finds numbers of an update that stand in quotes, and shares of more than all', () => {
    const counted = (kind: string, text: string) =>
      `apiVersion: apps/v1\nkind: ${kind}\nmetadata: { name: web, namespace: shop }\nspec:\n${text}  selector: { matchLabels: { app: web } }\n  template:\n    metadata: { labels: { app: web } }\n    spec: { containers: [{ name: web, image: web }] }\n`;
    const quiet = { severities: { 'dns/statefulset-service': 'off' } } as const;
    check(
      counted(
        'Deployment',
        '  strategy: { rollingUpdate: { maxSurge: "1", maxUnavailable: 0 } }\n#                                        ^^^ error resource/refused: The API server refuses Deployment shop/web. "1" in quotes is a text, which must be a percentage. Write 1 without quotes, or 1%.\n',
      ),
    );
    check(
      counted(
        'Deployment',
        '  strategy: { rollingUpdate: { maxUnavailable: 150% } }\n#                                              ^^^^ error resource/refused\n',
      ),
    );
    check(
      counted(
        'DaemonSet',
        '  updateStrategy: { rollingUpdate: { maxUnavailable: "2" } }\n#                                                    ^^^ error resource/refused\n',
      ),
    );
    // A surge may be more than all.
    check(counted('Deployment', '  strategy: { rollingUpdate: { maxSurge: 200%, maxUnavailable: "25%" } }\n'));
    check(counted('StatefulSet', '  updateStrategy: { rollingUpdate: { partition: 1, maxUnavailable: 0 } }\n'), quiet);
    check(counted('StatefulSet', '  updateStrategy: { rollingUpdate: { maxUnavailable: "1" } }\n'), quiet);
    check(counted('DaemonSet', '  updateStrategy: { type: OnDelete, rollingUpdate: { maxUnavailable: "1" } }\n'));
  });
});

describe('resource/refused of jobs', () => {
  const job = (kind: string, spec: string) => `apiVersion: batch/v1\nkind: ${kind}\nmetadata: { name: a, namespace: shop }\nspec:\n${spec}`;
  const template = (indent: string, policy = '') =>
    `${indent}template:\n${indent}  spec:\n${policy}${indent}    containers: [{ name: a, image: a }]\n`;

  it('finds pods that are started again for ever, and writes restartPolicy', () => {
    const text = job('Job', template('  '));
    check(
      text.replace(
        '    spec:\n',
        '    spec:\n#   ^^^^ error resource/refused: The API server refuses Job shop/a. The pods of a Job need restartPolicy: Never or OnFailure. Where it is not written, it is Always, which a Job cannot have.\n',
      ),
    );
    check(fixed(text));
    check(job('Job', template('  ', '      restartPolicy: OnFailure\n')));
    check(job('Job', '  template:\n    spec:\n'));
  });

  it('finds schedules that are none', () => {
    const scheduled = (schedule: string) =>
      job('CronJob', `  schedule: "${schedule}"\n  jobTemplate:\n    spec:\n${template('      ', '          restartPolicy: Never\n')}`);
    for (const good of [
      '*/5 * * * *',
      '0 3 * * 1-5',
      '0,30 8-18/2 1 JAN,feb sun',
      '@daily',
      '@every 1h30m',
      '? 0 L'.replace(' L', ' * * *'),
      '',
    ])
      check(scheduled(good));
    const bad = (schedule: string, text = '') =>
      check(
        scheduled(schedule).replace(
          `"${schedule}"\n`,
          `"${schedule}"\n#           ${'^'.repeat(schedule.length + 2)} error resource/refused${text}\n`,
        ),
      );
    bad('61 * * * *', ': The API server refuses CronJob shop/a. "61" is nothing for field 1 of a schedule, which goes from 0 to 59.');
    bad(
      '* * * *',
      ': The API server refuses CronJob shop/a. A schedule has five fields (minute, hour, day of the month, month, day of the week), and "* * * *" has 4.',
    );
    for (const other of [
      '0 0 * * 7',
      '0 0 0 * *',
      '5-1 * * * *',
      '*/0 * * * *',
      '0 24 * * *',
      '@reboot',
      '0 0 L * *',
      'TZ=UTC 0 0 * * *',
      '0 0 * * * *',
    ])
      bad(other);
  });
});

describe('resource/refused of the TLS of a listener', () => {
  const listener = (protocol: string, more = '', of = 'eg') =>
    `apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: gw, namespace: shop }\nspec:\n  gatewayClassName: ${of}\n  listeners:\n  - name: web\n    port: 443\n    protocol: ${protocol}\n${more}`;

  it('finds one that has no certificate to answer with', () => {
    check(
      listener(
        'HTTPS\n    #         ^^^^^ warning resource/refused: Listener web is HTTPS without tls, so that there is no certificate to answer with, and nothing is served on it. Name the Secret below tls.certificateRefs.',
      ),
    );
    check(
      listener(
        'HTTPS',
        '    tls: {}\n#   ^^^ error resource/refused: The API server refuses Gateway shop/gw. A listener that ends TLS needs its certificate: certificateRefs, or options.\n',
      ),
    );
    check(listener('HTTPS', '    tls: { mode: Passthrough }\n#                ^^^^^^^^^^^ error resource/refused\n'));
    check(listener('HTTP', '    tls: { certificateRefs: [{ name: a }] }\n#   ^^^ error resource/refused\n'));
    check(listener('TCP', '    hostname: a.example\n#   ^^^^^^^^ error resource/refused\n'));
  });

  it('is silent where it has, where it passes through, and where a cloud has certificates of its own', () => {
    check(listener('HTTPS', '    tls: { certificateRefs: [{ name: a }] }\n'));
    check(listener('TLS', '    tls: { mode: Passthrough }\n'));
    check(listener('HTTPS', '', 'gke-l7-gxlb'));
    check(listener('HTTP', '    hostname: a.example\n'));
  });
});

describe('resource/refused of policies of the whole cluster', () => {
  const policy = (kind: string, name: string, spec: string) =>
    `apiVersion: policy.networking.k8s.io/v1alpha1\nkind: ${kind}\nmetadata:\n  name: ${name}\nspec:\n  subject: { namespaces: {} }\n${spec}`;
  const rule = (action: string) => `  ingress:\n  - from: [{ namespaces: {} }]\n    action: ${action}\n`;
  const quiet = { severities: { 'policy/no-match': 'off', 'policy/no-effect': 'off' } } as const;

  it('finds priorities and actions that there are not, and writes the word of the kind', () => {
    check(
      policy(
        'AdminNetworkPolicy',
        'a',
        `  priority: 2000\n#           ^^^^ error resource/refused: The API server refuses AdminNetworkPolicy a. priority 2000 is not between 0 and 1000.\n${rule('Pass')}`,
      ),
      quiet,
    );
    const text = policy('AdminNetworkPolicy', 'a', `  priority: 1\n${rule('Accept')}`);
    check(
      `${text}#           ^^^^^^ error resource/refused: The API server refuses AdminNetworkPolicy a. "Accept" is not an action: Allow, Deny, Pass are.\n`,
      quiet,
    );
    assert.equal(fixed(text), text.replace('Accept', 'Allow'));
    check(
      policy('AdminNetworkPolicy', 'a', rule('Deny')).replace(
        'spec:\n',
        'spec:\n#<-- error resource/refused: The API server refuses AdminNetworkPolicy a. It has no priority: from 0, which comes first, to 1000.\n',
      ),
      quiet,
    );
  });

  it('finds a baseline that is not called default', () => {
    check(policy('BaselineAdminNetworkPolicy', 'base\n#       ^^^^ error resource/refused', rule('Deny')), quiet);
    check(policy('BaselineAdminNetworkPolicy', 'default', rule('Allow')), quiet);
    check(policy('AdminNetworkPolicy', 'a', ''), quiet);
  });
});

describe('resource/refused of what is taken, and changes nothing', () => {
  const config = (namespace: string) =>
    `apiVersion: helm.cattle.io/v1\nkind: HelmChartConfig\nmetadata:\n  name: traefik\n  namespace: ${namespace}\nspec: {}\n`;

  it('finds the configuration of a chart of K3s beside no such chart', () => {
    check(
      config(
        'default\n#            ^^^^^^^ warning resource/refused: HelmChartConfig default/traefik changes nothing: it is for the HelmChart of its own name and namespace, and traefik is in kube-system. Write kube-system here.',
      ),
    );
    check(config('kube-system'));
    check(config('edge').replace('traefik', 'my-own'));
    check(
      `${config('edge')}---\napiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: { name: traefik, namespace: edge }\nspec: {}\n`,
      { severities: { 'gitops/not-rendered': 'off' } },
    );
  });

  it('finds the configuration of a chart that neither K3s nor RKE2 brings, where one of theirs is meant', () => {
    const named = (name: string) => `apiVersion: helm.cattle.io/v1\nkind: HelmChartConfig\nmetadata:\n  name: ${name}\n`;
    const end = '  namespace: kube-system\nspec: {}\n';
    check(
      `${named('rke2-nginx-ingress')}#       ^^^^^^^^^^^^^^^^^^ warning resource/refused: HelmChartConfig kube-system/rke2-nginx-ingress changes nothing: it is for the HelmChart of its own name, and there is none called rke2-nginx-ingress. Nearest is rke2-ingress-nginx.\n${end}`,
    );
    check(`${named('treafik')}#       ^^^^^^^ warning resource/refused\n${end}`);
    assert.match(fixed(named('rke2-corends') + end), /name: rke2-coredns/);
    for (const lawful of ['rke2-cilium', 'cilium', 'ingress-nginx', 'traefik-crd', 'rancher-vsphere-cpi']) check(named(lawful) + end);
  });

  describe('of values in a text', () => {
    const config = (values: string, name = 'rke2-ingress-nginx') =>
      `apiVersion: helm.cattle.io/v1\nkind: HelmChartConfig\nmetadata: { name: ${name}, namespace: kube-system }\nspec:\n${values}`;

    it('finds names that are written as for --set', () => {
      check(
        config(
          '  valuesContent: |-\n    controller.replicaCount: 3\n#   ^^^^^^^^^^^^^^^^^^^^^^^ warning resource/refused: The chart has no value controller.replicaCount, and HelmChartConfig kube-system/rke2-ingress-nginx changes nothing by it: dots lead on only for helm --set. Here each name has a line of its own, with the next one below it.\n',
        ),
      );
      check(
        config(
          '  valuesContent: |-\n    controller:\n      config: { use-forwarded-headers: "true" }\n      nodeSelector: { kubernetes.io/os: linux }\n',
        ),
      );
      // Another chart has such names of its own.
      check(config('  valuesContent: |-\n    grafana.ini: { server: {} }\n', 'grafana'));
    });

    it('finds a text that Helm cannot read', () => {
      check(
        config(
          '  valuesContent: |-\n    service:\n      spec: { a: b }\n     type: LoadBalancer\n#   ^ error resource/refused: Helm cannot read the values of HelmChartConfig kube-system/rke2-ingress-nginx, so that its chart is not installed. It is not YAML…\n',
        ),
      );
      check(config('  valuesContent: |-\n    controller.replicaCount=3\n#   ^^^^^^^^^^^^^^^^^^^^^^^^^ error resource/refused\n'));
      check(config('  valuesContent: |-\n    {{ values | to_nice_yaml | indent(4) }}\n'));
      for (const host of ['@HOST@', '%HOST%', '[[ host ]]-x', '<%= host %>: a: b'])
        check(config(`  valuesContent: |-\n    host: ${host}\n`));
      check(
        'apiVersion: helm.cattle.io/v1\nkind: HelmChart\nmetadata: { name: web, namespace: kube-system }\nspec:\n  chart: web\n  repo: https://charts.example.com\n  valuesContent: |-\n    a: b: c\n#      ^ error resource/refused\n',
        { severities: { 'gitops/not-rendered': 'off' } },
      );
    });

    it('finds lines that were to be part of the text, and stand beside it', () => {
      check(
        config(
          '  valuesContent: |-\n  controller:\n# ^^^^^^^^^^ warning resource/refused: The text of valuesContent is empty, and controller stands beside it, where it is not read: indent it further than valuesContent.\n    hostNetwork: true\n',
        ),
      );
      check(config('  valuesContent: ""\n  failurePolicy: reinstall\n'));
    });
  });

  it('finds lines of a hosts file without an address', () => {
    const pod = (ip: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: shop }\nspec:\n  containers: [{ name: web, image: web }]\n  hostAliases:\n  - hostnames: [db.local]\n    ip: ${ip}\n`;
    check(
      `${pod('10.0.0.300')}#       ^^^^^^^^^^ error resource/refused: The API server refuses Pod shop/web. "10.0.0.300" is not an IP address.\n`,
    );
    check(pod('10.0.0.30'));
    check(pod('010.0.0.030'));
    const named = (name: string) => pod('10.0.0.30').replace('db.local', name);
    check(
      named('db_local').replace(
        '[db_local]\n',
        '[db_local]\n#               ^^^^^^^^ error resource/refused: The API server refuses Pod shop/web. "db_local" is not a DNS name: small letters, digits, hyphens and dots are.\n',
      ),
    );
    check(named('localhost, db-1'));
  });
});

describe('resource/refused of where pods may go, and whom they ask for names', () => {
  const pod = (spec: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata: { name: web, namespace: shop }\nspec:\n  containers: [{ name: web, image: web }]\n${spec}`;
  const refused = 'error resource/refused: The API server refuses Pod shop/web.';

  it('finds tolerations that say two things', () => {
    const toleration = (text: string, mark = '') => pod(`  tolerations:\n${text}\n${mark}`);
    check(
      toleration(
        '  - { key: a, operator: Exists, value: "true" }',
        `  #                             ^^^^^ ${refused} With operator: Exists a toleration has no value; operator: Equal compares one.\n`,
      ),
    );
    const seconds = toleration('  - { key: a, operator: Exists, tolerationSeconds: 30 }');
    check(
      `${seconds}  #                             ^^^^^^^^^^^^^^^^^ ${refused} tolerationSeconds needs effect: NoExecute, which alone sends pods away.\n`,
    );
    assert.match(fixed(seconds), /effect: NoExecute/);
    check(toleration('  - { operator: Equal, value: x }', `  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error resource/refused\n`));
    check(
      toleration(
        '  - operator: Exists\n  - { key: a, operator: Exists, value: "" }\n  - { key: a, value: "" }\n  - { key: b, operator: Exists, effect: NoExecute, tolerationSeconds: 0 }',
      ),
    );
    check(toleration('  - key:\n'));
  });

  it('finds constraints of the spread that allow nothing, or are there twice', () => {
    const spread = (text: string, mark = '') => pod(`  topologySpreadConstraints:\n  - ${text}\n${mark}`);
    check(
      spread(
        '{ maxSkew: 0, topologyKey: zone, whenUnsatisfiable: DoNotSchedule }',
        `  #            ^ ${refused} maxSkew must be at least 1.\n`,
      ),
    );
    check(
      spread(
        '{ maxSkew: 1, minDomains: 2, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway }',
        '  #               ^^^^^^^^^^ error resource/refused\n',
      ),
    );
    check(
      spread(
        '{ maxSkew: 1, whenUnsatisfiable: ScheduleAnyway }',
        `  # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ${refused} Where pods go by others a topologyKey is needed: the label of nodes that tells one place from another, such as kubernetes.io/hostname.\n`,
      ),
    );
    const pair = '{ maxSkew: 1, topologyKey: zone, whenUnsatisfiable: ScheduleAnyway }';
    check(spread(`${pair}\n  - ${pair}`, '  #                            ^^^^ error resource/refused\n'));
    check(spread(`${pair}\n  - ${pair.replace('ScheduleAnyway', 'DoNotSchedule')}`));
    check(spread('maxSkew: 1\n'));
  });

  it('finds terms of an affinity without weight or topologyKey, and one that is not in its place', () => {
    const affinity = (text: string) => pod(`  affinity:\n    podAntiAffinity:\n${text}`);
    check(
      affinity(
        '      requiredDuringSchedulingIgnoredDuringExecution:\n      - labelSelector: { matchLabels: { app: web } }\n      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error resource/refused\n',
      ),
    );
    const preferred = (term: string) => affinity(`      preferredDuringSchedulingIgnoredDuringExecution:\n      - ${term}\n`);
    check(preferred('{ weight: 101, podAffinityTerm: { topologyKey: zone } }\n      #           ^^^ error resource/refused'));
    check(
      preferred(
        `{ weight: 100, topologyKey: zone }\n      # ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ ${refused} A preferred term has its labelSelector and topologyKey below podAffinityTerm, beside its weight.`,
      ),
    );
    check(preferred('{ weight: 1, podAffinityTerm: { topologyKey: zone } }'));
    const nodes = (expression: string, mark = '') =>
      pod(
        `  affinity:\n    nodeAffinity:\n      requiredDuringSchedulingIgnoredDuringExecution:\n        nodeSelectorTerms:\n        - matchExpressions:\n          - ${expression}\n${mark}`,
      );
    check(nodes('{ key: cores, operator: Gt, values: ["1", "2"] }', '          #                         ^^ error resource/refused\n'));
    check(nodes('{ key: cores, operator: Gt, values: ["1"] }'));
  });

  it('finds name servers that are no addresses', () => {
    const servers = (text: string, mark = '') => pod(`  dnsPolicy: None\n  dnsConfig: { nameservers: [${text}] }\n${mark}`);
    check(
      servers(
        '"10.0.0.1:53"',
        `#                            ^^^^^^^^^^^^^ ${refused} "10.0.0.1:53" is no name server: an IP address is, without a port and without a name.\n`,
      ),
    );
    check(servers('10.0.0.1, "fd00::10", 010.0.0.10'));
  });

  it('says of a StatefulSet that its pods are refused', () => {
    check(
      `apiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: db, namespace: shop }\nspec:\n  selector: { matchLabels: { app: db } }\n  template:\n    metadata: { labels: { app: db } }\n    spec:\n      containers: [{ name: db, image: db }]\n      topologySpreadConstraints:\n      - { maxSkew: 0, topologyKey: zone, whenUnsatisfiable: DoNotSchedule }\n      #            ^ error resource/refused: The API server refuses the pods of StatefulSet shop/db. maxSkew must be at least 1.\n`,
    );
  });
});

describe('resource/refused of what Calico tells routers', () => {
  const peer = (spec: string) => `apiVersion: projectcalico.org/v3\nkind: BGPPeer\nmetadata: { name: tor }\nspec:\n${spec}`;
  const config = (spec: string) => `apiVersion: projectcalico.org/v3\nkind: BGPConfiguration\nmetadata: { name: default }\nspec:\n${spec}`;

  it('finds addresses and AS numbers that are none', () => {
    check(
      peer(
        '  asNumber: 64512\n  peerIP: 192.168.1.256\n#         ^^^^^^^^^^^^^ error resource/refused: The API server refuses BGPPeer tor. "192.168.1.256" is not an IP address.\n',
      ),
    );
    check(peer('  peerIP: 192.168.1.1\n  asNumber: 4294967296\n#           ^^^^^^^^^^ error resource/refused\n'));
    check(config('  asNumber: AS64512\n#           ^^^^^^^ error resource/refused\n'));
    check(
      config(
        '  serviceLoadBalancerIPs: [{ cidr: 192.168.300.0/24 }]\n#                                  ^^^^^^^^^^^^^^^^ error resource/refused\n',
      ),
    );
    for (const lawful of ['192.168.1.1', '192.168.1.1:1790', '"[2001:db8::1]:179"', '2001:db8::1', '$(ROUTER)'])
      check(peer(`  asNumber: 1.10\n  peerIP: ${lawful}\n`), { severities: { 'yaml/unreadable': 'off' } });
  });

  it('finds networks that are no maps', () => {
    const text = config('  serviceClusterIPs:\n  - 10.96.0.0/12\n');
    check(
      `${text}#   ^^^^^^^^^^^^ error resource/refused: The API server refuses BGPConfiguration default. An entry is a map with the field cidr: write "cidr: 10.96.0.0/12".\n`,
    );
    check(config('  serviceClusterIPs:\n  - cidr: 10.96.0.0/12\n  serviceExternalIPs: [{ cidr: 10.0.0.7 }]\n'));
  });

  it('finds what goes together nowhere', () => {
    check(
      peer(
        '  node: one\n  nodeSelector: all()\n# ^^^^^^^^^^^^ error resource/refused: The API server refuses BGPPeer tor. Of node and nodeSelector one alone may be written.\n  peerIP: 10.0.0.1\n  asNumber: 64512\n',
      ),
    );
    check(peer('  peerSelector: has(rr)\n  asNumber: 64512\n# ^^^^^^^^ error resource/refused\n'));
    check(peer('  peerSelector: has(rr)\n  nodeSelector: all()\n'));
    check(
      config(
        '  nodeToNodeMeshEnabled: false\n  nodeMeshPassword: { secretKeyRef: { name: a, key: b } }\n# ^^^^^^^^^^^^^^^^ error resource/refused\n',
      ),
    );
  });
});
