import { check } from '../../support/marks.ts';

const pool = (spec: string) => `apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: pods }
spec:
${spec}
`;

describe('calico/pool-refused', () => {
  it('underlines each field that Calico refuses', () => {
    check(
      pool(`  cidr: 10.48.0.0/28
  #     ^^^^^^^^^^^^ error calico/pool-refused: Calico refuses IPPool pods. 10.48.0.0/28 is smaller than one block (/26).`),
    );
    check(
      pool(`  cidr: 10.48.0.0/16
  blockSize: 33
  #          ^^ error calico/pool-refused: Calico refuses IPPool pods. Block size 33 is not between 20 and 32.
  vxlanMode: Sometimes
  #          ^^^^^^^^^ error calico/pool-refused: Calico refuses IPPool pods. "Sometimes" is not one of Never, Always and CrossSubnet.`),
    );
  });

  it('leaves the text of the CIDR and overlaps to their own findings', () => {
    check(pool('  cidr: 10.48.0\n  #     ^^^^^^^ error range/invalid'));
    check(pool('  cidr: 10.48.0.1/16\n  #     ^^^^^^^^^^^^ error range/host-bits'));
  });

  it('finds pools of an Installation that Calico refuses', () => {
    check(`apiVersion: operator.tigera.io/v1
kind: Installation
metadata: { name: default }
spec:
  calicoNetwork:
    ipPools:
    - cidr: 10.48.0.0/28
      #     ^^^^^^^^^^^^ error calico/pool-refused
`);
  });

  it('is silent on a pool that Calico takes, and on one that has no name yet', () => {
    check(pool('  cidr: 10.48.0.0/16'));
    check(pool('  cidr: 10.48.0.0/16').replace('metadata: { name: pods }', 'metadata: {}'));
  });
});
