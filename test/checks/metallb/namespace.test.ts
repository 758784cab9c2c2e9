import assert from 'node:assert/strict';
import { check, fixed, fixTitles } from '../../support/marks.ts';

const object = (kind: string, name: string, namespace: string | undefined, mark = '') => `---
apiVersion: metallb.io/v1beta1
kind: ${kind}
metadata:
  name: ${name}
${namespace === undefined ? '' : `  namespace: ${namespace}\n`}${mark}spec: ${kind === 'IPAddressPool' ? '{ addresses: [10.0.0.4/30] }' : '{}'}
`;
const pool = object('IPAddressPool', 'lan', 'metallb-system');

describe('metallb/namespace', () => {
  it('says once where MetalLB runs if all of its objects are in default', () => {
    const inDefault = (kind: string, mark = '') =>
      `apiVersion: metallb.io/v1beta1\nkind: ${kind}\nmetadata:\n  name: a\n  namespace: default\n${mark}spec: ${kind === 'IPAddressPool' ? '{ addresses: [192.168.1.240-192.168.1.250] }' : '{}'}\n`;
    check(
      `${inDefault('IPAddressPool', '#            ^^^^^^^ information metallb/namespace: All objects of MetalLB are in namespace default. If it was installed from its manifests, it runs in metallb-system, and reads none of them.\n')}---\n${inDefault('L2Advertisement')}`,
    );
    check(`${inDefault('IPAddressPool')}---\n${inDefault('L2Advertisement')}`.replaceAll('default', 'lan'));
  });

  it('finds every kind of MetalLB object in another namespace, and writes the right one (incident 24)', () => {
    for (const kind of ['IPAddressPool', 'L2Advertisement', 'BGPAdvertisement', 'Community', 'BFDProfile']) {
      const text = `${pool}${object(kind, 'other', 'shop', `  #          ^^^^ warning metallb/namespace: MetalLB runs in namespace metallb-system and reads nothing elsewhere, so it ignores ${kind} shop/other. Write metallb-system here.\n`)}`;
      assert.deepEqual(fixTitles(check(text)), ['* Write metallb-system']);
    }
    assert.equal(
      fixed(`${pool}${object('L2Advertisement', 'other', 'shop')}`),
      `${pool}${object('L2Advertisement', 'other', 'metallb-system')}`,
    );
  });

  it('goes by the controller, where its manifest is there', () => {
    const controller = `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: controller, namespace: network, labels: { app: metallb, component: controller } }
spec: { selector: { matchLabels: { a: b } }, template: { metadata: { labels: { a: b } }, spec: { containers: [] } } }
`;
    check(`${controller}${object('IPAddressPool', 'lan', 'network')}`);
    check(`${controller}${object('IPAddressPool', 'lan', 'metallb-system', '  #          ^^^^^^^^^^^^^^ warning metallb/namespace\n')}`);
  });

  it('hints once a file at objects that name no namespace, and writes it in all of them', () => {
    const [bare, advertisement] = [
      object('IPAddressPool', 'wan', undefined).replace('10.0.0.4', '10.0.1.4'),
      object('L2Advertisement', 'wan', undefined),
    ];
    const findings = check(
      `${pool}# file: b.yaml\n${bare.replace('name: wan\n', 'name: wan\n  #     ^^^ hint metallb/namespace: IPAddressPool wan and 1 more MetalLB object of this file name no namespace. MetalLB reads its objects in metallb-system only, and ignores them elsewhere. Write the namespace. (kubectl, Kustomize or Helm may set it when the manifest is applied.)\n')}${advertisement}`,
    );
    assert.deepEqual(fixTitles(findings), ['* Write namespace metallb-system']);
    const named = (text: string) => text.replace('name: wan\n', 'name: wan\n  namespace: metallb-system\n');
    assert.equal(fixed(`${pool}# file: b.yaml\n${bare}${advertisement}`), `${named(bare)}${named(advertisement)}`);
    assert.deepEqual(fixTitles(check(bare.replace('name: wan\n', 'name: wan\n  #     ^^^ hint metallb/namespace\n'))), [
      'Write namespace metallb-system',
    ]);
  });

  it('is silent on objects where they belong, and on a device that configures MetalLB itself', () => {
    check(`${pool}${object('L2Advertisement', 'lan', 'metallb-system')}`);
    check(
      `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: site }\nspec: { profile: azure-stack-edge }\n${object('IPAddressPool', 'lan', undefined).replace('kind: IPAddressPool', 'kind: IPAddressPool\n#     ^^^^^^^^^^^^^ warning metallb/device-owns-pool')}`,
    );
  });
});
