import { check as checkAll } from '../../support/marks.ts';

const check = (text: string) => checkAll(text, { severities: { 'service/no-selector': 'off' } });
const pool = (name: string, range: string) =>
  `---\napiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: { name: ${name}, namespace: metallb-system }\nspec: { addresses: [${range}] }\n`;
const rest = `---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: lan, namespace: metallb-system }
---
apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec: { serviceSubnet: "10.96.0.0/16,fd00:10:96::/112" }
`;
const dual = (policy: string) => `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  type: LoadBalancer
  ipFamilyPolicy: ${policy}
  ports: [{ port: 80 }]
`;
const v4 = pool('v4', '192.168.40.200-192.168.40.220');
const v6 = pool('v6', '"fd00:40::100-fd00:40::110"');

describe('service/one-family', () => {
  it('finds a service that prefers both families while they stand in two pools', () => {
    check(
      `${dual(
        'PreferDualStack\n  #               ^^^^^^^^^^^^^^^ information service/one-family: Service shop/web prefers both families and gets IPv4 only: MetalLB takes both addresses from one pool, and v4 has no IPv6, while v6 has (fd00:40::100-fd00:40::110). Put ranges of both families into one pool.',
      )}${v4}${v6}${rest}`,
    );
  });

  it('is silent where one pool has both, where no pool has the other, and where one family is asked for', () => {
    check(dual('PreferDualStack') + pool('both', '192.168.40.200-192.168.40.220, "fd00:40::100-fd00:40::110"') + rest);
    check(dual('PreferDualStack') + v4 + rest);
    check(dual('SingleStack') + v4 + v6 + rest);
  });
});

describe('service/no-addresses', () => {
  const web =
    '---\napiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec: { type: LoadBalancer, ports: [{ port: 80 }] }\n';
  const aks = (init: string) => `"DeploymentType": SingleMachineCluster\nInit:\n  ${init}\nMachines: [{ LinuxNode: {} }]\n`;

  it('finds a configuration that reserves none, and a service that waits for one', () => {
    check(
      `${aks('ServiceIPRangeSize: 0\n  #                   ^ warning service/no-addresses: ServiceIPRangeSize is 0, so that AKS Edge Essentials reserves no address for services. Without an external address stays: Service shop/web. Set ServiceIPRangeSize (and ServiceIPRangeStart).')}${web}`,
    );
  });

  it('is silent where there are some, and where nobody asks', () => {
    check(aks('{ ServiceIPRangeSize: 10 }') + web);
    check(aks('{ ServiceIPRangeSize: 0 }'));
  });
});
