import assert from 'node:assert/strict';
import { resourceOf } from '../../support/cluster.ts';
import { problemsOf } from '../../support/reading.ts';

describe('a Calico manifest', () => {
  it('IPPool: takes every field, whichever of the two groups it is of', () => {
    for (const apiVersion of ['projectcalico.org/v3', 'crd.projectcalico.org/v1']) {
      const pool = resourceOf(
        'IPPool',
        `
apiVersion: ${apiVersion}
kind: IPPool
metadata: { name: pods, creationTimestamp: "2024-01-01T00:00:00Z" }
spec:
  cidr: 10.1.0.0/16
  blockSize: 27
  ipipMode: Always
  vxlanMode: Never
  natOutgoing: true
  disabled: true
  disableBGPExport: true
  nodeSelector: zone == "a"
  namespaceSelector: all()
  allowedUses: [Workload]
  assignmentMode: Manual
status:
  conditions: [{ type: Allocatable, status: "False" }]
`,
      );
      const { document, ...values } = pool;
      assert.equal(document.file, 'a.yaml');
      assert.deepEqual(values, {
        apiVersion,
        kind: 'IPPool',
        root: [],
        type: 'IPPool',
        metadata: { name: 'pods', namespace: undefined, labels: {}, annotations: {}, deleting: false, controller: undefined },
        cidr: '10.1.0.0/16',
        blockSize: 27,
        ipipMode: 'Always',
        vxlanMode: 'Never',
        natOutgoing: true,
        disabled: true,
        disableBGPExport: true,
        nodeSelector: 'zone == "a"',
        namespaceSelector: 'all()',
        allowedUses: ['Workload'],
        assignmentMode: 'Manual',
        allocatable: false,
        created: '2024-01-01T00:00:00Z',
      });
    }
  });

  it("IPPool: has Calico's defaults; a block size of 0 is none", () => {
    const pool = resourceOf('IPPool', 'apiVersion: projectcalico.org/v3\nkind: IPPool\nspec: { blockSize: 0 }');
    assert.deepEqual(
      [pool.cidr, pool.blockSize, pool.natOutgoing, pool.disabled, pool.disableBGPExport, pool.allowedUses, pool.allocatable],
      [undefined, undefined, undefined, false, false, undefined, undefined],
    );
  });

  it('IPReservation: takes its CIDRs', () => {
    const text = 'apiVersion: projectcalico.org/v3\nkind: IPReservation\nspec: { reservedCIDRs: [10.0.0.1, " 10.0.0.0/30 "] }';
    assert.deepEqual(resourceOf('IPReservation', text).reservedCIDRs, ['10.0.0.1', ' 10.0.0.0/30 ']);
  });

  it("IPAMConfiguration: goes by both names and has Calico's defaults", () => {
    const kinds = [
      ['projectcalico.org/v3', 'IPAMConfiguration'],
      ['crd.projectcalico.org/v1', 'IPAMConfig'],
    ];
    for (const [apiVersion, kind] of kinds) {
      const { strictAffinity, autoAllocateBlocks, maxBlocksPerHost, ipCooldownSeconds } = resourceOf(
        'IPAMConfiguration',
        `apiVersion: ${apiVersion}\nkind: ${kind}\nspec: {}`,
      );
      assert.deepEqual(
        { strictAffinity, autoAllocateBlocks, maxBlocksPerHost, ipCooldownSeconds },
        { strictAffinity: false, autoAllocateBlocks: true, maxBlocksPerHost: 0, ipCooldownSeconds: 0 },
      );
    }
    const written = resourceOf(
      'IPAMConfiguration',
      'apiVersion: projectcalico.org/v3\nkind: IPAMConfiguration\nspec: { strictAffinity: true, autoAllocateBlocks: false, maxBlocksPerHost: 4 }',
    );
    assert.deepEqual([written.strictAffinity, written.autoAllocateBlocks, written.maxBlocksPerHost], [true, false, 4]);
  });

  it('Installation: tells no pools from pools that are not written', () => {
    const installation = (spec: string) =>
      resourceOf('Installation', `apiVersion: operator.tigera.io/v1\nkind: Installation\nspec: ${spec}`).ipPools;
    assert.equal(installation('{}'), undefined);
    assert.equal(installation('{ calicoNetwork: { ipPools: } }'), undefined);
    assert.deepEqual(installation('{ calicoNetwork: { ipPools: [] } }'), []);
    assert.deepEqual(
      installation(
        '{ calicoNetwork: { ipPools: [{ cidr: 10.0.0.0/16, encapsulation: VXLAN, natOutgoing: Enabled, disableNewAllocations: true }] } }',
      ),
      [
        {
          name: undefined,
          cidr: '10.0.0.0/16',
          blockSize: undefined,
          encapsulation: 'VXLAN',
          natOutgoing: 'Enabled',
          nodeSelector: undefined,
          allowedUses: undefined,
          assignmentMode: undefined,
          disableNewAllocations: true,
          disableBGPExport: false,
        },
      ],
    );
  });

  it('Installation: takes what decides about the network plugin', () => {
    const { kubernetesProvider, cniType, ipamType, bgp } = resourceOf(
      'Installation',
      'apiVersion: operator.tigera.io/v1\nkind: Installation\nspec: { kubernetesProvider: EKS, cni: { type: Calico, ipam: { type: HostLocal } }, calicoNetwork: { bgp: Disabled } }',
    );
    assert.deepEqual(
      { kubernetesProvider, cniType, ipamType, bgp },
      { kubernetesProvider: 'EKS', cniType: 'Calico', ipamType: 'HostLocal', bgp: 'Disabled' },
    );
  });

  it('IPAMBlock: takes its owner, what is in use and the order of what is not', () => {
    for (const apiVersion of ['projectcalico.org/v3', 'crd.projectcalico.org/v1']) {
      const block = (spec: string) => resourceOf('IPAMBlock', `apiVersion: ${apiVersion}\nkind: IPAMBlock\nspec: ${spec}`);
      const { cidr, affinity, allocated, unallocated } = block(
        '{ cidr: 10.0.0.0/30, affinity: "host:a", allocations: [null, 0, null, 1], unallocated: [2, 0] }',
      );
      assert.deepEqual(
        { cidr, affinity, allocated, unallocated },
        { cidr: '10.0.0.0/30', affinity: 'host:a', allocated: [1, 3], unallocated: [2, 0] },
      );
      assert.equal(block('{ affinity: "" }').affinity, undefined);
    }
  });

  it('OpenShift Network: takes the pod subnets', () => {
    const text =
      'apiVersion: config.openshift.io/v1\nkind: Network\nspec: { clusterNetwork: [{ cidr: 10.128.0.0/14, hostPrefix: 23 }, { hostPrefix: 23 }] }';
    assert.deepEqual(resourceOf('OpenShiftNetwork', text).clusterNetwork, ['10.128.0.0/14']);
  });

  it('says at its place what has the wrong type', () => {
    assert.deepEqual(
      problemsOf(`
apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: pods }
spec:
  cidr: [10.0.0.0/16]
  blockSize: large
  natOutgoing: 1
  allowedUses: Workload
  nodeSelector: { a: b }
`),
      [
        'resource/wrong-type: cidr must be a text. @ [10.0.0.0/16]',
        'resource/wrong-type: blockSize must be a whole number. @ large',
        'resource/wrong-type: natOutgoing must be true or false. @ 1',
        'resource/wrong-type: nodeSelector must be a text. @ { a: b }',
        'resource/wrong-type: allowedUses must be a list. @ Workload',
      ],
    );
    assert.deepEqual(
      problemsOf(
        'apiVersion: operator.tigera.io/v1\nkind: Installation\nspec: { calicoNetwork: { ipPools: [10.0.0.0/16, { cidr: 10.1.0.0/16 }] } }',
      ),
      ['resource/wrong-type: ipPools[0] must be a map. @ 10.0.0.0/16'],
    );
  });
});
