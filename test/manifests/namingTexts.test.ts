import assert from 'node:assert/strict';
import { locate } from '../../src/manifests/locate.ts';
import type { NamingText } from '../../src/manifests/namingTexts.ts';
import { partOf } from '../../src/manifests/place.ts';
import { factsOf, resourceOf } from '../support/cluster.ts';

/** Each text with its variable; fails when its place is not exactly where it stands. */
function kept(texts: readonly NamingText[]): readonly string[] {
  return texts.map(({ text, place, variable }) => {
    const { start, end } = locate(place);
    assert.equal(
      place.document.text
        .slice(start, end)
        .replace(/^"(.*)"$/, '$1')
        .replace(/\\[nrt"]/g, '  '),
      text,
    );
    return variable === undefined ? text : `${variable}: ${text}`;
  });
}

const pod = (container: string) =>
  resourceOf(
    'Pod',
    `apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec:\n  containers:\n  - name: web\n${container.replace(/^/gm, '    ')}\n`,
  ).spec.containers[0]!;

describe('the texts of a container that may name a service', () => {
  it('are environment values, words of its command, and commands of probes and hooks', () => {
    const { texts } = pod(`env:
- { name: API, value: "http://api.shop:8080/v1" }
- { name: LOG_LEVEL, value: info }
- { name: REDIS_HOST, value: redis }
- { name: GREETING, value: redis }
- { name: DB, value: db.shop.svc }
- { name: PASSWORD, valueFrom: { secretKeyRef: { name: a, key: b } } }
- { name: QUEUE, value: "queue:5672" }
- { name: TIME, value: "12:30:45" }
command: [/bin/web, --upstream=api.shop.svc.cluster.local]
args: [--listen, ":8080", "--orders", "http://orders"]
readinessProbe: { exec: { command: [curl, "http://localhost:80"] } }
lifecycle: { preStop: { exec: { command: [sh, -c, "wget http://drain.shop.svc/bye"] } } }`);
    assert.deepEqual(kept(texts), [
      'API: http://api.shop:8080/v1',
      'REDIS_HOST: redis',
      'DB: db.shop.svc',
      'QUEUE: queue:5672',
      '--upstream=api.shop.svc.cluster.local',
      'http://orders',
      'http://localhost:80',
      'wget http://drain.shop.svc/bye',
    ]);
  });

  it('are of a script only its lines that may, each with its place', () => {
    const { texts } = pod(
      'args:\n- |\n  set -e\n  # see https://example.com\n  until nc -z db.shop.svc 5432; do sleep 1; done\n    curl http://web:80\n',
    );
    assert.deepEqual(
      texts.map(({ text, place }) => {
        const { start, end } = locate(partOf(place, 0, text.length));
        return [text, place.document.text.slice(start, end)];
      }),
      [
        ['until nc -z db.shop.svc 5432; do sleep 1; done', 'until nc -z db.shop.svc 5432; do sleep 1; done'],
        ['curl http://web:80', 'curl http://web:80'],
      ],
    );
  });

  it('are none of most containers, which then share one empty list', () => {
    assert.equal(pod('image: a').texts, pod('env: [{ name: A, value: b }]').texts);
    assert.equal(pod('image: a').connections, pod('readinessProbe: { exec: { command: [a] } }').connections);
  });

  it('may be filled in by the program or by Kubernetes, which makes nothing unreadable', () => {
    const { texts } = pod('env: [{ name: API, value: "http://$(HOST):80" }, { name: B, value: "${X}" }]');
    assert.deepEqual(kept(texts), ['API: http://$(HOST):80']);
  });
});

describe('what the kubelet connects to', () => {
  it('are the ports of probes and hooks, with the host where one is written', () => {
    const { connections } = pod(`readinessProbe: { httpGet: { path: /, port: http } }
livenessProbe: { tcpSocket: { port: 8080, host: 10.0.0.1 } }
startupProbe: { grpc: { port: 9090 } }
lifecycle: { postStart: { httpGet: { port: admin, host: api.shop } } }`);
    assert.deepEqual(connections, [
      { path: ['readinessProbe', 'httpGet'], port: 'http', host: undefined },
      { path: ['livenessProbe', 'tcpSocket'], port: 8080, host: '10.0.0.1' },
      { path: ['startupProbe', 'grpc'], port: 9090, host: undefined },
      { path: ['lifecycle', 'postStart', 'httpGet'], port: 'admin', host: 'api.shop' },
    ]);
  });
});

describe('the texts of a ConfigMap that may name a service', () => {
  const configMap = (data: string) =>
    resourceOf('ConfigMap', `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings }\ndata:${data}`);

  it('are found line by line, without parsing the data, comments left out', () => {
    const { texts } = configMap(`
  # http://comment:80
  API_URL: http://api.shop:8080
  DB_HOST: "postgres"
  MODE: production
  nginx.conf: |
    # proxy_pass http://old:80;
    proxy_pass http://web.shop.svc.cluster.local:80;
    gzip on;
  app.properties: |-
    redis.host=redis
immutable: true
other: http://not-data:80
`);
    assert.deepEqual(kept(texts), [
      'API_URL: API_URL: http://api.shop:8080',
      'DB_HOST: DB_HOST: "postgres"',
      'proxy_pass http://web.shop.svc.cluster.local:80;',
      'redis.host=redis',
    ]);
  });

  it('are words of a line that is very long', () => {
    const { texts } = configMap(` \n  a.json: '{${'"x":1,'.repeat(200)}"url":"http://api.shop:80/x","y":2}'\n`);
    assert.deepEqual(kept(texts), ['http://api.shop:80/x']);
  });

  it('do not run into the escapes of a quoted text', () => {
    const { texts } = configMap('\n  a: "x http://api:80\\nhttp://web:80\\n"\n');
    assert.deepEqual(
      texts.map(({ text }) => text),
      ['a: "x http://api:80  http://web:80  "'],
    );
  });

  it('are found where the ConfigMap is read whole, too', () => {
    const whole = configMap(
      '\n  Corefile: |\n    .:53 { forward . dns://10.0.0.1 }\n  url: http://api:80\n  script: |\n    wget http://web.shop.svc\n',
    );
    assert.deepEqual(kept(whole.texts), ['url: http://api:80', 'script: wget http://web.shop.svc']);
    const [listed] =
      factsOf(
        'apiVersion: v1\nkind: List\nitems: [{ apiVersion: v1, kind: ConfigMap, metadata: { name: a }, data: { url: "http://api:80" } }]\n',
      )[0]?.resources ?? [];
    assert.ok(listed?.type === 'ConfigMap');
    assert.deepEqual(kept(listed.texts), ['url: http://api:80']);
  });

  it('are bounded in number', () => {
    assert.equal(configMap(`\n  a: |\n${'    http://api:80\n'.repeat(5000)}`).texts.length, 200);
  });

  it('are none where there is no data', () => {
    assert.deepEqual(resourceOf('ConfigMap', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: "http://a:80" }\n').texts, []);
  });
});
