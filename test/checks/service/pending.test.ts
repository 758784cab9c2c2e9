import assert from 'node:assert/strict';
import { check, relatedTo } from '../../support/marks.ts';

const site = `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec:
  profile: custom
  serviceSubnet: 10.96.0.0/24
  kubernetesServiceIPs: 10.0.0.1-10.0.0.9
`;
const service = (name: string, { annotations = '', spec = '', mark = '', type = 'LoadBalancer' } = {}) => `---
apiVersion: v1
kind: Service
metadata:
  namespace: shop
  name: ${name}
${annotations}spec:
  type: ${type}
${mark}${spec}  ports: [{ port: 80 }]
`;

describe('service/pending', () => {
  it('underlines the address that is asked for in vain', () => {
    check(`${site}${service('a', { annotations: '  annotations:\n    metallb.io/loadBalancerIPs: 10.0.9.9\n    #                           ^^^^^^^^ error service/pending: Service shop/a gets no external address. …\n' })}`);
    check(`${site}${service('a', { spec: '  loadBalancerIP: 10.0.9.9\n  #               ^^^^^^^^ error service/pending: Service shop/a gets no external address. …\n' })}`);
  });

  it('says who has the address already', () => {
    const taken = '  annotations: { metallb.io/loadBalancerIPs: 10.0.0.5 }\n';
    const [finding] = check(`${site}${service('a', { annotations: taken })}${service('b', { annotations: `${taken}  #                                          ^^^^^^^^ error service/pending: Service shop/b gets no external address. …\n` })}`);
    assert.ok(relatedTo(finding).some((text) => text.includes('Service shop/a')), relatedTo(finding).join());
  });

  it('underlines a pool that there is not', () => {
    check(`${site}${service('a', { annotations: '  annotations:\n    metallb.io/address-pool: lna\n    #                        ^^^ error service/pending: Service shop/a gets no external address. …\n' })}`);
  });

  it('tells of another load balancer class as information', () => {
    check(`${site}${service('a', { spec: '  loadBalancerClass: example.com/other\n  #                  ^^^^^^^^^^^^^^^^^ information service/pending\n' })}`);
  });

  it('underlines the type when no pool may be used at all', () => {
    check(`${site}---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: manual, namespace: metallb-system }
spec: { addresses: [10.0.0.1-10.0.0.9], autoAssign: false }
${service('a', { mark: '  #     ^^^^^^^^^^^^ error service/pending: Service shop/a gets no external address. …\n' })}`);
  });

  it('is silent when nothing is known of pools, when an address is given, and on other types', () => {
    check(service('a'));
    check(`${site}${service('a')}`);
    check(`${site}${service('a', { type: 'ClusterIP' })}`);
  });

  it('is silent when MetalLB refuses its configuration, which is reported itself', () => {
    check(`${site}---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec:
  addresses:
  - 10.0.0.9-10.0.0.1
  # ^^^^^^^^^^^^^^^^^ error range/invalid
${service('a')}`);
  });
});
