import assert from 'node:assert/strict';
import { check, fixed, fixTitles, relatedTo } from '../../support/marks.ts';

const pool = (more = '') => `apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: pods }
spec: { cidr: 10.48.0.0/16${more} }
---
`;
const pod = (name: string, value: string, mark = '') => `apiVersion: v1
kind: Pod
metadata:
  name: ${name}
  namespace: shop
  annotations:
    cni.projectcalico.org/ipAddrs: ${value}
${mark}spec: { containers: [{ name: web, image: web }] }
---
`;

describe('calico/address-not-available', () => {
  it('finds an address that no pool holds', () => {
    check(
      pool() +
        pod(
          'a',
          `'["10.49.0.7"]'`,
          '    #                                 ^^^^^^^^^ error calico/address-not-available: Pod shop/a gets no address. No enabled pool holds 10.49.0.7.\n',
        ),
    );
    check(
      pool(', disabled: true') +
        pod(
          'a',
          `'["10.48.0.7"]'`,
          '    #                                 ^^^^^^^^^ error calico/address-not-available: Pod shop/a gets no address. No enabled pool holds 10.48.0.7.\n',
        ),
    );
    check(
      pool(', allowedUses: [LoadBalancer]') +
        pod(
          'a',
          `'["10.48.0.7"]'`,
          '    #                                 ^^^^^^^^^ error calico/address-not-available: Pod shop/a gets no address. The pool of 10.48.0.7 is not for pods.\n',
        ),
    );
  });

  it('names the pod that has it', () => {
    const [finding] = check(
      pool() +
        pod('a', `'["10.48.0.7"]'`) +
        pod(
          'b',
          `'["10.48.0.7"]'`,
          '    #                                 ^^^^^^^^^ error calico/address-not-available: Pod shop/b gets no address. 10.48.0.7 is in use by pod shop/a.\n',
        ),
    );
    assert.deepEqual(relatedTo(finding), ['a | Pod shop/a']);
  });

  it('says once of a workload that its pods cannot share an address', () => {
    const workload = (replicas: number, mark = '') => `${pool()}apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: ${replicas}
  selector: { matchLabels: { app: web } }
  template:
    metadata:
      labels: { app: web }
      annotations:
        cni.projectcalico.org/ipAddrs: '["10.48.0.7"]'
${mark}    spec: { containers: [{ name: web, image: web }] }
`;
    check(
      workload(
        3,
        '        #                                 ^^^^^^^^^ error calico/address-not-available: 3 pods of Deployment shop/web ask for one address, which only one can have. 10.48.0.7 is in use by pod shop/web-…\n',
      ),
    );
    check(workload(1).replace('spec:\n', 'spec:\n  strategy: { type: Recreate }\n'));
  });

  it('finds a text that is no list of addresses, and writes the list', () => {
    const findings = check(
      pool() +
        pod(
          'a',
          '10.48.0.7',
          '    #                              ^^^^^^^^^ error calico/address-not-available: Pod shop/a gets no address. The annotation ipAddrs is not a JSON list of strings.\n',
        ),
    );
    assert.deepEqual(fixTitles(findings), ['* Write ["10.48.0.7"]']);
    assert.equal(fixed(pool() + pod('a', '10.48.0.7')), pool() + pod('a', `"[\\"10.48.0.7\\"]"`));
    check(
      pool() +
        pod(
          'a',
          `'["10.48.0"]'`,
          '    #                                 ^^^^^^^ error calico/address-not-available: Pod shop/a gets no address. "10.48.0" is not an IP address.\n',
        ),
    );
  });

  it('does not know what the CNI configuration allows, unless it is there', () => {
    const text =
      pool() +
      pod(
        'a',
        `'["10.48.0.7"]'`,
        '    #                                       ^^^^^^^^^ hint calico/address-not-available: Pod shop/a gets no address. The CNI configuration does not enable the feature ip_addrs_no_ipam. (The CNI configuration is not in these manifests.)\n',
      ).replace('ipAddrs:', 'ipAddrsNoIpam:');
    check(text);
  });

  it('warns only, where pools are what a pod subnet implies, and is silent where nothing is known', () => {
    const site =
      'apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: site }\nspec: { profile: custom, podSubnet: 10.48.0.0/16 }\n---\n';
    check(site + pod('a', `'["10.49.0.7"]'`, '    #                                 ^^^^^^^^^ warning calico/address-not-available\n'));
    check(site + pod('a', `'["10.48.0.7"]'`));
    check(pod('a', `'["10.49.0.7"]'`));
  });

  it('warns of a race where the holder came by the address automatically', () => {
    const text = (more: string) => `apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: pods }
spec: { cidr: 10.50.0.0/29, blockSize: 29 }
---
apiVersion: v1
kind: Node
metadata: { name: w1 }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 3
  strategy: { type: Recreate }
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: web }] }
---
apiVersion: v1
kind: Pod
metadata:
  name: plc
  namespace: shop
  annotations:
    cni.projectcalico.org/ipAddrs: '["10.50.0.${more}
spec: { nodeName: w1, containers: [{ name: c, image: c }] }
`;
    check(
      text(
        `1"]'\n    #                                 ^^^^^^^^^ warning calico/address-not-available: Pod shop/plc asks for 10.50.0.1, which Calico also gives to pods that ask for none: the order in which they start decides. 10.50.0.1 is in use by…`,
      ),
    );
    check(text(`7"]'`));
  });
});
