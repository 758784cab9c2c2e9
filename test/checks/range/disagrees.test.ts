import assert from 'node:assert/strict';
import { check, fixed, fixTitles, relatedTo } from '../../support/marks.ts';
import { checkWorkspace } from '../../support/renderedWorkspace.ts';

const kubeadm = (pods: string, mark = '') => `apiVersion: kubeadm.k8s.io/v1beta3
kind: ClusterConfiguration
networking:
  podSubnet: ${pods}
${mark}---
`;
const pool = (cidr: string, mark = '', more = '') => `apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: pods }
spec:
  cidr: ${cidr}
${mark}${more}---
`;
const site = (spec: string) => `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec:
  profile: custom
${spec}
---
`;

describe('range/disagrees', () => {
  it('finds a Calico pool outside the pod subnet of kubeadm, and offers both ways', () => {
    const text = (pods: string, cidr: string, mark = '') => kubeadm(pods) + pool(cidr, mark);
    const findings = check(
      text(
        '10.244.0.0/16',
        '192.168.0.0/16',
        "  #     ^^^^^^^^^^^^^^ warning range/disagrees: The pod subnet 10.244.0.0/16 of test.yaml does not contain IPPool pods 192.168.0.0/16. Calico's pools must be part of it.\n",
      ),
    );
    assert.deepEqual(relatedTo(findings[0]), ['10.244.0.0/16 | pod subnet 10.244.0.0/16']);
    assert.deepEqual(fixTitles(findings), ['Write 10.244.0.0/16 here', 'Write 192.168.0.0/16 there']);
    assert.equal(fixed(text('10.244.0.0/16', '192.168.0.0/16')), text('10.244.0.0/16', '10.244.0.0/16'));
    assert.equal(fixed(text('10.244.0.0/16', '192.168.0.0/16'), 'Write 192.168.0.0/16 there'), text('192.168.0.0/16', '192.168.0.0/16'));
  });

  it('finds a pool that reaches beyond the pod subnet', () => {
    check(
      site('  podSubnet: 10.244.0.0/17') +
        pool(
          '10.244.0.0/16',
          "  #     ^^^^^^^^^^^^^ warning range/disagrees: The pod subnet 10.244.0.0/17 of EdgeNetwork site does not contain IPPool pods 10.244.0.0/16. Calico's pools must be part of it.\n",
        ),
    );
  });

  it('is an information against what a profile implies', () => {
    check(`apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec: { profile: k3s }
---
${pool('192.168.0.0/16', "  #     ^^^^^^^^^^^^^^ information range/disagrees: The pod subnet 10.42.0.0/16 (implied by profile k3s) does not contain IPPool pods 192.168.0.0/16. Calico's pools must be part of it.\n")}`);
  });

  it('finds a distribution that gives its subnets otherwise than the EdgeNetwork', () => {
    check(`${site('  podSubnet: 10.1.0.0/16\n  serviceSubnet: 10.2.0.0/16')}apiVersion: kubeadm.k8s.io/v1beta3
kind: ClusterConfiguration
networking:
  podSubnet: 10.3.0.0/16
  #          ^^^^^^^^^^^ warning range/disagrees: Here stands pod subnet 10.3.0.0/16, but 10.1.0.0/16 in EdgeNetwork site. Only one can be right.
  serviceSubnet: 10.2.0.0/16
`);
  });

  it('finds the pod CIDR of a node outside the pod subnet', () => {
    const node = (cidr: string, mark = '') => `apiVersion: v1\nkind: Node\nmetadata: { name: a }\nspec:\n  podCIDRs:\n  - ${cidr}\n${mark}`;
    check(
      site('  podSubnet: 10.50.0.0/16') +
        node(
          '10.77.0.0/24',
          '  # ^^^^^^^^^^^^ warning range/disagrees: The pod subnet 10.50.0.0/16 of EdgeNetwork site does not contain the pod CIDR of Node a 10.77.0.0/24: the controller that gives the nodes their pod ranges refuses to start.\n',
        ),
    );
    check(site('  podSubnet: 10.50.0.0/16') + node('10.50.3.0/24'));
    check(node('10.77.0.0/24'));
  });

  it('finds node and service IPs that the device gives otherwise', () => {
    const device = (
      nodes: string,
    ) => `{ "device": { "network": { "vSwitches": [ { "name": "vs", "enabledForCompute": true, "ipAddressPools": [
  { "name": "KubernetesNodeIPs", "ipAddressRange": "${nodes}" } ] } ] } } }
`;
    const findings = check(`
# file: site.yaml
${site(`  kubernetesNodeIPs: 10.0.0.5-10.0.0.6
  #                  ^^^^^^^^^^^^^^^^^ warning range/disagrees: Here stands Kubernetes node IPs 10.0.0.5-10.0.0.6, but 10.0.0.7-10.0.0.8 in device.json. The device does what its own file says.`)}
# file: device.json
${device('10.0.0.7-10.0.0.8')}`);
    assert.deepEqual(fixTitles(findings), ['Write 10.0.0.7-10.0.0.8 here', 'Write 10.0.0.5-10.0.0.6 there']);
    check(`\n# file: site.yaml\n${site('  kubernetesNodeIPs: 10.0.0.7-10.0.0.8')}\n# file: device.json\n${device('10.0.0.7-10.0.0.8')}`);
  });

  it('takes any of several subnets of a device, and leaves a pool that is part of the pod subnet, disabled or for LoadBalancer alone', () => {
    check(kubeadm('10.244.0.0/16') + pool('10.244.64.0/18'));
    check(kubeadm('10.244.0.0/16') + pool('192.168.0.0/16', '', '  disabled: true\n'));
    check(kubeadm('10.244.0.0/16') + pool('192.168.0.0/16', '', '  allowedUses: [LoadBalancer]\n'));
    check(kubeadm('10.244.0.0/16') + pool('fd00:1::/64'));
  });

  it('leaves a pool that Calico refuses to its own finding, and files of several clusters in one folder alone', () => {
    check(kubeadm('10.244.0.0/16') + pool('192.168.0.0/28', '  #     ^^^^^^^^^^^^^^ error calico/pool-refused\n'));
    check(`\n# file: a.yaml\n${kubeadm('10.244.0.0/16')}\n# file: b.yaml\n${kubeadm('10.1.0.0/16')}`, { rule: 'together' });
  });

  const proxy = (cidr: string, mark = '') =>
    `apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nclusterCIDR: ${cidr}\n${mark}---\n`;

  it('finds a kube-proxy that is told of other pods than kubeadm, in one folder', () => {
    const text = (mark = '') => kubeadm('10.200.0.0/16') + proxy('10.244.0.0/16', mark);
    checkWorkspace(
      text(
        '#            ^^^^^^^^^^^^^ warning range/disagrees: Here stands pod subnet 10.244.0.0/16, but 10.200.0.0/16 in test.yaml. Only one can be right.\n',
      ),
    );
  });

  it('finds it in the ConfigMaps of a running cluster', () => {
    const map = (name: string, key: string, text: string, mark = '') =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: kube-system }\ndata:\n  ${key}: |\n${text}${mark}---\n`;
    checkWorkspace(
      map(
        'kubeadm-config',
        'ClusterConfiguration',
        '    apiVersion: kubeadm.k8s.io/v1beta3\n    kind: ClusterConfiguration\n    networking: { podSubnet: 10.200.0.0/16 }\n',
      ) +
        map(
          'kube-proxy',
          'config.conf',
          '    apiVersion: kubeproxy.config.k8s.io/v1alpha1\n    kind: KubeProxyConfiguration\n    clusterCIDR: 10.244.0.0/16\n',
          '#                ^^^^^^^^^^^^^ warning range/disagrees: …\n',
        ),
    );
  });

  it('finds a flannel that has other pods than kubeadm', () => {
    const flannel = (network: string, mark = '') =>
      `apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\nnetworking: { podSubnet: 10.244.0.0/16 }\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: { name: kube-flannel-cfg, namespace: kube-flannel }\ndata:\n  net-conf.json: |\n    { "Network": "${network}", "Backend": { "Type": "vxlan" } }\n${mark}`;
    check(
      flannel(
        '10.200.0.0/16',
        '#                 ^^^^^^^^^^^^^ warning range/disagrees: Here stands pod subnet 10.200.0.0/16, but 10.244.0.0/16 in test.yaml. Only one can be right.\n',
      ),
    );
    check(flannel('10.244.0.0/16'));
  });

  it('leaves a kube-proxy that is told of more, folders apart, and several of one kind beside each other', () => {
    checkWorkspace(kubeadm('10.244.0.0/16') + proxy('10.0.0.0/8'));
    checkWorkspace(kubeadm('10.244.0.0/16,fd00::/64') + proxy('10.244.0.0/16'));
    checkWorkspace(`# file: a/kubeadm.yaml\n${kubeadm('10.200.0.0/16')}# file: b/proxy.yaml\n${proxy('10.244.0.0/16')}`);
    checkWorkspace(`${kubeadm('10.200.0.0/16')}${proxy('10.244.0.0/16')}${proxy('10.201.0.0/16')}`);
  });
});
