import assert from 'node:assert/strict';
import { check, fixed, fixTitles, relatedTo } from '../../support/marks.ts';

const service = (ports: string, more = '') => `apiVersion: v1
kind: Service
metadata: { name: orders, namespace: shop }
spec:
  selector: { app: orders }
  ports: [${ports}]
${more}---
apiVersion: v1
kind: Pod
metadata: { name: orders, namespace: shop, labels: { app: orders } }
spec: { containers: [{ name: a, image: a, ports: [{ name: http, containerPort: 8080 }] }] }
---
`;
const pod = (name: string, value: string, mark = '') => `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop }
spec:
  containers:
  - name: web
    env:
    - name: ${name}
      value: ${value}
${mark}`;
const two = service('{ name: web, port: 80, targetPort: 8080 }, { name: admin, port: 9000, targetPort: 9001 }');

describe('dns/wrong-port', () => {
  it('finds the target port in the place of the port, says so and writes the port', () => {
    const text = (port: string, mark = '') => two + pod('URL', `http://orders.shop.svc:${port}/v1`, mark);
    const findings = check(
      text(
        '8080',
        '      #                             ^^^^ warning dns/wrong-port: Service shop/orders has no port 8080: that is what its pods listen on. The port of the Service is 80.\n',
      ),
    );
    assert.deepEqual(fixTitles(findings), ['* Write 80']);
    assert.deepEqual(
      relatedTo(findings[0]).map((line) => line.split(' | ')[1]),
      ['ports of Service shop/orders'],
    );
    assert.equal(fixed(text('8080')), text('80'));
  });

  const hits: readonly [what: string, text: string][] = [
    [
      'a target port with a name',
      service('{ port: 80, targetPort: http }') +
        pod(
          'URL',
          'http://orders:8080',
          '      #                    ^^^^ warning dns/wrong-port: Service shop/orders has no port 8080: that is what its pods listen on. The port of the Service is 80.\n',
        ),
    ],
    ['a target port, whatever the text is for', two + pod('X', '"orders:9001"', '      #              ^^^^ warning dns/wrong-port\n')],
    [
      'a node port',
      service('{ port: 80, nodePort: 30080 }', '  type: NodePort\n') +
        pod(
          'URL',
          'http://orders:30080',
          '      #                    ^^^^^ warning dns/wrong-port: Service shop/orders has no port 30080: that is its node port, which is open on the nodes. The port of the Service is 80.\n',
        ),
    ],
    [
      'any other in a URL',
      two +
        pod(
          'URL',
          'https://orders:8443',
          '      #                     ^^^^ warning dns/wrong-port: Service shop/orders has no port 8443; its ports are 80 (web), 9000 (admin).\n',
        ),
    ],
    [
      'any other in a variable for an address',
      service('{ port: 80 }') +
        pod(
          'ORDERS_ADDR',
          'orders:81',
          '      #             ^^ warning dns/wrong-port: Service shop/orders has no port 81; its port is 80.\n',
        ),
    ],
    [
      'any other of a name with its namespace, among others',
      service('{ port: 80 }') +
        pod(
          'URLS',
          'http://orders.shop:80,http://orders.shop:81',
          '      #                                               ^^ warning dns/wrong-port\n',
        ),
    ],
  ];
  for (const [what, text] of hits) it(`finds ${what}`, () => void check(text));

  const silent: readonly [what: string, text: string][] = [
    ['ports that there are', two + pod('URLS', '"http://orders orders:80 http://orders:9000/x"')],
    ['a headless Service, whose port binds nobody', service('{ port: 80 }', '  clusterIP: None\n') + pod('URL', 'http://orders:8080')],
    [
      'an ExternalName',
      'apiVersion: v1\nkind: Service\nmetadata: { name: orders, namespace: shop }\nspec: { type: ExternalName, externalName: example.com, ports: [{ port: 80 }] }\n---\n' +
        pod('URL', 'http://orders:8080'),
    ],
    ['an image and its version', two + pod('BUILD', '"orders:15"') + '    - { name: IMAGE, value: "orders:8080" }\n'],
    ['numbers beside a name that may mean anything', two + pod('SIZES', '"orders:500"')],
    ['a name of another namespace', two + pod('URL', 'http://orders.other:81')],
    [
      'a name that another Service of an unknown namespace has',
      two +
        'apiVersion: v1\nkind: Service\nmetadata: { name: orders }\nspec: { clusterIP: None, ports: [{ port: 81 }] }\n---\n' +
        pod('URL', 'http://orders:81'),
    ],
    ['a port that is filled in', two + pod('URL', '"http://orders:$(PORT) http://orders:${PORT} http://orders:81$X"')],
  ];
  for (const [what, text] of silent) it(`is silent on ${what}`, () => void check(text, { severities: { 'service/no-selector': 'off' } }));

  it('is a hint where Kustomize may change the ports, or files are alternatives', () => {
    const mark = (why: string) =>
      `      #                    ^^ hint dns/wrong-port: Service shop/orders has no port 81; its ports are 80 (web), 9000 (admin). (${why})\n`;
    check(two + pod('URL', 'http://orders:81', mark('What patches brings or changes is not known here.')), { unrendered: ['patches'] });
    const files = `# file: a.yaml\n${two}# file: b.yaml\n${two.replaceAll('selector: { app: orders }', 'selector: { app: orders }')}# file: c.yaml\n${pod('URL', 'http://orders:81', mark('Files of this folder hold the same resources, so they may not be meant for one cluster.'))}`;
    assert.ok(check(files, { rule: 'together', severities: { 'resource/duplicate': 'off' } }).length === 1);
  });

  describe('without a port', () => {
    const own = service('{ port: 8080 }');

    it('finds one that the scheme means and the Service does not have, and writes the port', () => {
      check(
        own +
          pod(
            'ORDERS_URL',
            'http://orders/v1',
            '      #             ^^^^^^ warning dns/wrong-port: http://orders means port 80, and Service shop/orders does not have it; its port is 8080.\n',
          ),
      );
      assert.equal(fixed(own + pod('ORDERS_URL', 'http://orders/v1')), own + pod('ORDERS_URL', 'http://orders:8080/v1'));
      check(
        two +
          pod(
            'BACKEND',
            'https://orders.shop.svc.cluster.local',
            '      #              ^^^^^^ warning dns/wrong-port: https://orders.shop.svc.cluster.local means port 443, and Service shop/orders does not have it; its ports are 80, 9000.\n',
          ),
      );
      check(own + pod('REDIS_URL', 'redis://orders', '      #              ^^^^^^ warning dns/wrong-port\n'));
    });

    const silences: readonly [what: string, text: string][] = [
      ['the port of the scheme', two + pod('ORDERS_URL', 'http://orders')],
      ['a variable for the port beside it', own + pod('ORDERS_URL', 'http://orders') + '    - { name: ORDERS_PORT, value: "8080" }\n'],
      ['what is compared, not called', own + pod('CORS_ORIGIN_URL', 'http://orders')],
      ['a variable that may mean anything', own + pod('TITLE', 'http://orders')],
      ['a port that is filled in', own + pod('ORDERS_URL', '"http://orders:$(PORT)"')],
      ['a scheme without a usual port', own + pod('ORDERS_URL', 'kafka://orders')],
      [
        'an upstream of nginx that is called like the Service',
        `${own}apiVersion: v1
kind: ConfigMap
metadata: { name: nginx, namespace: shop }
data:
  default.conf: |
    upstream orders { server orders:8080; }
    server { location / { proxy_pass http://orders; } }
`,
      ],
    ];
    for (const [what, text] of silences)
      it(`is silent on ${what}`, () => void check(text, { severities: { 'service/no-selector': 'off' } }));
  });
});
