import { check as checkAll } from '../../support/marks.ts';

const check = (text: string) => checkAll(text, { severities: { 'service/no-selector': 'off' } });
const site = (profile: string) =>
  `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: site }\nspec: { profile: ${profile} }\n`;
const service = (type: string, protocols: readonly string[], mark = '') =>
  `---\napiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec:\n  type: ${type}\n  ports:\n${protocols.map((protocol, index) => `  - { name: p${index}, port: ${index + 50}, protocol: ${protocol} }\n`).join('')}${mark}`;
const mark = '  #                                 ^^^ warning service/mixed-protocols: Service shop/web has ports of both TCP and UDP, …\n';

describe('service/mixed-protocols', () => {
  it('finds both in one LoadBalancer service of the device, at the first that differs', () => {
    check(`${site('azure-stack-edge')}${service('LoadBalancer', ['TCP', 'UDP'], mark)}`);
    check(`${site('azure-stack-edge')}${service('LoadBalancer', ['UDP', 'UDP', 'TCP'], mark)}`);
  });

  it('is silent on one protocol, on other types, and on other clusters', () => {
    check(`${site('azure-stack-edge')}${service('LoadBalancer', ['UDP', 'UDP'])}`);
    check(`${site('azure-stack-edge')}${service('ClusterIP', ['TCP', 'UDP'])}`);
    check(`${site('k3s')}${service('LoadBalancer', ['TCP', 'UDP'])}`);
  });
});
