import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';

const proxy = (mode: string) => `apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\n${mode}\n`;
const said =
  'error resource/wrong-type: In mode ipvss kube-proxy does not start, so that no Service can be reached. Its modes are iptables, ipvs, nftables.';

describe('the mode of kube-proxy', () => {
  it('is found where there is none of the name, and set right', () => {
    check(proxy(`mode: ipvss\n#     ^^^^^ ${said}`));
    assert.equal(fixed(proxy('mode: IPTables')), proxy('mode: iptables'));
    check(proxy('mode: fast\n#     ^^^^ error resource/wrong-type'));
  });

  it("is found in kubeadm's ConfigMap and in Talos' file", () => {
    check(
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: kube-proxy, namespace: kube-system }\ndata:\n  config.conf: |\n    kind: KubeProxyConfiguration\n    mode: ipvss\n    #     ^^^^^ ${said}\n`,
    );
    check('machine: {}\ncluster:\n  proxy:\n    mode: iptable\n#         ^^^^^^^ error resource/wrong-type\n');
  });

  it('is left alone where it is one, of another system or release, or left out', () => {
    for (const mode of [
      'mode: iptables',
      'mode: ipvs',
      'mode: nftables',
      'mode: kernelspace',
      'mode: userspace',
      'mode: ""',
      'mode:',
      'x: y',
    ])
      check(proxy(mode));
    check(proxy('mode: ${PROXY_MODE}'), { reading: false });
  });
});
