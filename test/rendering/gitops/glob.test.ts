import { expect } from 'chai';
import { globOfArgo } from '../../../src/rendering/gitops/argo/glob.ts';

describe('A glob of Argo CD', () => {
  const names = Array.from({ length: 60 }, (_, index) => `network-policy-that-allows-monitoring-to-reach-application-${index}.yaml`);

  it('takes a long list of files, with what stands around it', () => {
    const matches = globOfArgo(`{${names.join(',')}}`);
    expect(names.every(matches)).to.equal(true);
    expect(matches('network-policy.yaml')).to.equal(false);
    const inFolder = globOfArgo(`policies/{${names.join(',')}}*`);
    expect(inFolder(`policies/${names[59] ?? ''}`)).to.equal(true);
    expect(inFolder(names[59] ?? '')).to.equal(false);
  });

  it('takes lists in a long list, sets and escaped characters', () => {
    const matches = globOfArgo(`{${names.join(',')},{a,b}.y{a,}ml,[,}]x,\\{y\\,}`);
    for (const text of ['a.yaml', 'b.yml', ',x', '}x', '{y,']) expect(matches(text), text).to.equal(true);
    for (const text of ['c.yaml', 'y', '{y']) expect(matches(text), text).to.equal(false);
  });

  it('matches nothing that it cannot read', () => {
    expect(globOfArgo('{a')('a')).to.equal(false);
    expect(globOfArgo(`{${names.join(',')}`)(names[0] ?? '')).to.equal(false);
  });
});
