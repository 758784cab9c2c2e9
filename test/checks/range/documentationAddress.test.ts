import assert from 'node:assert/strict';
import { check, relatedTo } from '../../support/marks.ts';

const pool = (entry: string, mark = '') => `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec:
  addresses:
  - ${entry}
${mark}`;

describe('range/documentation-address', () => {
  for (const [entry, network] of [
    ['192.0.2.10-192.0.2.20', '192.0.2.0/24'],
    ['198.51.100.0/28', '198.51.100.0/24'],
    ['203.0.113.7/32', '203.0.113.0/24'],
    ['2001:db8::/120', '2001:db8::/32'],
  ] as const) {
    it(`finds ${entry}`, () => {
      check(
        pool(
          entry,
          `  # ${'^'.repeat(entry.length)} hint range/documentation-address: The addresses of IPAddressPool metallb-system/lan ${entry} lie in ${network}, which is kept for documentation. Write addresses of the site.\n`,
        ),
      );
    });
  }

  it('says it once of a manifest, however many of its addresses are such', () => {
    const [finding] = check(`apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec:
  profile: custom
  computeNetwork:
    subnet: 192.0.2.0/24
    #       ^^^^^^^^^^^^ hint range/documentation-address: The addresses of LAN subnet 192.0.2.0/24 lie in 192.0.2.0/24, which is kept for documentation. Write addresses of the site.
    gateway: 192.0.2.1
  kubernetesNodeIPs: 192.0.2.30-192.0.2.31
`);
    assert.deepEqual(relatedTo(finding), [
      '192.0.2.1 | gateway 192.0.2.1',
      '192.0.2.30-192.0.2.31 | Kubernetes node IPs 192.0.2.30-192.0.2.31',
    ]);
  });

  it('knows the sample of MicroK8s to the letter, where no LAN subnet is written', () => {
    check(
      pool(
        '10.64.140.43-10.64.140.49',
        '  # ^^^^^^^^^^^^^^^^^^^^^^^^^ hint range/documentation-address: The addresses of IPAddressPool metallb-system/lan 10.64.140.43-10.64.140.49 are the sample of the MicroK8s documentation.…\n',
      ),
    );
    check(pool('10.64.140.43-10.64.140.48'));
    check(`${pool('10.64.140.43-10.64.140.49')}---
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec: { profile: custom, computeNetwork: { subnet: 10.64.140.0/24 } }
`);
  });

  it('is silent on what only begins alike, and on networks around such a one', () => {
    for (const entry of ['192.0.3.0/28', '192.0.0.0/16', '198.51.101.0/24', 'fd00::/120']) check(pool(entry));
  });
});
