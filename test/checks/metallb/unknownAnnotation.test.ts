import assert from 'node:assert/strict';
import { check as checkAll, fixed, fixTitles } from '../../support/marks.ts';

const check = (text: string) => checkAll(text, { severities: { 'service/no-selector': 'off' } });
const service = (key: string, mark = '') => `apiVersion: v1
kind: Service
metadata:
  name: a
  annotations:
    ${key}: x
${mark}spec: { type: LoadBalancer, ports: [{ port: 80 }] }
`;

describe('metallb/unknown-annotation', () => {
  for (const [key, meant] of [
    ['metallb.io/allow-shared', 'metallb.io/allow-shared-ip'],
    ['metallb.universe.tf/allow-shared', 'metallb.universe.tf/allow-shared-ip'],
    ['metallb.io/loadBalancerIP', 'metallb.io/loadBalancerIPs'],
    ['metallb.io/loadbalancerips', 'metallb.io/loadBalancerIPs'],
    ['metallb.io/load-balancer-ips', 'metallb.io/loadBalancerIPs'],
    ['metallb.io/ip-address-pool', 'metallb.io/address-pool'],
    ['metallb.io/adress-pool', 'metallb.io/address-pool'],
    ['metalb.io/address-pool', 'metallb.io/address-pool'],
  ] as const) {
    it(`takes ${key} for ${meant}`, () => {
      const findings = check(
        service(
          key,
          `#   ${'^'.repeat(key.length)} warning metallb/unknown-annotation: MetalLB does not know the annotation ${key} of Service a. Did you mean ${meant}?\n`,
        ),
      );
      assert.deepEqual(fixTitles(findings), [`* Write ${meant}`]);
      assert.equal(fixed(service(`"${key}"`)), service(`"${meant}"`));
    });
  }

  it('lists what MetalLB reads where it cannot tell what was meant', () => {
    check(
      service(
        'metallb.io/owner',
        '#   ^^^^^^^^^^^^^^^^ warning metallb/unknown-annotation: MetalLB does not know the annotation metallb.io/owner of Service a. It reads address-pool, loadBalancerIPs, allow-shared-ip.\n',
      ),
    );
  });

  it('renames nothing to a key that is there already', () => {
    const text = service(
      'metallb.io/allow-shared-ip: x\n    metallb.io/allow-shared',
      '#   ^^^^^^^^^^^^^^^^^^^^^^^ warning metallb/unknown-annotation\n',
    );
    assert.deepEqual(fixTitles(check(text)), []);
  });

  it('is silent on what MetalLB knows under either prefix, and on annotations of others', () => {
    for (const name of ['allow-shared-ip', 'ip-allocated-from-pool'])
      for (const prefix of ['metallb.io', 'metallb.universe.tf']) check(service(`${prefix}/${name}`));
    for (const key of ['example.com/allow-shared', 'metal.example.com/x', 'metallb', 'service.beta.kubernetes.io/x']) check(service(key));
  });

  it('finds annotations of MetalLB where it does not look', () => {
    check(
      `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: web
  namespace: shop
  annotations:
    metallb.io/loadBalancerIPs: 10.0.0.4
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^ warning metallb/unknown-annotation: MetalLB reads the annotation metallb.io/loadBalancerIPs of Services alone, and not of Ingress shop/web.
spec: { defaultBackend: { resource: { kind: Bucket, name: files } } }
`,
    );
    check(
      `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  selector: { matchLabels: { app: web } }
  template:
    metadata:
      labels: { app: web }
      annotations:
        metallb.universe.tf/address-pool: lan
#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning metallb/unknown-annotation
        note: kept
    spec: { containers: [{ name: web, image: web }] }
`,
    );
  });
});
