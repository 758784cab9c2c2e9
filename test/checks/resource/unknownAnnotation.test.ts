import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';

const quiet = { severities: { 'ingress/unknown-service': 'off', 'service/no-selector': 'off' } } as const;
const ingress = (annotation: string, mark = '', className = 'nginx') =>
  `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata:\n  name: web\n  namespace: shop\n  annotations:\n    ${annotation}\n${mark}spec:\n  ingressClassName: ${className}\n  defaultBackend: { service: { name: web, port: { number: 80 } } }\n`;
const service = (annotation: string, mark = '') =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  namespace: shop\n  annotations:\n    ${annotation}\n${mark}spec: { ports: [{ port: 80 }] }\n`;
const marked = (key: string, meant = '') =>
  `#   ${'^'.repeat(key.length)} warning resource/unknown-annotation${meant === '' ? '' : `: ${meant}`}\n`;

describe('resource/unknown-annotation', () => {
  it('finds a slip of an annotation of ingress-nginx, and writes it', () => {
    const key = 'nginx.ingress.kubernetes.io/rewrite-traget';
    check(
      ingress(
        `${key}: /`,
        marked(
          key,
          'ingress-nginx does not know the annotation nginx.ingress.kubernetes.io/rewrite-traget of Ingress shop/web. Did you mean nginx.ingress.kubernetes.io/rewrite-target?',
        ),
      ),
      quiet,
    );
    assert.equal(fixed(ingress(`${key}: /`), undefined, quiet), ingress('nginx.ingress.kubernetes.io/rewrite-target: /'));
    for (const name of ['proxy-body-sise', 'cors-allow-header', 'proxyBodySize', 'ssl_redirect'])
      check(ingress(`nginx.ingress.kubernetes.io/${name}: a`, marked(`nginx.ingress.kubernetes.io/${name}`)), quiet);
  });

  it('finds the prefix of long ago on an Ingress of nginx alone', () => {
    const old = 'ingress.kubernetes.io/rewrite-target';
    check(ingress(`${old}: /`, marked(old)), quiet);
    check(ingress(`${old}: /`, '', 'haproxy'), quiet);
    check(ingress('ingress.kubernetes.io/something: a'), quiet);
    check(ingress(`${old}: /\n    nginx.${old}: /`), quiet);
  });

  it('finds slips of what kube-vip and Cilium read of Services', () => {
    for (const key of ['kube-vip.io/loadBalancerIP', 'kube-vip.io/loadbalancerips', 'lbipam.cilium.io/sharingkey', 'io.cilium/lb-ipam-ip'])
      check(service(`${key}: 10.0.0.9`, marked(key)), quiet);
  });

  it('is silent about what is read, what may come, and what others read', () => {
    for (const key of ['kube-vip.io/loadbalancerIPs', 'kube-vip.io/some-day', 'lbipam.cilium.io/ips', 'io.cilium/global-service'])
      check(service(`${key}: "1"`), quiet);
    for (const name of ['proxy-body-size', 'session-cookie-hash', 'enable-opentracing', 'secure-backends', 'limit-whitelist'])
      check(ingress(`nginx.ingress.kubernetes.io/${name}: a`), quiet);
  });
});
