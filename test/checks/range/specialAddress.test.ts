import assert from 'node:assert/strict';
import { check, fixed, fixTitles, relatedTo } from '../../support/marks.ts';

const site = (spec: string) => `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec:
  profile: custom
${spec}
`;
const lan = site('  computeNetwork: { subnet: 192.168.10.0/24, gateway: 192.168.10.1, reservedIPs: [192.168.10.5] }');
const pool = (entry: string, mark = '', more = '') => `---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec:
${more}  addresses:
  - ${entry}
${mark}`;
const advertised = (kind: string) => `---
apiVersion: metallb.io/v1beta1
kind: ${kind}
metadata: { name: all, namespace: metallb-system }
`;

describe('range/special-address', () => {
  it('says once of a pool that is the whole LAN what all it hands out', () => {
    const [finding] = check(
      lan +
        pool(
          '192.168.10.0/24',
          '  # ^^^^^^^^^^^^^^^ error range/special-address: 4 addresses of IPAddressPool metallb-system/lan 192.168.10.0/24 must not be given away: 192.168.10.0 (network address of 192.168.10.0/24), 192.168.10.1 (gateway), 192.168.10.5 (reserved address), 192.168.10.255 (broadcast address of 192.168.10.0/24). Leave them out of the range.\n',
        ),
    );
    assert.equal(relatedTo(finding).length, 4);
    assert.equal(relatedTo(finding)[1], '192.168.10.1 | gateway 192.168.10.1');
  });

  it('splits a pool around an address', () => {
    const findings = check(
      lan +
        pool(
          '192.168.10.2-192.168.10.9',
          '  # ^^^^^^^^^^^^^^^^^^^^^^^^^ error range/special-address: One address of IPAddressPool metallb-system/lan 192.168.10.2-192.168.10.9 must not be given away: 192.168.10.5 (reserved address). Leave it out of the range.\n',
        ),
    );
    assert.deepEqual(fixTitles(findings), ['* Write 192.168.10.2-192.168.10.4 and 192.168.10.6-192.168.10.9']);
    const right = lan + pool('192.168.10.2-192.168.10.4\n  - 192.168.10.6-192.168.10.9');
    assert.equal(fixed(lan + pool('192.168.10.2-192.168.10.9')), right);
    check(right);
  });

  it('cuts an address off the end, and of three parts offers the largest', () => {
    assert.equal(fixed(lan + pool('192.168.10.250-192.168.10.255')), lan + pool('192.168.10.250-192.168.10.254'));
    assert.equal(fixed(lan + pool('192.168.10.254/31')), lan + pool('192.168.10.254/32'));
    const more = lan.replace('192.168.10.5]', '192.168.10.5, 192.168.10.99]');
    assert.equal(
      fixed(more + pool('192.168.10.0/24'), 'Write 192.168.10.100-192.168.10.254, the largest part without them'),
      more + pool('192.168.10.100-192.168.10.254'),
    );
  });

  it('finds gateway and reserved addresses in the ranges of the device page', () => {
    const text = (range: string, mark = '') =>
      site(`  computeNetwork: { subnet: 10.0.0.0/24, gateway: 10.0.0.9, reservedIPs: [10.0.0.7] }
  kubernetesServiceIPs: ${range}${mark}`);
    check(
      text(
        '10.0.0.5-10.0.0.9',
        `
  #                     ^^^^^^^^^^^^^^^^^ error range/special-address: 2 addresses of Kubernetes external service IPs 10.0.0.5-10.0.0.9 must not be given away: 10.0.0.7 (reserved address), 10.0.0.9 (gateway). Leave them out of the range.`,
      ),
    );
    assert.equal(fixed(text('10.0.0.5-10.0.0.9')), text('10.0.0.5-10.0.0.6'));
    check(
      site(`
  computeNetwork: { subnet: 10.0.0.0/24 }
  kubernetesNodeIPs: 10.0.0.0-10.0.0.3
  #                  ^^^^^^^^^^^^^^^^^ error range/special-address: One address of Kubernetes node IPs 10.0.0.0-10.0.0.3 must not be given away: 10.0.0.0 (network address of 10.0.0.0/24). Leave it out of the range.`),
    );
  });

  it('finds addresses of the device and its virtual IPs', () => {
    check(`device:
  vips:
  - { type: ACS, address: 10.40.8.41 }
  network:
    interfaces:
    - { name: Port2, iPv4: { address: 10.40.8.20, subnetMask: 255.255.252.0, gateway: 10.40.8.1 } }
    vSwitches:
    - name: vs
      interfaces: [Port2]
      enabledForCompute: true
      ipAddressPools:
      - name: KubernetesServiceIPs
        ipAddressRange: 10.40.8.40-10.40.8.47
        #               ^^^^^^^^^^^^^^^^^^^^^ error range/special-address: One address of Kubernetes external service IPs 10.40.8.40-10.40.8.47 must not be given away: 10.40.8.41 (virtual IP of ACS). Leave it out of the range.
`);
  });

  it('weighs less for a pool that gives nothing of itself', () => {
    check(
      lan +
        pool(
          '192.168.10.1/32',
          '  # ^^^^^^^^^^^^^^^ warning range/special-address: One address of IPAddressPool metallb-system/lan 192.168.10.1/32 must not be given away: 192.168.10.1 (gateway). Leave it out of the range.\n',
          '  autoAssign: false\n',
        ),
    );
  });

  it('is silent on .0 and .255 where the pool avoids them or a larger subnet has them inside, and where only routers hear of the pool', () => {
    check(lan + pool('192.168.10.252-192.168.10.255', '', '  avoidBuggyIPs: true\n'));
    check(site('  computeNetwork: { subnet: 10.0.0.0/22 }') + pool('10.0.0.250-10.0.1.10'));
    check(lan + pool('192.168.10.254/31') + advertised('BGPAdvertisement'));
  });

  it('guesses where no LAN subnet is written, from layer 2 alone', () => {
    const findings = check(
      pool(
        '192.168.10.0/24',
        '  # ^^^^^^^^^^^^^^^ information range/special-address: Services may get 192.168.10.0, 192.168.10.255 from IPAddressPool metallb-system/lan 192.168.10.0/24, which many networks keep for themselves. Where the network begins or ends there, nobody is reached at it.\n',
      ) + advertised('L2Advertisement'),
    );
    assert.deepEqual(fixTitles(findings), ['Write 192.168.10.1-192.168.10.254']);
    check(pool('192.168.10.0/24'));
    check(pool('192.168.10.0/24') + advertised('L2Advertisement') + advertised('BGPAdvertisement'));
    check(pool('192.168.10.0/24', '', '  autoAssign: false\n') + advertised('L2Advertisement'));
    check(pool('192.168.10.10-192.168.10.20') + advertised('L2Advertisement'));
  });
});
