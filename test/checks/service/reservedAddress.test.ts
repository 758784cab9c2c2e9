import assert from 'node:assert/strict';
import { check as checkAll, relatedTo } from '../../support/marks.ts';

const check = (text: string) => checkAll(text, { severities: { 'service/no-selector': 'off', 'dns/server-address': 'off' } });
const site = (spec: string) => `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: site }\nspec: ${spec}\n`;
const service = (name: string, ip: string, mark = '', namespace = 'shop', port = 80) =>
  `---\napiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec:\n  clusterIP: ${ip}\n${mark}  ports: [{ port: ${port} }]\n`;
const mark = (ip: string, text: string) => `  #          ${'^'.repeat(ip.length)} error service/reserved-address: ${text}\n`;

describe('service/reserved-address', () => {
  it('finds the two addresses of the device', () => {
    check(
      `${site('{ profile: azure-stack-edge }')}${service('web', '172.28.0.1', mark('172.28.0.1', 'Service shop/web asks for 172.28.0.1, which is the address of the API server (Service default/kubernetes). Ask for another one, or leave the field out.'))}`,
    );
    check(
      `${site('{ profile: azure-stack-edge }')}${service('web', '172.28.0.10', mark('172.28.0.10', "Service shop/web asks for 172.28.0.10, which is the address of the cluster's DNS service. Ask for another one, or leave the field out."))}`,
    );
  });

  it('finds those of a written subnet and DNS address, and shows where they are written', () => {
    const [finding] = check(
      `${site('{ serviceSubnet: 10.96.0.0/24, clusterDNS: 10.96.0.53 }')}${service('web', '10.96.0.53', mark('10.96.0.53', '…'))}`,
    );
    assert.deepEqual(
      relatedTo(finding).map((line) => line.split(' | ')[0]),
      ['10.96.0.53'],
    );
    check(`${site('{ serviceSubnet: 10.96.0.0/24 }')}${service('web', '10.96.0.1', mark('10.96.0.1', '…'))}`);
  });

  it('is reported once, at whoever took it, also where the DNS service so gets none (incident 49)', () => {
    check(
      `${site('{ profile: k3s }')}${service('web', '10.43.0.10', mark('10.43.0.10', '…'))}${service('kube-dns', '10.43.0.10', '', 'kube-system', 53)}`,
    );
  });

  it('is silent on the services that the addresses are for, on other addresses, and where nothing is known', () => {
    check(
      `${site('{ profile: k3s }')}${service('kubernetes', '10.43.0.1', '', 'default', 443)}${service('kube-dns', '10.43.0.10', '', 'kube-system', 53)}${service('web', '10.43.0.20')}`,
    );
    check(`${site('{ profile: k3s }').replace('k3s', 'custom')}${service('web', '10.43.0.10')}`);
    check(`${site('{ profile: k3s }')}${service('web', 'None')}`);
  });
});
