import assert from 'node:assert/strict';
import { english } from '../../../src/base/message.ts';
import { check, findingsOf, readMarks } from '../../support/marks.ts';
import { deployment, namespace, policy, service } from '../../support/policyManifests.ts';

const ingress = `---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: nginx }
spec: { controller: k8s.io/ingress-nginx }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: shop, namespace: shop }
spec:
  ingressClassName: nginx
  rules: [{ host: shop.example, http: { paths: [{ path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }] } }]
`;
const controller = deployment('ingress-nginx', { namespace: 'edge' }) + namespace('edge', '{ role: edge }');
const shop = deployment('web') + service('web') + ingress;
const own = (more = '') => policy('own', `  podSelector: {}\n  ingress:\n  - from: [{ podSelector: {} }]${more}`);
const found = (text: string) => findingsOf(readMarks(text).files).findings.filter(({ code }) => code === 'policy/ingress-controller');

describe('policy/ingress-controller', () => {
  it('finds a backend that lets in its own namespace alone', () => {
    check(
      `${own().replace(
        '  ingress:\n',
        '  ingress:\n# ^^^^^^^ warning policy/ingress-controller: NetworkPolicy shop/own does not let edge/ingress-nginx in to the pods behind Service shop/web, to which Ingress shop/shop leads: requests end with an error. Let the pods of the controller in on 8080/TCP.\n',
      )}${shop}${controller}`,
    );
  });

  it('finds a backend of a route that does not let the pods of the Gateway in', () => {
    const gateway = `---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: { name: gw, namespace: edge }
spec: { gatewayClassName: some, listeners: [{ name: web, port: 80, protocol: HTTP, allowedRoutes: { namespaces: { from: All } } }] }
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: { name: shop, namespace: shop }
spec: { parentRefs: [{ name: gw, namespace: edge }], rules: [{ backendRefs: [{ name: web, port: 80 }] }] }
---
apiVersion: v1
kind: Pod
metadata: { name: proxy, namespace: edge, labels: { gateway.networking.k8s.io/gateway-name: gw } }
spec: { containers: [{ name: main, image: proxy }] }
`;
    const manifests = deployment('web') + service('web') + gateway + namespace('edge', '{ role: edge }');
    assert.deepEqual(
      found(own() + manifests).map(({ severity, message }) => [severity, english.say(message)]),
      [
        [
          'warning',
          'NetworkPolicy shop/own does not let edge/proxy in to the pods behind Service shop/web, to which HTTPRoute shop/shop leads: requests end with an error. Let the pods of the controller in on 8080/TCP.',
        ],
      ],
    );
    assert.deepEqual(found(own('\n  - from: [{ namespaceSelector: { matchLabels: { role: edge } } }]') + manifests), []);
  });

  it('is silent where the controller is let in', () => {
    for (const rule of [
      'namespaceSelector: {}',
      'namespaceSelector: { matchLabels: { role: edge } }',
      'namespaceSelector: { matchLabels: { kubernetes.io/metadata.name: edge } }',
    ])
      assert.deepEqual(found(`${own(`\n  - from: [{ ${rule} }]`)}${shop}${controller}`), [], rule);
    assert.deepEqual(found(shop + controller), []);
  });

  it('is a hint where the controller is nowhere here, and silent where some other namespace is let in', () => {
    assert.deepEqual(
      found(own() + shop).map(({ severity }) => severity),
      ['hint'],
    );
    assert.deepEqual(found(`${own('\n  - from: [{ namespaceSelector: { matchLabels: { role: edge } } }]')}${shop}`), []);
  });
});
