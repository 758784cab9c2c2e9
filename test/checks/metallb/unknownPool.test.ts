import assert from 'node:assert/strict';
import { check as checkAll, fixed, fixTitles, type CheckOptions } from '../../support/marks.ts';

const severities = { 'service/no-selector': 'off', 'metallb/not-advertised': 'off' } as const;
const check = (text: string, options: CheckOptions = {}) => checkAll(text, { ...options, severities });

const pool = (name: string, net: number, namespace = 'metallb-system') => `---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: ${name}, namespace: ${namespace} }
spec: { addresses: [10.0.${net}.4/30] }
`;
const advertisement = (pools: string, mark = '') => `---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: all, namespace: metallb-system }
spec:
  ipAddressPools:
  - ${pools}
${mark}`;
const service = (annotations: string, mark = '') => `---
apiVersion: v1
kind: Service
metadata:
  namespace: shop
  name: a
  annotations:
    ${annotations}
${mark}spec: { type: LoadBalancer, ports: [{ port: 80 }] }
`;

describe('metallb/unknown-pool', () => {
  it('finds the name in an advertisement, and writes the nearest', () => {
    const text = `${pool('lan', 1)}${pool('dmz', 2)}${advertisement('lna')}`;
    const findings = check(
      `${text}  # ^^^ warning metallb/unknown-pool: L2Advertisement metallb-system/all names an address pool "lna" that there is not; MetalLB passes over it. The pools are: lan, dmz.\n`,
    );
    assert.deepEqual(fixTitles(findings), ['* Write lan']);
    assert.equal(fixed(text), text.replace('lna', 'lan'));
  });

  it('finds the name in a service, which says nothing else then', () => {
    const mark =
      '    #                        ^^^^^ error metallb/unknown-pool: Service shop/a gets no external address, for there is no address pool "other". The only one is lan.\n';
    assert.deepEqual(fixTitles(check(`${pool('lan', 1)}${service('metallb.io/address-pool: other', mark)}`)), ['Write lan']);
    check(`${pool('lan', 1)}${service('metallb.universe.tf/address-pool: other', mark.replace('#    ', '#             '))}`);
    check(`${pool('lan', 1)}${service('metallb.io/address-pool: other', `${mark}    metallb.io/loadBalancerIPs: 10.0.1.5\n`)}`);
  });

  it('is silent on names that there are, also where MetalLB does not see the pool', () => {
    check(`${pool('lan', 1)}${advertisement('lan')}${service('metallb.io/address-pool: lan')}`);
    check(
      `${pool('lan', 1)}${pool('dmz', 2, 'shop').replace('shop }', 'shop }\n#                                 ^^^^ warning metallb/namespace')}${advertisement('dmz')}`,
    );
  });

  it('is silent where no pool is in the manifests', () => {
    check(`${advertisement('lan')}${service('metallb.io/address-pool: lan')}`);
  });

  it('is a hint where the pool is a range of the site, whose name is not known', () => {
    check(
      `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: site }\nspec: { kubernetesServiceIPs: 10.0.1.1-10.0.1.9 }\n${service('metallb.io/address-pool: lan', '    #                        ^^^ hint metallb/unknown-pool: Service shop/a gets no external address, for there is no address pool "lan". (The pool is a range of the site; what it is called in the cluster is not known.)\n')}`,
    );
  });

  it('is a hint in a folder of alternatives, and where Kustomize changes more', () => {
    const namespace = '---\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n';
    check(
      `${namespace}${pool('lan', 1)}# file: b.yaml\n${namespace}#                 ^^^^ hint resource/duplicate\n${advertisement('wan', '  # ^^^ hint metallb/unknown-pool\n')}`,
      { rule: 'together' },
    );
    check(`${pool('lan', 1)}${advertisement('wan', '  # ^^^ hint metallb/unknown-pool\n')}`, { unrendered: ['patches'] });
  });
});
