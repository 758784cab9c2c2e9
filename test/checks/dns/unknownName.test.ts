import assert from 'node:assert/strict';
import { check, fixed, fixTitles, relatedTo, type CheckOptions } from '../../support/marks.ts';

const service = (name: string, namespace = '', more = 'ports: [{ port: 8080 }]') => `---
apiVersion: v1
kind: Service
metadata: { name: ${name}${namespace === '' ? '' : `, namespace: ${namespace}`} }
spec: { selector: { app: ${name} }, ${more} }
---
apiVersion: v1
kind: Pod
metadata: { name: behind-${name}, labels: { app: ${name} }${namespace === '' ? '' : `, namespace: ${namespace}`} }
spec: { containers: [] }
`;
const pod = (lines: string, namespace = 'shop', spec = '') => `apiVersion: v1
kind: Pod
metadata: { name: web${namespace === '' ? '' : `, namespace: ${namespace}`} }
spec:
${spec}  containers:
  - name: web
${lines.replace(/^(?!#)/gm, '    ')}
`;
const env = (name: string, value: string, mark = '') => `env:\n- name: ${name}\n  value: ${value}${mark === '' ? '' : `\n${mark}`}`;
const orders = service('orders', 'shop');

describe('dns/unknown-name', () => {
  it('finds a slip in a URL, names the nearest Service and writes it', () => {
    const text = (host: string, mark = '') => `${pod(env('ORDERS_URL', `"http://${host}:8080/v1"`, mark))}${orders}`;
    const findings = check(
      text(
        'ordres',
        '#                    ^^^^^^ warning dns/unknown-name: No Service of namespace shop is named ordres; nearest is Service shop/orders.',
      ),
    );
    assert.deepEqual(fixTitles(findings), ['* Write orders']);
    assert.deepEqual(relatedTo(findings[0]), ['orders | Service shop/orders']);
    assert.equal(fixed(text('ordres')), text('orders'));
  });

  it('finds a name whose namespace and Service are swapped', () => {
    const text = (host: string, mark = '') => `${pod(env('ORDERS_URL', `"http://${host}:8080"`, mark), 'front')}${orders}`;
    check(
      text(
        'shop.orders.svc',
        '#                         ^^^^^^ warning dns/unknown-name: Service orders is in namespace shop, not in orders: its name from here is orders.shop.svc.',
      ),
    );
    check(text('orders.shop.svc'));
    check(`${text('shop.orders.svc')}${service('shop', 'orders')}`);
  });

  it('finds a name in the domain of the cluster without svc, and writes it', () => {
    const text = (host: string, mark = '') => `${pod(env('ORDERS_URL', `"http://${host}:8080/v1"`, mark))}${orders}`;
    const said =
      'Between the namespace and the domain of the cluster stands svc: the name of Service shop/orders is orders.shop.svc.cluster.local.';
    check(text('orders.shop.cluster.local', `#                           ^^^^ warning dns/unknown-name: ${said}`));
    check(text('orders.shop.scv.cluster.local', `#                                ^^^ warning dns/unknown-name: ${said}`));
    for (const host of ['orders.shop.cluster.local', 'orders.shop.scv.cluster.local'])
      assert.equal(fixed(text(host)), text('orders.shop.svc.cluster.local'));
    // A Service that there is not says nothing of what was meant.
    check(text('orders.lab.cluster.local'));
    check(text('orders.shop.example.local'));
  });

  it('finds half of the domain of the cluster', () => {
    const text = (host: string, mark = '') => `${pod(env('ORDERS_URL', `"http://${host}:8080/v1"`, mark))}${orders}`;
    check(
      text(
        'orders.shop.svc.cluster',
        '#                                    ^^^^^^^ warning dns/unknown-name: The domain of this cluster is cluster.local, so a name in cluster does not resolve.',
      ),
    );
  });

  it('finds the right name in the wrong namespace and completes it', () => {
    const text = (host: string, mark = '') =>
      `${pod(env('ORDERS_URL', `http://${host}:8080`, mark), 'web')}${orders}${service('cart', 'web')}`;
    const findings = check(
      text(
        'orders',
        '#                   ^^^^^^ warning dns/unknown-name: Service orders is in namespace shop, not in web: its name from here is orders.shop.',
      ),
    );
    assert.deepEqual(fixTitles(findings), ['* Write orders.shop']);
    assert.equal(fixed(text('orders')), text('orders.shop'));
    check(
      text(
        'orders.web',
        '#                          ^^^ warning dns/unknown-name: Service orders is in namespace shop, not in web: its name from here is orders.shop.',
      ),
    );
    assert.equal(fixed(text('orders.web.svc.cluster.local')), text('orders.shop.svc.cluster.local'));
  });

  const hits: readonly [what: string, text: string][] = [
    [
      'a whole name that no Service of a known namespace has',
      pod(
        env(
          'URL',
          'http://ledger.shop.svc.cluster.local:80',
          '#                   ^^^^^^ warning dns/unknown-name: No Service of namespace shop is named ledger, so the name does not resolve.',
        ),
      ),
    ],
    [
      'a slip in the namespace',
      pod(
        env(
          'URL',
          'http://orders.shpo.svc:8080',
          '#                          ^^^^ warning dns/unknown-name: Service orders is in namespace shop, not in shpo: its name from here is orders.shop.svc.',
        ),
      ),
    ],
    [
      'a name without its namespace',
      pod(
        env(
          'URL',
          'http://orders.svc:8080',
          '#                   ^^^^^^ warning dns/unknown-name: The namespace is missing: between the name of a Service and svc stands its namespace, as in orders.shop.svc.',
        ),
      ),
    ],
    [
      "a slip in the cluster's domain",
      pod(
        env(
          'URL',
          'http://orders.shop.svc.cluster.locl:8080',
          '#                                   ^^^^^^^^^^^^ warning dns/unknown-name: The domain of this cluster is cluster.local, so a name in cluster.locl does not resolve.',
        ),
      ),
    ],
    [
      'a variable that holds a host alone',
      pod(env('ORDERS_HOST', 'ordrs', '#            ^^^^^ warning dns/unknown-name: No Service of namespace shop…')),
    ],
    ['an argument behind its flag', pod('args:\n- --orders-addr=oders:8080\n#                   ^^^^^ warning dns/unknown-name')],
    [
      'a line of a script',
      pod(
        'command:\n- sh\n- -c\n- |\n  set -e\n  until nc -z orderss.shop.svc 8080; do sleep 1; done\n#                 ^^^^^^^ warning dns/unknown-name',
      ),
    ],
    [
      'the command of a probe',
      pod(
        'readinessProbe:\n  exec: { command: [curl, "http://ordes:8080"] }\n#                                     ^^^^^ warning dns/unknown-name',
      ),
    ],
    [
      'the host of a probe',
      pod(
        'readinessProbe:\n  httpGet: { port: 80, host: ordes.shop.svc }\n#                                ^^^^^ warning dns/unknown-name',
      ),
    ],
    [
      'an ExternalName',
      'apiVersion: v1\nkind: Service\nmetadata: { name: alias, namespace: shop }\nspec:\n  type: ExternalName\n  externalName: ordes.shop.svc.cluster.local\n  #             ^^^^^ warning dns/unknown-name\n',
    ],
    [
      'an annotation',
      'apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n  annotations:\n    nginx.ingress.kubernetes.io/auth-url: http://ordes.shop.svc.cluster.local:8080/auth\n    #                                            ^^^^^ warning dns/unknown-name\n',
    ],
    [
      'values of a chart, whole names alone, and not what is written for people',
      'apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: web, namespace: shop }\nspec:\n  values:\n    hosts: ["http://ordes.shop.svc:8080", http://ordes:8080]\n    #               ^^^^^ warning dns/unknown-name\n    description: see ordes.shop.svc\n',
    ],
    [
      'a source of data of an operator',
      'apiVersion: grafana.integreatly.org/v1beta1\nkind: GrafanaDatasource\nmetadata: { name: orders, namespace: monitoring }\nspec:\n  datasource:\n    url: http://ordes.shop.svc.cluster.local:8080\n    #           ^^^^^ warning dns/unknown-name\n',
    ],
    [
      'a ConfigMap, a bare host in it too',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: shop }\ndata:\n  ORDERS_HOST: "ordes"\n  #             ^^^^^ warning dns/unknown-name\n  nginx.conf: |\n    proxy_pass http://oredrs:8080/; # was http://ordesr:8080\n#                     ^^^^^^ warning dns/unknown-name\n',
    ],
  ];
  for (const [what, text] of hits) it(`finds ${what}`, () => check(`${text}${orders}`));

  const silent: readonly [what: string, text: string, options?: CheckOptions][] = [
    [
      'names that there are, in every form',
      pod(
        env(
          'URLS',
          '"http://orders:8080,http://orders.shop:8080 orders.shop.svc:8080 http://ORDERS.shop.svc.cluster.local.:8080 tcp://orders"',
        ),
      ),
    ],
    ['the API server', pod(env('API', 'https://kubernetes.default.svc:443'))],
    [
      'names outside of the cluster',
      pod(env('URLS', '"https://example.com http://ordre.io:8080 https://orders.shop https://ordres.shop http://order.internal:8080"')),
    ],
    ['namespaces that nobody here knows', pod(env('URL', 'http://ledger.finance.svc:8080'))],
    ['a name that is near, but not in the ports', pod(env('URL', 'http://ordres:9999'))],
    [
      'names of one family',
      `${pod(env('URLS', '"redis-2:8080 queue-us:8080"'))}${service('redis-1', 'shop')}${service('queue-eu', 'shop')}`,
    ],
    [
      'a name that the program fills in',
      pod(
        env(
          'URL',
          '"http://$(ORDERS):8080 http://ordres$(X):8080 http://ordres.${NS}.svc:8080 ${URL:-http://ordres:8080} http://ordres:{port} <ordres>:8080 http://ordres%s:8080"',
        ),
      ),
    ],
    ['an image', pod(env('ORDERS_IMAGE', 'ordres:8080'))],
    [
      'names that are not for connecting',
      pod(
        `${env('NO_PROXY', 'ordres.shop.svc,.svc,.cluster.local')}\n- { name: OTEL_SERVICE_NAME, value: order }\n- { name: HOST, value: ordrs }\n- { name: BIND_ADDR, value: ordrs }`,
      ),
    ],
    [
      'what hostAliases say of a whole name',
      pod(
        env('URL', 'http://ordres.shop.svc.cluster.local:8080'),
        'shop',
        '  hostAliases: [{ ip: 10.0.0.1, hostnames: [ordres.shop.svc.cluster.local] }]\n',
      ),
    ],
    ['what hostAliases say', pod(env('URL', 'http://ordres:8080'), 'shop', '  hostAliases: [{ ip: 10.0.0.1, hostnames: [ordres] }]\n')],
    [
      'short names of pods with search domains of their own',
      pod(env('URL', 'http://ordres:8080'), 'shop', '  dnsConfig: { searches: [example.com] }\n'),
    ],
    ["short names of pods with the node's resolver", pod(env('URL', 'http://ordres:8080'), 'shop', '  hostNetwork: true\n')],
    [
      'what the Corefile has',
      `${pod(env('URL', 'http://ordres.shop.svc.cluster.local:8080'))}---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: coredns, namespace: kube-system }\ndata:\n  Corefile: |\n    .:53 {\n        rewrite name ordres.shop.svc.cluster.local orders.shop.svc.cluster.local\n        kubernetes cluster.local\n    }\n`,
    ],
    ['Services without a namespace, which may be applied to any', `${pod(env('URL', 'http://cart.finance.svc:8080'))}${service('cart')}`],
    ['a namespace that the reader does not say', pod(env('URL', 'http://orders:8080'), '')],
    [
      'what comes with charts and distributions',
      pod(env('URLS', '"http://prometheus-operated.shop.svc:9090 http://metrics-server.kube-system.svc kube-dns.kube-system.svc:53"')),
    ],
    ['a Service with another name in the same sentence', pod(env('NOTE', '"see order:8080/x"'), 'shop').replace('order:8080', 'v1:8080')],
    [
      'comments',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: settings, namespace: shop }\ndata:\n  a: |\n    # http://ordres:8080\n    x=1 // http://ordres:8080\n',
    ],
    [
      'annotations that document',
      'apiVersion: v1\nkind: Namespace\nmetadata: { name: x, annotations: { description: "http://ordes.shop.svc", a: "http://ordes:8080" } }\n',
    ],
    [
      'a name whose StatefulSet is reported',
      `${pod(env('URL', 'http://oders:8080'))}---\napiVersion: apps/v1\nkind: StatefulSet\nmetadata: { name: x, namespace: shop }\nspec:\n  serviceName: oders\n  #            ^^^^^ warning dns/statefulset-service\n  selector: { matchLabels: { a: b } }\n  template: { metadata: { labels: { a: b } }, spec: { containers: [] } }\n`,
    ],
  ];
  for (const [what, text, options] of silent) it(`is silent on ${what}`, () => void check(`${text}${orders}`, options));

  it('is a hint where something else may make the Service', () => {
    const text = (mark: string) =>
      `${pod(env('URL', 'http://ordres:8080', `#                   ^^^^^^ hint dns/unknown-name: No Service of namespace shop is named ordres; nearest is Service shop/orders. (${mark})`))}${orders}`;
    check(text('What remote brings or changes is not known here.'), { unrendered: ['remote'] });
    check(
      `${pod(env('URL', 'http://ledger.shop.svc', '#                   ^^^^^^ hint dns/unknown-name: No Service of namespace shop is named ledger, so the name does not resolve. (Ledger main may have Services of its own.)'))}${orders}---\napiVersion: example.com/v1\nkind: Ledger\nmetadata: { name: main, namespace: shop }\n`,
    );
    check(
      `${pod(env('URL', 'http://ordres:8080', '#                   ^^^^^^ warning dns/unknown-name'))}${orders}---\napiVersion: example.com/v1\nkind: Ledger\nmetadata: { name: main, namespace: shop }\n`,
    );
    check(
      `${pod(env('URL', 'queue-kafka-bootstrap.shop.svc:9092'))}${orders}---\napiVersion: kafka.strimzi.io/v1\nkind: Kafka\nmetadata: { name: queue, namespace: shop }\n`,
    );
  });

  it('is a hint in a folder that nothing declares to be a cluster, unless a slip or a namespace explains the name', () => {
    check(
      `${pod(env('URL', 'http://ledger.shop.svc', '#                   ^^^^^^ hint dns/unknown-name: No Service of namespace shop is named ledger, so the name does not resolve. (Something that is not among these manifests may make the Service.)'))}${orders}`,
      { rule: 'together' },
    );
    check(`${pod(env('URL', 'http://ordres.shop.svc', '#                   ^^^^^^ warning dns/unknown-name'))}${orders}`, {
      rule: 'together',
    });
    check(
      `${pod(env('URL', 'http://orders:8080', '#                   ^^^^^^ hint dns/unknown-name: Service orders is in namespace shop, not in web: its name from here is orders.shop. (Something…'), 'web')}${orders}${service('cart', 'web')}`,
      { rule: 'together' },
    );
  });

  it('knows that a workload may be behind a Service of another name', () => {
    const text = `${pod(env('URL', 'http://behind-orders:8080', '#                   ^^^^^^^^^^^^^ warning dns/unknown-name: No Service is named behind-orders; the pods of that name are behind Service shop/orders.'))}${orders}`;
    assert.deepEqual(fixTitles(check(text)), ['Write orders']);
  });

  it('knows that nothing completes an ExternalName', () => {
    const alias = (name: string, mark = '') =>
      `apiVersion: v1\nkind: Service\nmetadata: { name: alias, namespace: web }\nspec:\n  type: ExternalName\n  externalName: ${name}\n${mark}${orders}`;
    check(
      alias(
        'orders.shop',
        '  #             ^^^^^^^^^^^ warning dns/unknown-name: An ExternalName is taken as it is: orders.shop does not resolve. The whole name of Service shop/orders is orders.shop.svc.cluster.local.\n',
      ),
    );
    assert.equal(fixed(alias('orders.shop.svc')), alias('orders.shop.svc.cluster.local'));
    check(alias('orders.shop.svc.cluster.local'));
    check(alias('www.example.com'));
  });

  it('follows the domain that the cluster has', () => {
    const network = 'apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: store }\nspec:\n  dnsDomain: store.local\n---\n';
    check(
      `${network}${pod(env('URL', 'http://orders.shop.svc.cluster.local:8080', '#                                   ^^^^^^^^^^^^^ warning dns/unknown-name: The domain of this cluster is store.local, so a name in cluster.local does not resolve.'))}${orders}`,
    );
    check(`${network}${pod(env('URL', 'http://orders.shop.svc.store.local:8080'))}${orders}`);
    check(`${pod(env('URL', 'http://orders.shop.svc.cluster-b.local:8080 http://orders.shop.svc.clusterset.local'))}${orders}`);
  });

  describe('for the names of single pods', () => {
    const set = `apiVersion: v1
kind: Service
metadata: { name: db, namespace: shop }
spec: { clusterIP: None, selector: { app: db }, ports: [{ name: sql, port: 5432 }] }
---
apiVersion: apps/v1
kind: StatefulSet
metadata: { name: store, namespace: shop }
spec:
  serviceName: db
  replicas: 2
  selector: { matchLabels: { app: db } }
  template: { metadata: { labels: { app: db } }, spec: { containers: [] } }
---
`;
    it('knows those that there are', () =>
      void check(
        `${set}${pod(env('PEERS', 'store-0.db,store-1.db.shop.svc.cluster.local:5432,10-1-2-3.db.shop.svc,http://store-0.db:5432,_sql._tcp.db.shop.svc'))}`,
      ));

    it('finds a slip, a pod beyond the replicas and a port without that name', () => {
      check(
        `${set}${pod(env('A', 'sotre-0.db.shop.svc', '#            ^^^^^^^ warning dns/unknown-name: No pod of Service shop/db is named sotre-0; StatefulSet shop/store names its pods store-0 and so on.'))}`,
      );
      check(
        `${set}${pod(env('A', 'store-2.db.shop.svc', '#            ^^^^^^^ information dns/unknown-name: StatefulSet shop/store has 2 replicas, so that there is no pod store-2.'))}`,
      );
      check(
        `${set}${pod(env('A', '_sqll._tcp.db.shop.svc', '#            ^^^^^ warning dns/unknown-name: Service shop/db has no port named sqll; the names are: sql.'))}`,
      );
      assert.match(fixed(`${set}${pod(env('A', 'sotre-1.db.shop.svc'))}`), /value: store-1\.db\.shop\.svc\n/);
    });

    it('finds pods under a Service that is not theirs', () => {
      const other =
        '---\napiVersion: v1\nkind: Service\nmetadata: { name: db-all, namespace: shop }\nspec: { selector: { app: db }, ports: [{ port: 5432 }] }\n';
      const text = (name: string, mark = '') => `${set}${pod(env('A', `store-0.${name}.shop.svc`, mark))}${other}`;
      check(
        text(
          'db-all',
          '#                    ^^^^^^ warning dns/unknown-name: The pods of StatefulSet shop/store have their names under its serviceName db, not under db-all.',
        ),
      );
      assert.equal(fixed(text('db-all')), text('db'));
    });
  });
});
