import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';

const route = (spec: string, namespace = 'shop') => `apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: web, namespace: ${namespace} }
spec:
${spec}
---
`;
const backend = (text: string) => `  rules:\n  - backendRefs:\n    - ${text}`;
const service = (name: string, namespace = 'shop') => `apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: ${namespace} }
spec: { selector: { app: web }, ports: [{ port: 80, targetPort: 8080 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: ${namespace}, labels: { app: web } }
spec: { containers: [{ name: web, image: web }] }
---
`;
const grant = (namespace: string, from: string) => `apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: routes, namespace: ${namespace} }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: ${from} }]
  to: [{ group: "", kind: Service }]
---
`;
const gateway = (namespaces = '') => `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: front }
spec: { gatewayClassName: envoy, listeners: [{ name: http, port: 80, protocol: HTTP${namespaces} }] }
---
`;

describe('gateway/backend', () => {
  it('finds a Service that there is not, and writes the one that was meant', () => {
    const text = route(backend('name: portal\n      port: 80')) + service('portal-app');
    check(
      text.replace(
        'name: portal\n',
        'name: portal\n    #       ^^^^^^ warning gateway/backend: There is no Service portal in namespace shop, to which HTTPRoute shop/web leads: requests end with an error. Nearest is portal-app.\n',
      ),
    );
    assert.equal(fixed(text), text.replace('name: portal\n', 'name: portal-app\n'));
  });

  it('asks for no grant where a client of a mesh has a route of its own', () => {
    const text = (kind: string) =>
      `${route(`  parentRefs: [{ kind: ${kind}, name: echo, namespace: mesh }]\n${backend('{ name: echo, namespace: mesh, port: 80 }')}`)}${service('echo', 'mesh')}`;
    check(text('Service'));
    assert.match(fixed(text('Gateway')), /kind: ReferenceGrant/);
  });

  it('finds what a route of Traefik leads to', () => {
    const text = (name: string, port: string, mark = '') => `apiVersion: traefik.io/v1alpha1
kind: IngressRoute
metadata: { name: web, namespace: shop }
spec:
  routes:
    - match: Host(\`shop.example\`)
      kind: Rule
      services:
        - name: ${name}
          port: ${port}
${mark}---
${service('portal')}`;
    check(text('portal', '80'));
    check(text('portal', 'http'));
    check(
      text('portal', '8081', '#               ^^^^ warning gateway/backend: Service shop/portal has no port 8081; its ports are 80.\n'),
    );
    check(
      text('portl', '80').replace(
        'name: portl\n',
        'name: portl\n#               ^^^^^ warning gateway/backend: There is no Service portl in namespace shop, to which IngressRoute shop/web leads: requests end with an error. Nearest is portal.\n',
      ),
    );
    check(text('portl', '80').replace('name: portl\n', 'name: api@internal\n          kind: TraefikService\n'));
    check(text('portal', '80').replace('port: 80\n', 'port: 80\n          namespace: lab\n') + service('portal', 'lab'));
  });

  it('finds the slip of a name where nobody says the namespace', () => {
    const text = (name: string, mark = '') =>
      (route(`  rules:\n  - backendRefs:\n    - name: ${name}\n${mark}      port: 80`) + service('frontend')).replaceAll(
        ', namespace: shop',
        '',
      );
    check(
      text(
        'frontead',
        '    #       ^^^^^^^^ warning gateway/backend: There is no Service frontead, to which HTTPRoute web leads: requests end with an error. Nearest is frontend.\n',
      ),
    );
    check(text('frontend'));
    check(text('elsewhere', '    #       ^^^^^^^^^ warning gateway/backend\n'));
  });

  it('finds a port of the pods, and a missing one', () => {
    const text = route(backend('name: portal\n      port: 8080')) + service('portal');
    check(
      text.replace(
        'port: 8080\n',
        'port: 8080\n      #     ^^^^ warning gateway/backend: Service shop/portal has no port 8080: that is what its pods listen on. The port of the Service is 80.\n',
      ),
    );
    assert.equal(fixed(text), text.replace('port: 8080\n', 'port: 80\n'));
    check(
      `${route(backend('name: portal\n    #       ^^^^^^ error gateway/backend: The backend portal of HTTPRoute shop/web needs a port: the number of a port of the Service.'))}${service('portal')}`,
    );
  });

  it('finds a Service of another namespace that nobody permits', () => {
    const text = route(backend('name: portal\n      namespace: shop\n      port: 80'), 'front') + service('portal');
    check(
      text.replace(
        'namespace: shop\n      port',
        'namespace: shop\n      #          ^^^^ warning gateway/backend: HTTPRoute front/web leads to Service portal of namespace shop, and no ReferenceGrant there permits it: requests end with 500. Add a ReferenceGrant in namespace shop for HTTPRoute of namespace front.\n      port',
      ),
    );
    check(text + grant('shop', 'front'));
    check(
      `${text.replace('namespace: shop\n      port', 'namespace: shop\n      #          ^^^^ warning gateway/backend: HTTPRoute front/web leads to Service portal of namespace shop, and no ReferenceGrant there permits it: requests end with 500. ReferenceGrant shop/routes is for others: let it be for HTTPRoute of namespace front too.\n      port')}${grant('shop', 'lab')}`,
    );
  });

  it('is silent about backends that are there, and about those that no manifest shows', () => {
    check(route(backend('{ name: portal, port: 80 }')) + service('portal'));
    check(route(backend('{ name: portal, port: 80 }')));
    check(route(backend('{ group: example.com, kind: Bucket, name: portal }')));
  });
});

describe('gateway/parent', () => {
  const attached = (parent: string, namespace = 'front') => route(`  parentRefs:\n  - ${parent}`, namespace);

  it('finds hosts that no listener is for', () => {
    const attached = (hosts: string, listener: string, mark = '') =>
      `${gateway().replace('protocol: HTTP', `protocol: HTTP, hostname: "${listener}"`)}${route(
        `  parentRefs: [{ name: edge }]\n  hostnames:\n    - ${hosts}\n${mark}${backend('{ name: portal, port: 80 }')}`,
        'front',
      )}`;
    check(
      attached(
        'web.other.example',
        '*.shop.example',
        '#     ^^^^^^^^^^^^^^^^^ warning gateway/parent: No listener of Gateway front/edge is for web.other.example, so that HTTPRoute front/web is attached to nothing; the listeners are for *.shop.example.\n',
      ),
    );
    check(attached('shop.example', '*.shop.example', '#     ^^^^^^^^^^^^ warning gateway/parent\n'));
    for (const [host, listener] of [
      ['web.shop.example', '*.shop.example'],
      ['"*.shop.example"', 'web.shop.example'],
      ['"*.shop.example"', '*.example'],
      ['${HOST}', 'web.shop.example'],
      ['web.shop.example', ''],
    ] as const)
      check(attached(host, listener));
    check(attached('Web.Shop.example', 'web.shop.example', '#     ^^^^^^^^^^^^^^^^ error resource/refused\n'));
  });

  it('finds a listener that the Gateway does not have', () => {
    check(
      `${attached('{ name: edge, sectionName: https }\n  #                            ^^^^^ warning gateway/parent: Gateway front/edge has no listener https, so that HTTPRoute front/web is attached to nothing. The names are: http.')}${gateway()}`,
    );
  });

  it('finds a Gateway of another name or namespace', () => {
    check(
      `${attached('{ name: egde }\n  #         ^^^^ warning gateway/parent: There is no Gateway egde; nearest is edge. HTTPRoute front/web is attached to nothing.')}${gateway()}`,
    );
    const text = attached('name: edge', 'shop') + gateway();
    assert.match(fixed(text), /name: edge\n {4}namespace: front/);
  });

  it('finds a namespace that no listener admits', () => {
    check(
      `${attached('{ name: edge, namespace: front }\n  #         ^^^^ warning gateway/parent: No listener of Gateway front/edge admits routes of namespace shop, so that HTTPRoute shop/web is attached to nothing. Set allowedRoutes.namespaces of a listener (from: All, or a Selector).', 'shop')}${gateway()}`,
    );
    check(attached('{ name: edge, namespace: front }', 'shop') + gateway(', allowedRoutes: { namespaces: { from: All } }'));
  });

  it('finds a kind that no listener takes, and hosts that none is for', () => {
    check(
      `${attached('{ name: edge }\n  #         ^^^^ warning gateway/parent: No listener of Gateway front/edge takes a TCPRoute, so that TCPRoute front/web is attached to nothing: the protocols are HTTP.').replace('v1\nkind: HTTPRoute', 'v1alpha2\nkind: TCPRoute')}${gateway()}`,
    );
    const hosts = (host: string, mark = '') =>
      `${route(`  parentRefs: [{ name: edge }]\n  hostnames:\n  - ${host}${mark}`, 'front')}${gateway(', hostname: "*.shop.example"')}`;
    check(
      hosts(
        'shop.example',
        '\n  # ^^^^^^^^^^^^ warning gateway/parent: No listener of Gateway front/edge is for shop.example, so that HTTPRoute front/web is attached to nothing; the listeners are for *.shop.example.',
      ),
    );
    check(hosts('a.shop.example'));
    check(hosts('"*.example"'));
  });

  describe('with sets of listeners', () => {
    const open = (from: string) =>
      gateway().replace('{ gatewayClassName', `{ allowedListeners: { namespaces: { from: ${from} } }, gatewayClassName`);
    const set = (
      parent: string,
      { namespace = 'shop', kind = 'ListenerSet', version = 'gateway.networking.k8s.io/v1', listener = '' } = {},
    ) => `apiVersion: ${version}
kind: ${kind}
metadata: { name: more, namespace: ${namespace} }
spec:
  parentRef:
    ${parent}
  listeners: [{ name: own, port: 80, protocol: HTTP, hostname: own.example${listener} }]
---
`;
    const parent = '{ name: edge, namespace: front }';
    const taken = '\n    #       ^^^^ warning gateway/parent';
    const mark = (spaces: string, why: string) => `\n${spaces}^^^^ warning gateway/parent: ${why}`;

    it('finds a set that its Gateway does not take: without a word it takes none', () => {
      const why =
        'Gateway front/edge takes no listeners of others from namespace shop, so that those of ListenerSet shop/more are not there. Set spec.allowedListeners.namespaces of the Gateway (from: Same, All, or a Selector).';
      for (const held of [gateway(), open('Same'), open('None')]) check(held + set(`${parent}${mark('    #       ', why)}`));
      check(open('All') + set(parent));
      check(open('Same') + set('{ name: edge }', { namespace: 'front' }));
      check(open('Selector, selector: { matchLabels: { team: a } }') + set(parent));
    });

    it('finds a Gateway of another name or namespace', () => {
      check(
        open('All') +
          set(
            `{ name: egde, namespace: front }${mark('    #       ', 'There is no Gateway egde; nearest is edge. ListenerSet shop/more is attached to nothing.')}`,
          ),
      );
      assert.match(fixed(open('All') + set('name: edge')), /name: edge\n {4}namespace: front/);
    });

    it('finds what keeps a route from the listeners of a set, and its listeners in vain at the Gateway', () => {
      const to = (more: string, namespace = 'shop') => attached(`{ kind: ListenerSet, name: more, namespace: shop${more} }`, namespace);
      check(open('All') + set(parent) + to(', sectionName: own'));
      check(
        open('All') +
          set(parent) +
          to(
            ', sectionName: onw }\n  #                                                                ^^^ warning gateway/parent: ListenerSet shop/more has no listener onw, so that HTTPRoute shop/web is attached to nothing. The names are: own.',
          ).replace('. }', '.'),
      );
      check(
        open('All') +
          set(parent) +
          attached(
            '{ kind: ListenerSet, name: more, namespace: shop }\n  #                            ^^^^ warning gateway/parent: No listener of ListenerSet shop/more admits routes of namespace front, so that HTTPRoute front/web is attached to nothing. Set allowedRoutes.namespaces of a listener (from: All, or a Selector).',
          ),
      );
      check(open('All') + set(parent, { listener: ', allowedRoutes: { namespaces: { from: All } }' }) + to('', 'front'));
      check(
        open('All') + set(parent) + attached('{ name: edge, sectionName: own }\n  #                            ^^^ warning gateway/parent'),
      );
    });

    it('reads the sets of before', () => {
      const before = { kind: 'XListenerSet', version: 'gateway.networking.x-k8s.io/v1alpha1' };
      check(gateway() + set(`${parent}${taken}`, before));
      check(
        open('All') +
          set(parent, before) +
          attached(
            '{ kind: XListenerSet, name: moer, namespace: shop }\n  #                             ^^^^ warning gateway/parent: There is no XListenerSet moer; nearest is more. HTTPRoute shop/web is attached to nothing.',
            'shop',
          ),
      );
    });

    it('says of a route to a set that is not taken nothing, since the set says it', () => {
      check(
        gateway() + set(`${parent}${taken}`) + attached('{ kind: ListenerSet, name: more, namespace: shop, sectionName: lost }', 'shop'),
      );
    });
  });

  it('is silent about a Gateway that fits, and about one of somebody else', () => {
    check(attached('{ name: edge, sectionName: http, port: 80 }') + gateway());
    check(attached('{ name: platform, namespace: infra }') + gateway());
  });
});

describe('gateway/certificate', () => {
  const gateway = (reference: string) => `apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: edge, namespace: front }
spec:
  gatewayClassName: envoy
  listeners:
    - name: https
      port: 443
      protocol: HTTPS
      tls:
        certificateRefs:
          - name: wildcard
            ${reference}
---
`;
  const grant = (namespace: string, to: string, kind = 'Gateway') => `apiVersion: gateway.networking.k8s.io/v1beta1
kind: ReferenceGrant
metadata: { name: certificates, namespace: ${namespace} }
spec:
  from: [{ group: gateway.networking.k8s.io, kind: ${kind}, namespace: front }]
  to: [{ group: "", ${to} }]
---
`;
  const elsewhere = 'namespace: certificates';

  it('finds a Secret of another namespace without a grant there, and adds it', () => {
    const text = gateway(elsewhere);
    check(
      text.replace(
        `${elsewhere}\n`,
        `${elsewhere}\n            #          ^^^^^^^^^^^^ warning gateway/certificate: Listener https of Gateway front/edge has its certificate from Secret wildcard of namespace certificates, and no ReferenceGrant there permits it: nothing is served. Add a ReferenceGrant in namespace certificates for Gateway of namespace front.\n`,
      ),
    );
    const mended = fixed(text);
    assert.match(mended, /kind: ReferenceGrant[^]*kind: Secret\n {4,6}name: wildcard/);
    check(mended);
  });

  it('finds a grant for others', () => {
    const marked = gateway(`${elsewhere}\n            #          ^^^^^^^^^^^^ warning gateway/certificate`);
    for (const other of [
      grant('certificates', 'kind: Secret, name: other'),
      grant('certificates', 'kind: Service'),
      grant('certificates', 'kind: Secret', 'HTTPRoute'),
      grant('elsewhere', 'kind: Secret'),
    ])
      check(marked + other);
  });

  it('is silent about one that is permitted, of its own namespace, or of another kind', () => {
    check(gateway(elsewhere) + grant('certificates', 'kind: Secret'));
    check(gateway(elsewhere) + grant('certificates', 'kind: Secret, name: wildcard'));
    check(gateway('namespace: front'));
    check(gateway('kind: Secret'));
    check(
      gateway('namespace: certificates, kind: Bundle, group: trust.example').replace(
        'namespace: certificates, kind: Bundle, group: trust.example',
        'namespace: certificates\n            kind: Bundle\n            group: trust.example',
      ),
    );
  });
});

describe('gateway/certificate of a Secret that is not there', () => {
  const gateway = (secret: string, annotations = '') =>
    `apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: edge, namespace: front, annotations: { ${annotations} } }\nspec:\n  gatewayClassName: envoy\n  listeners:\n  - name: https\n    port: 443\n    protocol: HTTPS\n    tls:\n      certificateRefs:\n      - name: ${secret}\n`;
  const secret = (name: string, namespace = 'front') =>
    `---\napiVersion: v1\nkind: Secret\nmetadata: { name: ${name}, namespace: ${namespace} }\ntype: kubernetes.io/tls\n`;
  const certificate = (name: string) =>
    `---\napiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: { name: web, namespace: front }\nspec:\n  secretName: ${name}\n  dnsNames: [a.example]\n`;

  it('finds a slip, and writes the one that was meant', () => {
    const text = gateway('edge-tsl') + secret('edge-tls');
    check(
      text.replace(
        'edge-tsl\n',
        'edge-tsl\n      #       ^^^^^^^^ warning gateway/certificate: Listener https of Gateway front/edge has its certificate from Secret edge-tsl, which there is not in namespace front: nothing is served. Nearest is edge-tls.\n',
      ),
    );
    assert.equal(fixed(text), text.replace('edge-tsl', 'edge-tls'));
    const made = gateway('edge-tsl') + certificate('edge-tls');
    assert.equal(fixed(made), made.replace('edge-tsl', 'edge-tls'));
  });

  it('is silent where it is, where something makes it, and where it may stand in no repository', () => {
    check(gateway('edge-tls') + secret('edge-tls'));
    check(gateway('edge-tls') + certificate('edge-tls'));
    check(gateway('edge-tsl', 'cert-manager.io/issuer: a') + secret('edge-tls'));
    check(gateway('edge-tls'));
    check(gateway('edge-tls-1') + secret('edge-tls-2'));
    check(gateway('edge-tsl') + secret('edge-tls', 'back'));
    check(gateway('app-b-tls') + secret('app-c-tls'));
    check(gateway('edge-tsl') + secret('edge-tls').replace('kubernetes.io/tls', 'Opaque'));
    check(
      `${gateway('edge-tsl')}${secret('edge-tls')}---\napiVersion: v1\nkind: Pod\nmetadata: { name: a, namespace: front }\nspec:\n  volumes: [{ name: tls, secret: { secretName: edge-tls } }]\n  containers: [{ name: a, image: a }]\n`,
    );
    check(gateway('edge-tsl') + secret('edge-tls') + `---\n${gateway('edge-tls').replace('name: edge,', 'name: other,')}`);
  });
});
