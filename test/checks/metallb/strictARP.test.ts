import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';

const layer2 = `---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: lan, namespace: metallb-system }
`;
const proxy = (text: string) => `apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
${text}
`;
const message =
  'kube-proxy runs in ipvs mode without strictARP, so that every node answers ARP for the addresses that MetalLB announces from one node by layer 2: clients reach the wrong node. Set strictARP: true.';

describe('metallb/strict-arp', () => {
  it('finds kube-proxy in ipvs mode beside layer 2, and sets it right', () => {
    const text = proxy('mode: ipvs\nipvs:\n  strictARP: false') + layer2;
    check(text.replace('strictARP: false', `strictARP: false\n  #          ^^^^^ warning metallb/strict-arp: ${message}`));
    assert.equal(fixed(text), text.replace('false', 'true'));
    check(`${proxy(`mode: ipvs\n#     ^^^^ warning metallb/strict-arp: ${message}`)}${layer2}`);
  });

  it('says of a slip in its name where it stands, and nothing besides', () => {
    const text = proxy('mode: ipvs\nipvs:\n  strictArp: true') + layer2;
    check(
      text.replace(
        'strictArp: true',
        'strictArp: true\n# ^^^^^^^^^ warning resource/unknown-field: There is no field strictArp here, so that it is not read. Nearest is strictARP.',
      ),
    );
    assert.equal(fixed(text), text.replace('strictArp', 'strictARP'));
    check(proxy('mode: ipvs\nipvs: { strictARP: true, scheduler: rr, syncPeriod: 30s }') + layer2);
    check(
      '{ apiVersion: kubeproxy.config.k8s.io/v1alpha1, kind: KubeProxyConfiguration, strictARP: true }\n#                                                                             ^^^^^^^^^ warning resource/unknown-field: The field strictARP belongs below ipvs, and is not read here.\n',
    );
    check(
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: kube-proxy, namespace: kube-system }\ndata:\n  config.conf: |\n    apiVersion: kubeproxy.config.k8s.io/v1alpha1\n    kind: KubeProxyConfiguration\n    mode: ipvs\n    ipvs:\n      strictArp: true\n#     ^^^^^^^^^ warning resource/unknown-field\n',
    );
  });

  it("finds it in kubeadm's ConfigMap, K3s' and Talos' files", () => {
    check(`apiVersion: v1
kind: ConfigMap
metadata: { name: kube-proxy, namespace: kube-system }
data:
  config.conf: |
    kind: KubeProxyConfiguration
    mode: ipvs
    #     ^^^^ warning metallb/strict-arp: ${message}
${layer2}`);
    check(`# file: k3s/config.yaml
kube-proxy-arg: [proxy-mode=ipvs]
#                ^^^^^^^^^^^^^^^ warning metallb/strict-arp: kube-proxy runs in ipvs mode without ipvs-strict-arp (strictARP)…
disable: servicelb
# file: metallb.yaml
${layer2.slice(4)}`);
  });

  it('is silent in another mode, with strict ARP, and without layer 2', () => {
    check(proxy('mode: iptables') + layer2);
    check(proxy('mode: ipvs\nipvs: { strictARP: true }') + layer2);
    check(proxy('mode: ipvs'));
  });
});
