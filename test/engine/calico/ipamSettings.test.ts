import assert from 'node:assert/strict';
import { ipamConfigurationFault, ipamSettingsOf } from '../../../src/engine/calico/ipamSettings.ts';
import { clusterOf, resourceOf } from '../../support/cluster.ts';

const yaml = (spec: string, name = 'default') =>
  `apiVersion: projectcalico.org/v3\nkind: IPAMConfiguration\nmetadata: { name: ${name} }\nspec: { ${spec} }\n`;

describe('an IPAMConfiguration', () => {
  const cases: readonly [spec: string, fault: string | undefined][] = [
    ['', undefined],
    ['strictAffinity: true', undefined],
    ['strictAffinity: true, autoAllocateBlocks: false', undefined],
    ['strictAffinity: true, maxBlocksPerHost: 1000000', undefined],
    ['maxBlocksPerHost: 0, ipCooldownSeconds: 1200', undefined],
    ['autoAllocateBlocks: false', 'spec.autoAllocateBlocks'],
    ['strictAffinity: false, autoAllocateBlocks: false', 'spec.autoAllocateBlocks'],
    ['maxBlocksPerHost: 1', 'spec.maxBlocksPerHost'],
    ['strictAffinity: true, maxBlocksPerHost: 1000001', 'spec.maxBlocksPerHost'],
    ['strictAffinity: true, maxBlocksPerHost: -1', 'spec.maxBlocksPerHost'],
    ['ipCooldownSeconds: 1201', 'spec.ipCooldownSeconds'],
    ['ipCooldownSeconds: -1', 'spec.ipCooldownSeconds'],
  ];
  for (const [spec, fault] of cases) {
    it(`with { ${spec} } is ${fault === undefined ? 'accepted' : `refused for ${fault}`}`, () =>
      assert.equal(ipamConfigurationFault(resourceOf('IPAMConfiguration', yaml(spec)))?.path.join('.'), fault));
  }

  it('must be named default', () =>
    assert.equal(ipamConfigurationFault(resourceOf('IPAMConfiguration', yaml('', 'other')))?.path.join('.'), 'metadata.name'));

  it('has no effect when it is refused', () => {
    const defaults = { strictAffinity: false, autoAllocateBlocks: true, maxBlocksPerHost: 0, hasCooldown: false };
    assert.deepEqual(ipamSettingsOf(clusterOf(yaml('autoAllocateBlocks: false, ipCooldownSeconds: 5'))), defaults);
    assert.deepEqual(ipamSettingsOf(clusterOf(yaml('strictAffinity: true'), yaml('maxBlocksPerHost: 3'))), {
      ...defaults,
      strictAffinity: true,
    });
    assert.deepEqual(ipamSettingsOf(clusterOf()), defaults);
  });

  it('may be the IPAMConfig of the older group', () => {
    const text = yaml('strictAffinity: true, maxBlocksPerHost: 4, ipCooldownSeconds: 1')
      .replace('projectcalico.org/v3', 'crd.projectcalico.org/v1')
      .replace('IPAMConfiguration', 'IPAMConfig');
    assert.deepEqual(ipamSettingsOf(clusterOf(text)), {
      strictAffinity: true,
      autoAllocateBlocks: true,
      maxBlocksPerHost: 4,
      hasCooldown: true,
    });
  });
});
