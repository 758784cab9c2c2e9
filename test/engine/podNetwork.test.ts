import assert from 'node:assert/strict';
import { formatAddress } from '../../src/base/ip.ts';
import { allocate } from '../../src/engine/allocate.ts';
import { networkOf } from '../../src/engine/network.ts';
import { podNetworkOf } from '../../src/engine/podNetwork.ts';
import { clusterOf, factsOf } from '../support/cluster.ts';

const site = (spec: string) => `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: site }\nspec: { ${spec} }\n`;
const flannel =
  'apiVersion: apps/v1\nkind: DaemonSet\nmetadata: { name: kube-flannel-ds, namespace: kube-flannel }\nspec: { selector: { matchLabels: { app: f } }, template: { metadata: { labels: { app: f } }, spec: { containers: [{ name: f, image: f }] } } }\n';
const pool = 'apiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata: { name: pods }\nspec: { cidr: 10.42.0.0/16 }\n';
const of = (...texts: readonly string[]) => {
  const cluster = clusterOf(...texts);
  return podNetworkOf(cluster, networkOf(cluster, 'custom'));
};

describe('the pod network', () => {
  const tables: readonly [title: string, texts: readonly string[], expected: string][] = [
    ['is flannel on K3s', [site('profile: k3s')], 'flannel'],
    ['is flannel on Talos', [site('profile: talos')], 'flannel'],
    ['is flannel on AKS Edge Essentials', [site('profile: aks-edge-essentials')], 'flannel'],
    ['is Calico on Azure Stack Edge and MicroK8s', [site('profile: azure-stack-edge')], 'calico'],
    ['is Calico where its manifests stand', [site('profile: k3s'), pool], 'calico'],
    ['is what the EdgeNetwork says', [site('profile: k3s, podNetwork: cilium')], 'unknown'],
    ['is flannel where its DaemonSet stands', [site('profile: kubeadm, podSubnet: 10.244.0.0/16'), flannel], 'flannel'],
  ];
  for (const [title, texts, expected] of tables) it(title, () => assert.equal(of(...texts), expected));

  it('is what the files of K3s and RKE2 say', () => {
    const told = (path: string, text: string) => {
      const cluster = { name: 'test', root: '', resources: factsOf(text, path).flatMap(({ resources }) => resources), unknowns: [] };
      return podNetworkOf(cluster, networkOf(cluster, 'custom'));
    };
    assert.equal(told('etc/k3s/config.yaml', 'cluster-cidr: 10.42.0.0/16\nflannel-backend: none\n'), 'unknown');
    assert.equal(told('etc/k3s/config.yaml', 'cluster-cidr: 10.42.0.0/16\nflannel-backend: wireguard-native\n'), 'flannel');
    assert.equal(told('etc/rke2/config.yaml', 'cluster-cidr: 10.42.0.0/16\ncni: [multus, calico]\n'), 'calico');
    assert.equal(told('etc/rke2/config.yaml', 'cluster-cidr: 10.42.0.0/16\n'), 'flannel');
  });

  it('gives pods the addresses of their node from the second on, and makes no pool', () => {
    const node = (name: string) => `apiVersion: v1\nkind: Node\nmetadata: { name: ${name} }\n`;
    const pod = (name: string, on: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name}, annotations: { cni.projectcalico.org/ipAddrs: '["10.42.0.9"]' } }\nspec: { nodeName: ${on}, containers: [{ name: c, image: c }] }\n`;
    const { pods, ipPools } = allocate(clusterOf(site('profile: k3s'), node('a'), node('b'), pod('p', 'a'), pod('q', 'a'), pod('r', 'b')));
    assert.deepEqual(
      pods.map(({ ips }) => ips.map(formatAddress).join()),
      ['10.42.0.2', '10.42.0.3', '10.42.1.2'],
    );
    assert.deepEqual(ipPools, []);
  });
});
