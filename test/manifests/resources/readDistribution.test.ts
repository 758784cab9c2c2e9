import assert from 'node:assert/strict';
import { locate } from '../../../src/manifests/locate.ts';
import { placeOf, type Place } from '../../../src/manifests/place.ts';
import { english } from '../../../src/base/message.ts';
import type { DistributionConfigurationResource, WrittenText } from '../../../src/manifests/resources/distribution.ts';
import { factsOf } from '../../support/cluster.ts';
import { problemsOf } from '../../support/reading.ts';

function configurationsIn(text: string, file?: string): readonly DistributionConfigurationResource[] {
  return factsOf(text, file)
    .flatMap(({ resources }) => resources)
    .filter((resource): resource is DistributionConfigurationResource => resource.type === 'DistributionConfiguration');
}

/** What it says, each text as it stands in the document. */
function sayings(config: DistributionConfigurationResource | undefined): Readonly<Record<string, unknown>> {
  if (config === undefined) return {};
  const written = ({ text, path }: WrittenText) => {
    const { start, end } = locate(placeOf(config, ...path));
    assert.equal(config.document.text.slice(start, end).replace(/^"(.*)"$/, '$1'), text);
    return text;
  };
  const said = {
    pods: config.podSubnets.map(written),
    services: config.serviceSubnets.map(written),
    dns: config.clusterDNS.map(written),
    domain: config.dnsDomain === undefined ? undefined : written(config.dnsDomain),
    ports: config.serviceNodePortRange === undefined ? undefined : written(config.serviceNodePortRange),
    nodes: config.nodeIPs.map(written),
    disabled: config.disabled,
    mode: config.proxyMode?.text,
  };
  return {
    of: config.distribution,
    ...Object.fromEntries(Object.entries(said).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0))),
  };
}

describe("a distribution's own configuration", () => {
  it('is read from kubeadm, the kubelet and kube-proxy', () => {
    const configs = configurationsIn(`apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
networking: { podSubnet: "10.70.0.0/16,fd00::/56", serviceSubnet: 10.71.0.0/16, dnsDomain: edge.local }
---
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
clusterDNS: [10.71.0.10]
clusterDomain: edge.local
---
apiVersion: kubeproxy.config.k8s.io/v1alpha1
kind: KubeProxyConfiguration
clusterCIDR: 10.70.0.0/16
mode: ipvs
---
apiVersion: kubeadm.k8s.io/v1beta4
kind: InitConfiguration
localAPIEndpoint: { advertiseAddress: 192.0.2.5 }
nodeRegistration:
  kubeletExtraArgs: [{ name: node-ip, value: 192.0.2.6 }]
`);
    assert.deepEqual(configs.map(sayings), [
      { of: 'kubeadm', pods: ['10.70.0.0/16,fd00::/56'], services: ['10.71.0.0/16'], domain: 'edge.local' },
      { of: 'kubelet', dns: ['10.71.0.10'], domain: 'edge.local' },
      { of: 'kube-proxy', pods: ['10.70.0.0/16'], mode: 'ipvs' },
      { of: 'kubeadm', nodes: ['192.0.2.5', '192.0.2.6'] },
    ]);
  });

  it('is read from the ConfigMaps that kubeadm keeps it in', () => {
    const map = (name: string, key: string, text: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: kube-system }\ndata:\n  ${key}: |\n${text}---\n`;
    const configs = configurationsIn(
      map('kube-proxy', 'config.conf', '    kind: KubeProxyConfiguration\n    clusterCIDR: 10.70.0.0/16\n    mode: ipvs\n') +
        map('kubelet-config', 'kubelet', '    kind: KubeletConfiguration\n    clusterDomain: edge.local\n') +
        map('kubeadm-config', 'ClusterConfiguration', '    networking: { podSubnet: 10.70.0.0/16 }\n'),
    );
    assert.deepEqual(configs.map(sayings), [
      { of: 'kube-proxy', pods: ['10.70.0.0/16'], mode: 'ipvs' },
      { of: 'kubelet', domain: 'edge.local' },
      { of: 'kubeadm', pods: ['10.70.0.0/16'] },
    ]);
  });

  it('is read from the launch configuration of MicroK8s', () => {
    const [config] = configurationsIn(
      'version: 0.1.0\nextraCNIEnv:\n  IPv4_CLUSTER_CIDR: 10.3.0.0/16\n  IPv4_SERVICE_CIDR: 10.4.0.0/24\naddons:\n- name: dns\n- { name: metallb, args: [10.5.0.1-10.5.0.9] }\n',
    );
    assert.deepEqual(sayings(config), { of: 'microk8s', pods: ['10.3.0.0/16'], services: ['10.4.0.0/24'] });
    assert.deepEqual(
      config?.loadBalancerRanges.map(({ text }) => text),
      ['10.5.0.1-10.5.0.9'],
    );
  });

  it("says how kube-proxy runs in K3s' and Talos' files", () => {
    const [k3s] = configurationsIn('kube-proxy-arg: [proxy-mode=ipvs, --ipvs-strict-arp=true]\n', 'k3s/config.yaml');
    assert.deepEqual([k3s?.proxyMode?.text, k3s?.strictARP], ['ipvs', true]);
    const [talos] = configurationsIn(
      'machine: { nodeLabels: { zone: a } }\ncluster: { controlPlane: { endpoint: "https://192.0.2.9:6443" }, proxy: { mode: ipvs, extraArgs: { ipvs-strict-arp: "false" } } }\n',
    );
    assert.deepEqual([talos?.proxyMode?.text, talos?.strictARP, talos?.nodeLabels], ['ipvs', false, { zone: 'a' }]);
    assert.deepEqual(
      talos?.controlPlaneEndpoints.map(({ text }) => text),
      ['https://192.0.2.9:6443'],
    );
  });

  it('has the addresses of the node whose file it is', () => {
    assert.deepEqual(configurationsIn('node-ip: "10.0.0.5,fd00::5"\nnode-external-ip: 203.0.113.5\n', 'k3s/config.yaml').map(sayings), [
      { of: 'k3s', nodes: ['10.0.0.5,fd00::5'] },
    ]);
  });

  const server =
    'cluster-cidr: 10.70.0.0/16\nservice-cidr: [10.71.0.0/16, "fd01::/112"]\ncluster-dns: 10.71.0.10\ncluster-domain: edge.local\nservice-node-port-range: 30000-31000\ndisable: [servicelb, traefik]\n';
  for (const file of ['hosts/a/k3s/config.yaml', 'config.yaml', 'k3s/config.yaml.d/network.yaml', 'rancher/k3s/config.yml']) {
    it(`is read from K3s' ${file}`, () => {
      assert.deepEqual(configurationsIn(server, file).map(sayings), [
        {
          of: 'k3s',
          pods: ['10.70.0.0/16'],
          services: ['10.71.0.0/16', 'fd01::/112'],
          dns: ['10.71.0.10'],
          domain: 'edge.local',
          ports: '30000-31000',
          disabled: ['servicelb', 'traefik'],
        },
      ]);
    });
  }

  it('is read from RKE2, whose files look the same', () => {
    assert.deepEqual(
      configurationsIn('disable: rke2-ingress-nginx,rke2-metrics-server\ndisable-kube-proxy: true\n', 'rke2/config.yaml').map(sayings),
      [{ of: 'rke2', disabled: ['rke2-ingress-nginx', 'rke2-metrics-server', 'kube-proxy'] }],
    );
    assert.deepEqual(configurationsIn('cni: calico\ncluster-cidr: 10.70.0.0/16\n', 'config.yaml').map(sayings), [
      { of: 'rke2', pods: ['10.70.0.0/16'] },
    ]);
  });

  for (const [text, file] of [
    ['write-kubeconfig-mode: "0644"\n', 'config.yaml'],
    ['cluster-cidr: 10.0.0.0/8\n', 'values.yaml'],
    ['- cluster-cidr: x\n', 'config.yaml'],
    ['a: b\n', 'src/k3s/config/other.yaml'],
    ['machine: lamp\ncluster: x\n', 'a.yaml'],
  ] as const) {
    it(`is not ${JSON.stringify(text)} in ${file}`, () => assert.deepEqual(factsOf(text, file)[0]?.resources, []));
  }

  it('is read from Talos, in both forms', () => {
    const configs = configurationsIn(`version: v1alpha1
machine: { type: controlplane, kubelet: { clusterDNS: [10.71.0.10] } }
cluster:
  network: { podSubnets: [10.70.0.0/16], serviceSubnets: [10.71.0.0/16], dnsDomain: edge.local }
---
apiVersion: v1alpha1
kind: KubeNetworkConfig
podSubnets: [10.72.0.0/16]
serviceSubnets: [10.73.0.0/16]
`);
    assert.deepEqual(configs.map(sayings), [
      { of: 'talos', pods: ['10.70.0.0/16'], services: ['10.71.0.0/16'], dns: ['10.71.0.10'], domain: 'edge.local' },
      { of: 'talos', pods: ['10.72.0.0/16'], services: ['10.73.0.0/16'] },
    ]);
  });

  it('says nothing with an empty text', () => {
    assert.deepEqual(
      configurationsIn('kind: ClusterConfiguration\napiVersion: kubeadm.k8s.io/v1beta3\nnetworking: { podSubnet: "", dnsDomain: }\n').map(
        sayings,
      ),
      [{ of: 'kubeadm' }],
    );
    assert.deepEqual(problemsOf('cluster-cidr: { a: b }\n', 'k3s/config.yaml'), [
      'resource/wrong-type: cluster-cidr must be a text. @ { a: b }',
    ]);
  });
});

describe('words that a distribution does not know', () => {
  const said = (text: string, file?: string) =>
    factsOf(text, file).flatMap(({ problems }) => problems.map(({ message, place }) => `${placeText(place)}: ${english.say(message)}`));
  const placeText = (place: Place) => {
    const { start, end } = locate(place);
    return place.document.text.slice(start, end);
  };

  it('are found in flannel-backend and disable of K3s where they are slips, and let be where they may be of somebody’s own', () => {
    assert.deepEqual(
      said('cluster-cidr: 10.42.0.0/16\nflannel-backend: vxlna\ndisable: [service-lb, my-addon, traefik]\n', 'k3s/config.yaml'),
      [
        'vxlna: K3s has no vxlna for flannel-backend. Did you mean vxlan?',
        'service-lb: K3s has no service-lb for disable. Did you mean servicelb?',
      ],
    );
    assert.deepEqual(said('cluster-cidr: 10.42.0.0/16\nflannel-backend: host-gw\ndisable: servicelb\n', 'k3s/config.yaml'), []);
    assert.deepEqual(said('cni: calcio\n', 'rke2/config.yaml'), ['calcio: RKE2 has no calcio for cni. Did you mean calico?']);
    assert.deepEqual(said('cni: [multus, canl]\n', 'rke2/config.yaml'), ['canl: RKE2 has no canl for cni. Did you mean canal?']);
    for (const lawful of ['cni: none\n', 'cni: multus,canal\n', 'cni: [multus, cilium]\n', 'cni: flannel\n'])
      assert.deepEqual(said(lawful, 'rke2/config.yaml'), []);
  });

  it('are told of once, however often a list is read', () => {
    assert.deepEqual(
      said(
        'cluster-cidr: 10.42.0.0/16\nkube-controller-manager-arg: [{}, node-cidr-mask-size=24]\nkube-proxy-arg: {}\n',
        'k3s/config.yaml',
      ),
      ['{}: kube-controller-manager-arg[0] must be a text.', '{}: kube-proxy-arg must be a text.'],
    );
  });

  it('are found where kube-proxy wants networks', () => {
    const proxy = (address: string) =>
      said(`apiVersion: kubeproxy.config.k8s.io/v1alpha1\nkind: KubeProxyConfiguration\nnodePortAddresses: [${address}]\n`);
    assert.deepEqual(proxy('10.0.0.5'), [
      '10.0.0.5: With 10.0.0.5 here kube-proxy does not start: a network such as 10.0.0.5/32 is meant, or the word primary.',
    ]);
    assert.deepEqual(proxy('"fd00::5"'), [
      '"fd00::5": With fd00::5 here kube-proxy does not start: a network such as fd00::5/128 is meant, or the word primary.',
    ]);
    assert.deepEqual(proxy('999.1.1.1'), [
      '999.1.1.1: With 999.1.1.1 here kube-proxy does not start: a network such as 10.0.0.0/24 is meant, or the word primary.',
    ]);
    assert.deepEqual([...proxy('10.0.0.0/24'), ...proxy('primary')], []);
  });
});
