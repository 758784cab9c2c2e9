import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';

const object = (apiVersion: string, kind: string, name: string, mark = '') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n${mark}`;

describe('calico/not-read', () => {
  it('finds an Installation under another name than the operator looks for, and writes that', () => {
    const text = (name: string, mark = '') =>
      `${object('operator.tigera.io/v1', 'Installation', name, mark)}spec: { calicoNetwork: { ipPools: [{ cidr: 10.244.0.0/16 }] } }\n`;
    check(
      text(
        'calico',
        '#       ^^^^^^ warning calico/not-read: Calico reads the Installation called default alone: nobody reads Installation calico.\n',
      ),
    );
    assert.equal(fixed(text('calico')), text('default'));
    check(text('default'));
  });

  it('finds configurations that are neither of all nodes nor of one', () => {
    for (const kind of ['FelixConfiguration', 'BGPConfiguration'])
      for (const apiVersion of ['projectcalico.org/v3', 'crd.projectcalico.org/v1']) {
        check(
          object(
            apiVersion,
            kind,
            'main',
            `#       ^^^^ warning calico/not-read: Calico reads the ${kind} called default, and one for a single node, which is called node.NAME with the name of the node: nobody reads ${kind} main.\n`,
          ),
        );
        check(object(apiVersion, kind, 'default'));
        check(object(apiVersion, kind, 'node.worker-1'));
      }
    check(object('projectcalico.org/v3', 'KubeControllersConfiguration', 'felix', '#       ^^^^^ warning calico/not-read\n'));
  });

  it('is silent on a FelixConfiguration for nodes that it selects', () => {
    check(`${object('projectcalico.org/v3', 'FelixConfiguration', 'edge')}spec: { nodeSelector: has(edge) }\n`);
  });

  it('is silent on an overlay, on names that are filled in, and on kinds of others', () => {
    check(object('operator.tigera.io/v1', 'Installation', 'overlay'));
    check(object('operator.tigera.io/v1', 'APIServer', 'tigera-secure'));
    check(object('operator.tigera.io/v1', 'Installation', '<CLUSTER>-calico'));
    check(object('example.com/v1', 'Installation', 'calico'));
  });
});
