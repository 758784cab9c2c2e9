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
