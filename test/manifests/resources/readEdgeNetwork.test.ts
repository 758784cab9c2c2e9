import assert from 'node:assert/strict';
import { locate } from '../../../src/manifests/locate.ts';
import { placeOf } from '../../../src/manifests/place.ts';
import { factsOf, resourceOf } from '../../support/cluster.ts';
import { problemsOf } from '../../support/reading.ts';

const edgeNetwork = (spec: string) =>
  `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: store-42 }\nspec:\n${spec.replace(/^/gm, '  ')}\n`;

describe('an EdgeNetwork manifest', () => {
  it('is read field by field, as written', () => {
    const { apiVersion, kind, metadata, document, root, ...values } = resourceOf(
      'EdgeNetwork',
      edgeNetwork(`profile: azure-stack-edge
computeNetwork:
  subnet: 10.128.44.0/22
  gateway: 10.128.44.1
  dhcpRanges: [10.128.45.0-10.128.45.255]
  reservedIPs: [10.128.44.5]
kubernetesNodeIPs: 10.128.44.241-10.128.44.243
kubernetesServiceIPs: 10.128.44.244-10.128.44.250
podSubnet: 172.27.0.0/16,fd00::/64
serviceSubnet: 172.28.0.0/16
dnsDomain: cluster.local
clusterDNS: 172.28.0.10
nodes:
  - { name: master, role: control-plane }
  - { name: worker-1, labels: { zone: a }, ips: [10.128.44.243] }
externalNetworks:
  - { name: head office, subnet: 10.0.0.0/16 }
manifests: [../../apps]
serviceNodePortRange: 30000-31000
loadBalancerClass: metallb`),
    );
    assert.deepEqual([apiVersion, kind, metadata.name, document.file, root], ['edgenetwork/v1', 'EdgeNetwork', 'store-42', 'a.yaml', []]);
    assert.deepEqual(values, {
      type: 'EdgeNetwork',
      profile: 'azure-stack-edge',
      subnet: '10.128.44.0/22',
      gateway: '10.128.44.1',
      dhcpRanges: ['10.128.45.0-10.128.45.255'],
      reservedIPs: ['10.128.44.5'],
      kubernetesNodeIPs: '10.128.44.241-10.128.44.243',
      kubernetesServiceIPs: '10.128.44.244-10.128.44.250',
      podSubnet: '172.27.0.0/16,fd00::/64',
      serviceSubnet: '172.28.0.0/16',
      dnsDomain: 'cluster.local',
      clusterDNS: '172.28.0.10',
      nodes: [
        { name: 'master', role: 'control-plane', labels: {}, ips: [] },
        { name: 'worker-1', role: undefined, labels: { zone: 'a' }, ips: ['10.128.44.243'] },
      ],
      externalNetworks: [{ name: 'head office', subnet: '10.0.0.0/16' }],
      manifests: ['../../apps'],
      podNetwork: undefined,
      serviceNodePortRange: '30000-31000',
      loadBalancerClass: 'metallb',
    });
  });

  it('may say nothing at all', () => {
    const { profile, nodes, dhcpRanges, manifests, subnet } = resourceOf('EdgeNetwork', 'apiVersion: edgenetwork/v1\nkind: EdgeNetwork\n');
    assert.deepEqual(
      { profile, nodes, dhcpRanges, manifests, subnet },
      { profile: undefined, nodes: undefined, dhcpRanges: [], manifests: [], subnet: undefined },
    );
  });

  it('may give its nodes as a number', () => {
    assert.equal(resourceOf('EdgeNetwork', edgeNetwork('nodes: 3')).nodes, 3);
  });

  const faults: readonly (readonly [spec: string, problem: string])[] = [
    [
      'profile: azure',
      'There is no profile "azure"; the profiles are azure-stack-edge, aks-edge-essentials, k3s, microk8s, kubeadm, talos, custom. @ azure',
    ],
    ['nodes: three', 'nodes must be a whole number. @ three'],
    ['nodes: -1', 'nodes must be a list of nodes or their number. @ -1'],
    ['nodes: { name: a }', 'nodes must be a list of nodes or their number. @ { name: a }'],
    ['nodes: [master]', 'nodes[0] must be a map. @ master'],
    ['computeNetwork: 10.0.0.0/8', 'computeNetwork must be a map. @ 10.0.0.0/8'],
    ['computeNetwork: { dhcpRanges: 10.0.0.1-10.0.0.2 }', 'dhcpRanges must be a list. @ 10.0.0.1-10.0.0.2'],
    ['kubernetesNodeIPs: [10.0.0.1-10.0.0.2]', 'kubernetesNodeIPs must be a text. @ [10.0.0.1-10.0.0.2]'],
    ['manifests: ../apps', 'manifests must be a list. @ ../apps'],
  ];
  for (const [spec, problem] of faults) {
    it(`is understood but for one field: ${spec}`, () => {
      const text = edgeNetwork(`${spec}\ndnsDomain: edge.local`);
      assert.deepEqual(problemsOf(text), [`resource/wrong-type: ${problem}`]);
      const [resource] = factsOf(text)[0]?.resources ?? [];
      assert.ok(resource?.type === 'EdgeNetwork');
      assert.equal(resource.dnsDomain, 'edge.local');
    });
  }
});

describe('an Azure Stack Edge device configuration', () => {
  const json = JSON.stringify(
    {
      device: {
        deviceInfo: { name: 'store-42', nodes: [{ name: 'ND1' }] },
        network: {
          dhcpPolicy: 'AttemptRenew',
          interfaces: [
            {
              name: 'Port2',
              nodeName: 'ND1',
              isDhcpEnabled: false,
              iPv4: { address: '10.40.8.20', subnetMask: '255.255.252.0', gateway: '10.40.8.1' },
            },
          ],
          vSwitches: [
            {
              name: 'vs-compute',
              interfaces: ['Port2'],
              enabledForCompute: true,
              ipAddressPools: [
                { name: 'KubernetesNodeIPs', ipAddressRange: '10.40.9.30-10.40.9.31' },
                { name: 'KubernetesServiceIPs', ipAddressRange: '10.40.9.40-10.40.9.47' },
              ],
            },
            { name: 'old', interfaceName: 'Port3' },
          ],
          virtualNetworks: [
            {
              name: 'vnet',
              network: '10.50.0.0',
              subnetMask: '255.255.0.0',
              gateway: '10.50.0.1',
              enabledForKubernetes: true,
              ipAddressPools: [{ name: 'VirtualMachineIPs', ipAddressRange: '10.50.0.5-10.50.0.9' }],
            },
          ],
        },
        vips: [{ type: 'ACS', address: '10.40.8.9' }],
      },
    },
    undefined,
    2,
  );

  it('is read from JSON, with places counted from its root', () => {
    const device = resourceOf('DeviceConfiguration', json);
    assert.equal(device.metadata.name, 'store-42');
    assert.deepEqual(device.interfaces, [
      { name: 'Port2', nodeName: 'ND1', isDhcpEnabled: false, address: '10.40.8.20', subnetMask: '255.255.252.0', gateway: '10.40.8.1' },
    ]);
    assert.deepEqual(device.vSwitches, [
      {
        name: 'vs-compute',
        interfaces: ['Port2'],
        enabledForCompute: true,
        ipAddressPools: [
          { name: 'KubernetesNodeIPs', ipAddressRange: '10.40.9.30-10.40.9.31' },
          { name: 'KubernetesServiceIPs', ipAddressRange: '10.40.9.40-10.40.9.47' },
        ],
      },
      { name: 'old', interfaces: ['Port3'], enabledForCompute: false, ipAddressPools: [] },
    ]);
    assert.deepEqual(device.virtualNetworks, [
      {
        name: 'vnet',
        network: '10.50.0.0',
        subnetMask: '255.255.0.0',
        gateway: '10.50.0.1',
        enabledForKubernetes: true,
        ipAddressPools: [{ name: 'VirtualMachineIPs', ipAddressRange: '10.50.0.5-10.50.0.9' }],
      },
    ]);
    assert.deepEqual([device.nodes, device.vips], [['ND1'], [{ type: 'ACS', address: '10.40.8.9' }]]);
    const { start, end } = locate(placeOf(device, 'device', 'network', 'vSwitches', 0, 'ipAddressPools', 1, 'ipAddressRange'));
    assert.equal(device.document.text.slice(start, end), '"10.40.9.40-10.40.9.47"');
  });

  it('may hold a part only', () => {
    const device = resourceOf(
      'DeviceConfiguration',
      '{ "device": { "network": { "vSwitches": [] } }, "deviceInfo": { "nodes": ["A", "B"] } }',
    );
    assert.deepEqual([device.metadata.name, device.nodes, device.interfaces], ['', ['A', 'B'], []]);
  });

  it('is not any file with a device in it', () => {
    for (const text of ['device: /dev/sda\n', 'device: { name: lamp, network: home }\n', '{ "device": { "network": { "ssid": "x" } } }'])
      assert.deepEqual(factsOf(text)[0]?.resources, []);
  });

  it('says at its place what has the wrong type', () => {
    assert.deepEqual(
      problemsOf(
        '{ "device": { "network": { "interfaces": [{ "name": "Port2", "isDhcpEnabled": "no", "iPv4": "10.0.0.1" }], "vSwitches": {} } } }',
      ),
      [
        'resource/wrong-type: iPv4 must be a map. @ "10.0.0.1"',
        'resource/wrong-type: isDhcpEnabled must be true or false. @ "no"',
        'resource/wrong-type: vSwitches must be a list. @ {}',
      ],
    );
  });
});
