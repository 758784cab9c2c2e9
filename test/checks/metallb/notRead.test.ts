import { check } from '../../support/marks.ts';

const controller = (version: string, args = '[]') => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: controller, namespace: metallb-system }
spec:
  selector: { matchLabels: { component: controller } }
  template:
    metadata: { labels: { component: controller } }
    spec: { containers: [{ name: controller, image: "quay.io/metallb/controller:${version}", args: ${args} }] }
`;
const configMap = (name: string) => `apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}
  namespace: metallb-system
data:
  config: |
    address-pools:
    - name: lan
      protocol: layer2
      addresses: [192.168.40.200-192.168.40.220]
`;
const oldPool = (more = '') => `apiVersion: metallb.io/v1beta1
kind: AddressPool
${more}metadata: { name: lan, namespace: metallb-system }
spec: { protocol: layer2, addresses: [192.168.40.200-192.168.40.220] }
`;

describe('metallb/not-read', () => {
  it('finds the kind that is gone, unless MetalLB is as old', () => {
    check(
      oldPool(
        '#     ^^^^^^^^^^^ warning metallb/not-read: MetalLB reads no AddressPool any more (since 0.14), so that AddressPool metallb-system/lan gives no address. Write an IPAddressPool with these addresses, without protocol, and an L2Advertisement or BGPAdvertisement for it.\n',
      ),
    );
    check(oldPool() + controller('v0.13.7'));
  });

  it('finds the old ConfigMap beside what is read instead', () => {
    check(
      `${configMap(
        'config\n  #     ^^^^^^ warning metallb/not-read: MetalLB reads its pools from no ConfigMap any more (since 0.13), so that those of ConfigMap metallb-system/config give no address. Write them as IPAddressPool and L2Advertisement or BGPAdvertisement.',
      )}${controller('v0.14.9')}`,
    );
    check(configMap('config'));
    check(configMap('config') + controller('v0.12.1'));
  });

  it('finds a ConfigMap of another name, and asks the arguments for it', () => {
    check(
      configMap(
        'metallb-config\n  #     ^^^^^^^^^^^^^^ information metallb/not-read: MetalLB reads its pools from a ConfigMap named config (until 0.12, unless --config says otherwise), so that it passes over metallb-config. Since 0.13 it reads IPAddressPools alone.',
      ),
    );
    check(configMap('metallb-config') + controller('v0.12.1', '[--config=metallb-config]'));
  });
});
