import { check as checkAll } from '../../support/marks.ts';

const check = (text: string) => checkAll(text, { severities: { 'range/outside-subnet': 'off' } });
const site = (profile: string) =>
  `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: site }\nspec: { profile: ${profile} }\n`;
const object = (kind: string, spec: string, mark = '') =>
  `---\napiVersion: metallb.io/v1beta1\nkind: ${kind}\n${mark}metadata: { name: lan, namespace: metallb-system }\nspec: ${spec}\n`;
const legacy = (mark = '') => `---
apiVersion: v1
kind: ConfigMap
${mark}metadata: { name: config, namespace: metallb-system }
data:
  config: |
    address-pools:
    - { name: lan, protocol: layer2, addresses: [10.0.0.4/30] }
`;

describe('metallb/device-owns-pool', () => {
  it('finds what a user of the device cannot apply', () => {
    check(
      `${site('azure-stack-edge')}${object('IPAddressPool', '{ addresses: [10.0.0.4/30] }', '#     ^^^^^^^^^^^^^ warning metallb/device-owns-pool: IPAddressPool metallb-system/lan cannot be applied: …\n')}${object('L2Advertisement', '{}', '#     ^^^^^^^^^^^^^^^ warning metallb/device-owns-pool\n')}`,
    );
    check(
      `${site('azure-stack-edge')}${legacy('#     ^^^^^^^^^ warning metallb/device-owns-pool: ConfigMap metallb-system/config cannot be applied: …\n')}`,
    );
  });

  it('is silent on other profiles', () => {
    for (const profile of ['k3s', 'custom', 'aks-edge-essentials'])
      check(`${site(profile)}${object('IPAddressPool', '{ addresses: [10.0.0.4/30] }')}${object('L2Advertisement', '{}')}`);
  });
});
