import assert from 'node:assert/strict';
import { poolResourceFaults } from '../../../src/engine/calico/poolValidity.ts';
import { formatPath } from '../../../src/manifests/place.ts';
import { resourceOf } from '../../support/cluster.ts';

function faults(spec: string, metadata = 'name: p'): readonly string[] {
  return poolResourceFaults(
    resourceOf('IPPool', `apiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata: { ${metadata} }\nspec: { ${spec} }\n`),
  ).map(({ path }) => formatPath(path));
}

describe('an IPPool', () => {
  const tables: readonly [spec: string, faulty: readonly string[]][] = [
    ['cidr: 10.0.0.0/26', []],
    ['cidr: 10.0.0.0/27', ['spec.cidr']],
    ['cidr: 10.0.0.0/27, disabled: true', []],
    ['cidr: 10.0.0.0/27, blockSize: 27', []],
    ['cidr: 10.0.0.0/16, blockSize: 0', []],
    ['cidr: "fd00::/122"', []],
    ['cidr: "fd00::/123"', ['spec.cidr']],
    ['cidr: 0.0.0.0/0', ['spec.cidr']],
    ['cidr: 10.0.0.1/24', ['spec.cidr']],
    ['cidr: nonsense', ['spec.cidr']],
    ['blockSize: 26', ['spec.cidr']],
    ['cidr: 10.0.0.1', ['spec.cidr']],
    ['cidr: 10.0.0.0/16, blockSize: 20', []],
    ['cidr: 10.0.0.0/16, blockSize: 19', ['spec.blockSize']],
    ['cidr: 10.0.0.0/16, blockSize: 33', ['spec.blockSize']],
    ['cidr: "fd00::/64", blockSize: 116', []],
    ['cidr: "fd00::/64", blockSize: 115', ['spec.blockSize']],
    ['cidr: 169.254.1.0/24', ['spec.cidr']],
    ['cidr: 169.0.0.0/8', ['spec.cidr']],
    ['cidr: "fe80::/64"', ['spec.cidr']],
    ['cidr: 10.0.0.0/16, ipipMode: Always', []],
    ['cidr: 10.0.0.0/16, ipipMode: always', ['spec.ipipMode']],
    ['cidr: 10.0.0.0/16, vxlanMode: CrossSubnet', []],
    ['cidr: 10.0.0.0/16, ipipMode: Always, vxlanMode: Never', []],
    ['cidr: 10.0.0.0/16, ipipMode: Always, vxlanMode: CrossSubnet', ['spec.vxlanMode']],
    ['cidr: "fd00::/64", ipipMode: Always', ['spec.ipipMode']],
    ['cidr: "fd00::/64", vxlanMode: Always', []],
    ['cidr: 10.0.0.0/16, allowedUses: [Workload, Tunnel]', []],
    ['cidr: 10.0.0.0/16, allowedUses: [Pods]', ['spec.allowedUses']],
    ['cidr: 10.0.0.0/16, allowedUses: [LoadBalancer]', []],
    ['cidr: 10.0.0.0/16, allowedUses: [LoadBalancer], nodeSelector: all()', []],
    ['cidr: 10.0.0.0/16, allowedUses: [LoadBalancer, Workload]', ['spec.allowedUses']],
    ['cidr: 10.0.0.0/16, allowedUses: [LoadBalancer], ipipMode: Always', ['spec.allowedUses']],
    ['cidr: 10.0.0.0/16, allowedUses: [LoadBalancer], disableBGPExport: true', ['spec.disableBGPExport']],
    ['cidr: 10.0.0.0/16, allowedUses: [LoadBalancer], nodeSelector: "all( )"', ['spec.nodeSelector']],
    ['cidr: 10.0.0.0/16, allowedUses: [Tunnel], namespaceSelector: has(a)', ['spec.allowedUses']],
    ['cidr: 10.0.0.0/16, namespaceSelector: has(a)', []],
    ['cidr: 10.0.0.0/16, assignmentMode: Manual', []],
    ['cidr: 10.0.0.0/16, assignmentMode: ""', ['spec.assignmentMode']],
    ['cidr: 10.0.0.0/16, nodeSelector: "a = 1"', ['spec.nodeSelector']],
    ['cidr: 10.0.0.0/16, nodeSelector: global()', ['spec.nodeSelector']],
    ['cidr: 10.0.0.0/16, namespaceSelector: "has(a) || global()"', ['spec.namespaceSelector']],
    [`cidr: 10.0.0.0/16, nodeSelector: 'a == "${'x'.repeat(1024)}"'`, ['spec.nodeSelector']],
  ];
  for (const [spec, faulty] of tables) {
    it(`with ${spec.length > 80 ? `${spec.slice(0, 80)}…` : spec} is ${faulty.length === 0 ? 'accepted' : `refused for ${faulty.join()}`}`, () =>
      assert.deepEqual(faults(spec), faulty));
  }

  it('follows the rules for names, labels and annotations', () => {
    assert.deepEqual(faults('cidr: 10.0.0.0/16', 'name: Upper'), ['metadata.name']);
    assert.deepEqual(faults('cidr: 10.0.0.0/16', 'name: p, labels: { Example.com/a: b }').length, 1);
    assert.deepEqual(faults('cidr: 10.0.0.0/16', 'name: p, labels: { a: "b c" }').length, 1);
    assert.deepEqual(faults('cidr: 10.0.0.0/16', 'name: p, annotations: { Example.com/a: "b c" }'), []);
    assert.deepEqual(faults('cidr: 10.0.0.0/16', 'name: p, annotations: { a/b/c: d }').length, 1);
  });
});
