import assert from 'node:assert/strict';
import { check, fixed, fixTitles } from '../../support/marks.ts';

const site = (spec: string) => `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec:
  profile: custom
${spec}
`;

describe('range/not-private', () => {
  it('finds the slip 172.168 for 172.16, and offers what reads alike', () => {
    const findings = check(
      site(`  podSubnet: 172.168.0.0/16
  #          ^^^^^^^^^^^^^^ warning range/not-private: The addresses of pod subnet 172.168.0.0/16 are not for private use: they belong to others on the internet, whom pods then cannot reach. Take a network of 10.0.0.0/8, 172.16.0.0/12 or 192.168.0.0/16.`),
    );
    assert.deepEqual(fixTitles(findings), ['Write 172.16.0.0/16', 'Write 192.168.0.0/16']);
    assert.equal(fixed(site('  podSubnet: 172.168.0.0/16')), site('  podSubnet: 172.16.0.0/16'));
  });

  it('offers nothing that another range of the site has', () => {
    assert.deepEqual(
      fixTitles(
        check(
          site(`  computeNetwork: { subnet: 192.168.1.0/24 }
  podSubnet: 172.168.0.0/16
  #          ^^^^^^^^^^^^^^ warning range/not-private`),
        ),
      ),
      ['Write 172.16.0.0/16'],
    );
  });

  it('finds it once where pod subnet and Calico pool say the same, and corrects both', () => {
    const text = (cidr: string, mark = '') => `${site(`  podSubnet: ${cidr}${mark}`)}---
apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: pods }
spec: { cidr: ${cidr} }
`;
    check(text('172.168.0.0/16', '\n  #          ^^^^^^^^^^^^^^ warning range/not-private'));
    assert.equal(fixed(text('172.168.0.0/16')), text('172.16.0.0/16'));
  });

  it('finds networks that are private only in part, and an IPv6 service subnet of the internet', () => {
    check(
      site(`  podSubnet: 172.0.0.0/8
  #          ^^^^^^^^^^^ warning range/not-private
  serviceSubnet: 2a00:1450::/112
  #              ^^^^^^^^^^^^^^^ information range/not-private`),
    );
  });

  for (const subnet of [
    '10.1.0.0/16',
    '172.31.0.0/16',
    '192.168.0.0/16',
    '100.64.0.0/10',
    '198.18.0.0/16',
    '240.0.0.0/8',
    'fd00::/48',
    '2a00:1450::/48',
  ]) {
    it(`is silent on pods in ${subnet}`, () => check(site(`  podSubnet: ${subnet}`)));
  }

  it('leaves MetalLB pools, LAN and external networks alone, which may be public', () => {
    check(`${site('  computeNetwork: { subnet: 8.8.8.0/24 }\n  externalNetworks: [{ name: x, subnet: 9.9.9.0/24 }]')}---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec: { addresses: [8.8.8.10-8.8.8.20] }
`);
  });
});
