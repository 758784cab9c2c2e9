import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';

const network = (name: string, namespace = 'shop') => `apiVersion: k8s.cni.cncf.io/v1
kind: NetworkAttachmentDefinition
metadata: { name: ${name}, namespace: ${namespace} }
---
`;
const pod = (networks: string, mark = '') => `apiVersion: v1
kind: Pod
metadata:
  name: plc
  namespace: shop
  annotations:
    k8s.v1.cni.cncf.io/networks: ${networks}
${mark}spec: { containers: [{ name: plc, image: plc }] }
`;

describe('workload/unknown-network', () => {
  it('finds a slip, and writes the name', () => {
    const text = network('ot-lan') + pod('ot-lan, ot-lann@eth2');
    check(
      text.replace(
        'ot-lann@eth2\n',
        'ot-lann@eth2\n    #                                    ^^^^^^^ warning workload/unknown-network: Pod shop/plc asks for the secondary network ot-lann, which there is not in namespace shop: its pods do not start. Did you mean ot-lan?\n',
      ),
    );
    assert.equal(fixed(text), text.replace('ot-lann@', 'ot-lan@'));
  });

  it('finds a network of another namespace, and writes that in front', () => {
    const text = network('ot-lan', 'plant') + pod('ot-lan');
    check(
      text.replace(
        'networks: ot-lan\n',
        'networks: ot-lan\n    #                            ^^^^^^ warning workload/unknown-network: Pod shop/plc asks for the secondary network ot-lan, which there is not in namespace shop: its pods do not start. One of this name is in namespace plant: ask for plant/ot-lan.\n',
      ),
    );
    assert.equal(fixed(text), text.replace('networks: ot-lan', 'networks: plant/ot-lan'));
  });

  it('reads the form in JSON', () => {
    check(
      network('ot-lan') +
        pod(
          `'[{"name": "lan-9", "interface": "eth1"}]'`,
          '    #                                        ^^^^^ warning workload/unknown-network: Pod shop/plc asks for the secondary network lan-9, which there is not in namespace shop: its pods do not start. The networks there are: ot-lan.\n',
        ),
    );
  });

  it('is silent about names that are there, in whatever form, and where no network is written', () => {
    check(network('ot-lan') + network('b', 'plant') + pod('ot-lan@eth1, plant/b'));
    check(network('b', 'plant') + pod(`'[{"name": "b", "namespace": "plant"}]'`));
    check(pod('ot-lan'));
  });

  it('doubts where what is not rendered may hold the network', () => {
    check(network('ot-lan') + pod('lan-9', '    #                            ^^^^^ hint workload/unknown-network\n'), {
      unrendered: ['other.yaml'],
    });
  });
});
