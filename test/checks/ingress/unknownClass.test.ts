import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';

const ingressClass = `apiVersion: networking.k8s.io/v1\nkind: IngressClass\nmetadata: { name: nginx }\n---\n`;
const ingress = (name: string, mark = '') => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec:
  ingressClassName: ${name}
${mark}  rules: []
`;

describe('ingress/unknown-class', () => {
  it('finds a slip, and writes the class', () => {
    check(
      ingressClass +
        ingress(
          'ngnix',
          '  #                 ^^^^^ warning ingress/unknown-class: Ingress shop/web is of the IngressClass ngnix, which there is not: no controller serves it. The classes are: nginx. Did you mean nginx?\n',
        ),
    );
    assert.equal(fixed(ingressClass + ingress('ngnix')), ingressClass + ingress('nginx'));
  });

  it('finds a slip in the class of a Gateway', () => {
    const text = (name: string, mark = '') =>
      `apiVersion: gateway.networking.k8s.io/v1\nkind: GatewayClass\nmetadata: { name: cilium }\nspec: { controllerName: io.cilium/gateway-controller }\n---\napiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: edge, namespace: shop }\nspec:\n  gatewayClassName: ${name}\n${mark}  listeners: [{ name: http, port: 80, protocol: HTTP }]\n`;
    check(
      text(
        'cilum',
        '#                   ^^^^^ warning ingress/unknown-class: Gateway shop/edge is of the GatewayClass cilum, which there is not: no controller serves it. Did you mean cilium?\n',
      ),
    );
    assert.equal(fixed(text('cilum')), text('cilium'));
    check(text('cilium'));
    check(text('istio'));
  });

  for (const [known, asked] of [
    ['nginx-external', 'nginx-internal'],
    ['nginx-ext', 'nginx-int'],
    ['ingress-nginx-wan', 'ingress-nginx-lan'],
    ['nginx-1', 'nginx-2'],
    ['nginx2', 'nginx'],
    ['site-a', 'site-b'],
  ] as const)
    it(`takes ${asked} for a class of its own beside ${known}`, () => {
      check(ingressClass.replace('nginx', known) + ingress(asked));
    });

  it('finds a slip in a word of several', () => {
    check(
      ingressClass.replace('nginx', 'nginx-external') +
        ingress('nginx-extrenal', '  #                 ^^^^^^^^^^^^^^ warning ingress/unknown-class\n'),
    );
    check(
      ingressClass.replace('nginx', 'traefik-lan') +
        ingress('trafik-lan', '  #                 ^^^^^^^^^^ warning ingress/unknown-class\n'),
    );
  });

  it('finds a slip in the annotation that came before the field', () => {
    const annotated = (name: string, mark = '') => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
  annotations:
    kubernetes.io/ingress.class: ${name}
${mark}spec: { rules: [] }
`;
    check(ingressClass + annotated('ngnix', '#                                ^^^^^ warning ingress/unknown-class\n'));
    check(ingressClass + annotated('nginx'));
    check(ingressClass + annotated('haproxy'));
    assert.equal(fixed(ingressClass + annotated('ngnix')), ingressClass + annotated('nginx'));
  });

  it('is silent about a class that is there, one of another controller, and where none is written', () => {
    check(ingressClass + ingress('nginx'));
    check(ingressClass + ingress('traefik'));
    check(ingress('ngnix'));
  });
});
