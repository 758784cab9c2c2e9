import assert from 'node:assert/strict';
import { check, relatedTo } from '../../support/marks.ts';

const pod = (containers: string, spec = '', name = 'web') => `---
apiVersion: v1
kind: Pod
metadata: { name: ${name}, labels: { app: web } }
spec:
${spec}  containers:
${containers}
`;
const daemonSet = (name: string, port: string, spec = '', mark = '') => `---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: ${name} }
spec:
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec:
${spec}      containers:
      - name: a
        image: a
        ports:
        - ${port}
${mark}`;

describe('port/duplicate', () => {
  it('finds two names in one container, which is refused', () => {
    const [finding] = check(
      pod(`  - name: web
    image: web
    ports:
    - { name: http, containerPort: 80 }
    - { name: http, containerPort: 81 }
    #         ^^^^ error port/duplicate: The API server refuses Pod web: two ports of container web have the name http. Give one of them another name.`),
    );
    assert.deepEqual(relatedTo(finding), ['http | Pod web: port 80 is named http (TCP)']);
  });

  it('finds two ports of the node in one pod, which is refused', () => {
    check(
      pod(`  - { name: a, image: a, ports: [{ containerPort: 80, hostPort: 8080 }] }
  - { name: b, image: b, ports: [{ containerPort: 81, hostPort: 8080 }] }
  #                                                             ^^^^ error port/duplicate: The API server refuses Pod web: two of its ports take port 8080 (TCP) of the node.`),
    );
    check(
      pod(
        `  - { name: a, image: a, ports: [{ containerPort: 80 }] }
  - { name: b, image: b, ports: [{ containerPort: 80 }] }
  #                                               ^^ error port/duplicate: The API server refuses Pod web: two of its ports take port 80 (TCP) of the node.`,
        '  hostNetwork: true\n',
      ),
    );
  });

  it('finds two containers that listen on one port', () => {
    check(
      pod(`  - { name: a, image: a, ports: [{ containerPort: 80 }] }
  - { name: b, image: b, ports: [{ containerPort: 80 }] }
  #                                               ^^ warning port/duplicate: Containers a and b of Pod web both declare port 80 (TCP). Containers of a pod share one address, so only one of them can listen on it.`),
    );
  });

  it('counts native sidecars', () => {
    check(
      pod(
        '  - { name: a, image: a, ports: [{ containerPort: 80 }] }',
        `  initContainers:
  - { name: side, image: b, restartPolicy: Always, ports: [{ containerPort: 80 }] }
  #                                                                         ^^ warning port/duplicate: Containers a and side of Pod web both…
`,
      ),
    );
  });

  it('finds a port that one container declares twice', () => {
    check(
      pod(`  - name: a
    image: a
    ports: [{ name: http, containerPort: 80 }, { name: web, containerPort: 80 }]
    #                                                                      ^^ information port/duplicate: Container a of Pod web declares port 80 (TCP) twice; kubectl may drop one of them at the next change.`),
    );
  });

  it('finds a name of two containers where a Service uses it', () => {
    const service =
      '---\napiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { selector: { app: web }, ports: [{ port: 80, targetPort: http }] }\n';
    const containers = (mark = '') =>
      pod(`  - { name: a, image: a, ports: [{ name: http, containerPort: 80 }] }
  - { name: b, image: b, ports: [{ name: http, containerPort: 81 }] }${mark}`);
    const [finding] = check(
      containers(
        '\n  #                                      ^^^^ warning port/duplicate: Containers a and b of Pod web both have a port named "http". Service web leads to the first only, port 80. Give one of them another name.',
      ) + service,
    );
    assert.deepEqual(relatedTo(finding), ['http | The first port named http', 'http | Service web']);
    check(containers());
  });

  it('finds DaemonSets that take the same port of every node', () => {
    const [finding] = check(
      `${daemonSet('one', '{ containerPort: 80, hostPort: 80 }')}${daemonSet('two', '{ containerPort: 8080, hostPort: 80 }', '', '        #                                  ^^ warning port/duplicate: DaemonSet two takes port 80 (TCP) of its node, as DaemonSet one does on the same node. The pods of one of them stay pending.\n')}`,
    );
    assert.deepEqual(relatedTo(finding), ['80 | DaemonSet one']);
    check(
      `${daemonSet('one', '{ containerPort: 80 }', '      hostNetwork: true\n')}${daemonSet('two', '{ containerPort: 80 }', '      hostNetwork: true\n', '        #                  ^^ warning port/duplicate\n')}`,
    );
  });

  it('finds pods of one node that take the same port of it', () => {
    const on = (node: string, name: string, mark = '') =>
      pod(`  - { name: a, image: a, ports: [{ containerPort: 80, hostPort: 80 }] }${mark}`, `  nodeName: ${node}\n`, name);
    check(
      `${on('n1', 'a')}${on('n1', 'b', '\n  #                                                             ^^ warning port/duplicate')}${on('n2', 'c')}`,
    );
  });

  it('counts every workload where there is but one node', () => {
    const network = (nodes: string) =>
      `---\napiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: site }\nspec: { profile: custom, nodes: ${nodes} }\n`;
    const web = (name: string, mark = '') =>
      pod(`  - { name: a, image: a, ports: [{ containerPort: 80, hostPort: 80 }] }${mark}`, '', name);
    check(
      `${network('[{ name: only }]')}${web('a')}${web('b', '\n  #                                                             ^^ warning port/duplicate')}`,
    );
    check(`${network('[{ name: one }, { name: two }]')}${web('a')}${web('b')}`);
  });

  const silent: readonly [what: string, text: string][] = [
    [
      'one number for two protocols',
      pod('  - { name: dns, image: dns, ports: [{ name: dns, containerPort: 53, protocol: UDP }, { name: dns-tcp, containerPort: 53 }] }'),
    ],
    [
      'one name in two containers that no Service uses',
      pod(
        '  - { name: a, image: a, ports: [{ name: metrics, containerPort: 80 }] }\n  - { name: b, image: b, ports: [{ name: metrics, containerPort: 81 }] }',
      ),
    ],
    [
      'an ordinary init container, which has ended by then',
      pod('  - { name: a, image: a, ports: [{ containerPort: 80 }] }').replace(
        '  containers',
        '  initContainers: [{ name: i, image: i, ports: [{ containerPort: 80 }] }]\n  containers',
      ),
    ],
    [
      'one port on two addresses of the node',
      pod(
        '  - { name: a, image: a, ports: [{ containerPort: 80, hostPort: 80, hostIP: 10.0.0.1 }, { containerPort: 81, hostPort: 80, hostIP: 10.0.0.2 }] }',
      ),
    ],
    [
      'one port on two ports of the node',
      pod('  - { name: a, image: a, ports: [{ containerPort: 80, hostPort: 80 }, { containerPort: 80, hostPort: 8080 }] }'),
    ],
    [
      'DaemonSets for different nodes',
      `${daemonSet('one', '{ containerPort: 80, hostPort: 80 }', '      nodeSelector: { zone: a }\n')}${daemonSet('two', '{ containerPort: 80, hostPort: 80 }', '      nodeSelector: { zone: b }\n')}`,
    ],
    ['ports that are not typed yet', pod('  - { name: a, image: a, ports: [{ name: }, { name: }] }')],
    [
      'two Services on one port',
      '---\napiVersion: v1\nkind: Service\nmetadata: { name: a }\nspec: { type: ExternalName, externalName: a.example.com, ports: [{ port: 80 }] }\n',
    ],
  ];
  for (const [what, text] of silent) it(`is silent on ${what}`, () => check(text, { reading: false }));

  it('leaves two ports of a Service to service/refused', () => {
    check(`apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports:
  - { name: a, port: 80 }
  - { name: b, port: 80 }
  #                  ^^ error service/refused: The API server refuses Service web. Port 80 stands twice for TCP.
${pod('  - { name: web, image: web }')}`);
  });

  it('is a hint where Kustomize changes what is written, or the files are alternatives', () => {
    check(
      pod(
        '  - { name: a, image: a, ports: [{ containerPort: 80 }] }\n  - { name: b, image: b, ports: [{ containerPort: 80 }] }\n  #                                               ^^ hint port/duplicate',
      ),
      { unrendered: ['patches'] },
    );
    check(
      `${daemonSet('one', '{ containerPort: 80, hostPort: 80 }')}# file: b.yaml\n${daemonSet('two', '{ containerPort: 80, hostPort: 80 }', '', '        #                                ^^ hint port/duplicate\n')}`,
      { rule: 'together' },
    );
  });
});
