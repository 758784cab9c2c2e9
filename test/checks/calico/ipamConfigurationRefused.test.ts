import { check } from '../../support/marks.ts';

const configuration = (spec: string, name = 'default') => `apiVersion: projectcalico.org/v3
kind: IPAMConfiguration
metadata: { name: ${name} }
spec:
${spec}
`;

describe('calico/ipam-configuration-refused', () => {
  it('underlines the field that Calico refuses', () => {
    check(
      configuration(`  maxBlocksPerHost: 4
  #                 ^ error calico/ipam-configuration-refused: Calico refuses IPAMConfiguration default. maxBlocksPerHost needs strictAffinity.`),
    );
    check(
      configuration(`  strictAffinity: false
  autoAllocateBlocks: false
  #                   ^^^^^ error calico/ipam-configuration-refused: Calico refuses IPAMConfiguration default. autoAllocateBlocks can be off only with strictAffinity.`),
    );
  });

  it('is silent on a configuration that Calico takes, and on one that has no name yet', () => {
    check(configuration('  strictAffinity: true\n  maxBlocksPerHost: 4'));
    check(configuration('  maxBlocksPerHost: 4').replace('metadata: { name: default }', 'metadata: {}'));
  });
});
