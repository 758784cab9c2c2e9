import assert from 'node:assert/strict';
import { check as checkAll, fixed } from '../../support/marks.ts';

const check = (text: string) => checkAll(text, { severities: { 'service/no-selector': 'off' } });
const site = (profile: string) =>
  `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: site }\nspec: { profile: ${profile} }\n`;
const service = (port: number, mark = '', type = 'NodePort') =>
  `---\napiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec:\n  type: ${type}\n  ports:\n  - port: 80\n    nodePort: ${port}\n${mark}`;

describe('service/reserved-node-port', () => {
  it('finds the ports of the dashboard and of the registry, for both types that have node ports', () => {
    for (const type of ['NodePort', 'LoadBalancer']) {
      check(
        `${site('azure-stack-edge')}${service(31000, '    #         ^^^^^ error service/reserved-node-port: Service shop/web asks for node port 31000, which the device uses for its Kubernetes dashboard. Ask for another one, or leave the field out.\n', type)}`,
      );
      check(`${site('azure-stack-edge')}${service(31001, '    #         ^^^^^ error service/reserved-node-port\n', type)}`);
    }
  });

  it('removes the field', () => {
    const text = `${site('azure-stack-edge')}${service(31000)}`;
    assert.equal(fixed(text, 'Remove nodePort, so that the cluster chooses one'), text.replace('    nodePort: 31000\n', ''));
  });

  it('is silent on other ports and other profiles', () => {
    check(`${site('azure-stack-edge')}${service(31002)}`);
    check(`${site('k3s')}${service(31000)}`);
  });
});
