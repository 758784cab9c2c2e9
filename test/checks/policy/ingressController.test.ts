import assert from 'node:assert/strict';
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
