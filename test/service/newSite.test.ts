import { expect } from 'chai';
import { describe, it } from 'mocha';
import { english } from '../../src/base/message.ts';
import { siteField, siteText, type SiteDraft, type SiteField } from '../../src/service/newSite.ts';
import { check } from '../support/marks.ts';

const known: SiteDraft = {
  name: 'store-42',
  subnet: '10.128.44.0/22',
  gateway: '10.128.44.1',
  nodeIPs: '10.128.44.241-10.128.44.243',
  serviceIPs: '10.128.44.244-10.128.44.250',
};
const unknown: SiteDraft = { name: 'a', subnet: '', gateway: '', nodeIPs: '', serviceIPs: '' };

function faultOf(field: SiteField, value: string, others: SiteDraft = known): string | undefined {
  return siteField({ ...others, [field]: value }, field, english).fault;
}

describe('a new site', () => {
  it('takes what the page of a device shows, and everything but the name may be unknown', () => {
    for (const field of ['name', 'subnet', 'gateway', 'nodeIPs', 'serviceIPs'] as const)
      expect(faultOf(field, known[field]), field).to.equal(undefined);
    for (const field of ['subnet', 'gateway', 'nodeIPs', 'serviceIPs'] as const) expect(faultOf(field, ''), field).to.equal(undefined);
    expect(faultOf('name', '')).to.match(/^A name consists of small letters/);
  });

  const slips: readonly (readonly [SiteField, string, string])[] = [
    ['name', 'Store 42', 'A name consists of small letters, digits, hyphens and dots, and begins and ends with a letter or a digit.'],
    ['subnet', '10.0.0', 'A subnet is an address and the length of its prefix, as in 192.168.10.0/24.'],
    ['subnet', '10.128.44.7/24', '10.128.44.7/24 is an address inside of the subnet 10.128.44.0/24.'],
    ['gateway', 'router', 'router is not an address.'],
    ['gateway', '10.0.0.1', '10.0.0.1 lies outside of the subnet 10.128.44.0/22.'],
    [
      'nodeIPs',
      '10.128.44.241',
      'A range is its first and its last address with a hyphen between them. Is 10.128.44.241-10.128.44.241 meant?',
    ],
    ['nodeIPs', 'a-b', 'A range is its first and its last address with a hyphen between them, as in 10.128.47.241-10.128.47.243.'],
    ['nodeIPs', '10.128.44.241-10.128.44.241', 'A device with one node needs two addresses here, and one more for each further node.'],
    ['nodeIPs', '10.128.44.1-10.128.44.3', 'The gateway 10.128.44.1 lies in this range.'],
    ['serviceIPs', '10.128.44.243-10.128.44.250', 'This range shares addresses with the Kubernetes node IPs 10.128.44.241-10.128.44.243.'],
    ['serviceIPs', '10.9.0.1-10.9.0.4', '10.9.0.1-10.9.0.4 lies outside of the subnet 10.128.44.0/22.'],
  ];
  for (const [field, value, fault] of slips)
    it(`says of ${field} ${value}: ${fault}`, () => {
      expect(faultOf(field, value)).to.equal(fault);
    });

  it('shows examples that could be typed as they are', () => {
    for (const subnet of ['', '10.128.44.0/22', '192.168.7.0/24', '10.0.0.0/26', 'fd00::/64'])
      for (const field of ['gateway', 'nodeIPs', 'serviceIPs'] as const) {
        const draft = { ...unknown, subnet };
        const { example } = siteField(draft, field, english);
        expect(siteField({ ...draft, [field]: example }, field, english).fault, `${subnet} ${field} ${example}`).to.equal(undefined);
      }
  });

  it('is written so that it is read back without a finding', () => {
    for (const draft of [known, unknown, { ...unknown, name: '42' }, { ...unknown, name: 'true', subnet: 'fd00::/64', gateway: 'fd00::1' }])
      expect(
        check(siteText(draft)).map(({ code }) => code),
        JSON.stringify(draft),
      ).to.deep.equal([]);
    expect(siteText(known)).to.equal(`apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata:
  name: store-42
  annotations:
    config.kubernetes.io/local-config: "true"
spec:
  profile: azure-stack-edge
  computeNetwork:
    subnet: 10.128.44.0/22
    gateway: 10.128.44.1
  kubernetesNodeIPs: 10.128.44.241-10.128.44.243
  kubernetesServiceIPs: 10.128.44.244-10.128.44.250
`);
    expect(siteText(unknown)).not.to.contain('computeNetwork');
  });
});
