import assert from 'node:assert/strict';
import { factsOf, resourceOf } from '../../support/cluster.ts';
import { problemsOf } from '../../support/reading.ts';

describe('a configuration of AKS Edge Essentials', () => {
  it('is read from JSON', () => {
    const config = resourceOf(
      'AksEdgeConfiguration',
      JSON.stringify(
        {
          SchemaVersion: '1.16',
          DeploymentType: 'ScalableCluster',
          Arc: { ClusterName: 'store-42' },
          Init: { ServiceIPRangeStart: '192.168.77.60', ServiceIPRangeSize: 10 },
          Network: {
            NetworkPlugin: 'calico',
            ControlPlaneEndpointIp: '192.168.77.20',
            Ip4GatewayAddress: '192.168.77.1',
            Ip4PrefixLength: 24,
            DnsServers: ['192.168.77.1'],
          },
          Machines: [
            { LinuxNode: { ControlPlane: true, Ip4Address: '192.168.77.21' }, WindowsNode: { Ip4Address: '192.168.77.22' } },
            { LinuxNode: {} },
          ],
        },
        undefined,
        2,
      ),
    );
    const { metadata, apiVersion, kind, root, document, ...values } = config;
    assert.deepEqual([metadata.name, apiVersion, kind, root, document.file], ['store-42', '', 'AksEdgeConfiguration', [], 'a.yaml']);
    assert.deepEqual(values, {
      type: 'AksEdgeConfiguration',
      deploymentType: 'ScalableCluster',
      serviceIPRangeStart: '192.168.77.60',
      serviceIPRangeSize: 10,
      serviceIPRangeEnd: undefined,
      serviceIPRangeIn: 'Init',
      controlPlaneEndpointIp: '192.168.77.20',
      networkPlugin: 'calico',
      gateway: '192.168.77.1',
      prefixLength: 24,
      addressPrefix: undefined,
      dnsServers: ['192.168.77.1'],
      machines: [
        { linuxNode: { address: '192.168.77.21', controlPlane: true }, windowsNode: { address: '192.168.77.22', controlPlane: false } },
        { linuxNode: { address: undefined, controlPlane: false }, windowsNode: undefined },
      ],
    });
  });

  it('is read in the first shape, with the range under Network', () => {
    const config = resourceOf(
      'AksEdgeConfiguration',
      '{ "DeploymentType": "SingleMachineCluster", "Network": { "ServiceIPRangeStart": "192.168.0.4", "ServiceIPRangeEnd": "192.168.0.14", "Ip4AddressPrefix": "192.168.0.0/24" } }',
    );
    assert.deepEqual(
      [config.serviceIPRangeIn, config.serviceIPRangeStart, config.serviceIPRangeEnd, config.addressPrefix],
      ['Network', '192.168.0.4', '192.168.0.14', '192.168.0.0/24'],
    );
  });

  it('is not every file with a deployment type', () => {
    for (const text of ['{ "DeploymentType": "Blue" }', '{ "DeploymentType": {} }', 'DeploymentType: 1\n'])
      assert.deepEqual(factsOf(text)[0]?.resources, []);
  });

  it('says at its place what has the wrong type', () => {
    assert.deepEqual(problemsOf('{ "DeploymentType": "ScalableCluster", "Init": { "ServiceIPRangeSize": "ten" }, "Machines": [1] }'), [
      'resource/wrong-type: ServiceIPRangeSize must be a whole number. @ "ten"',
      'resource/wrong-type: Machines[0] must be a map. @ 1',
    ]);
  });
});
