import { check as checkAll } from '../../support/marks.ts';

const check = (text: string) => checkAll(text, { severities: { 'service/no-selector': 'off' } });
const site = 'apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: site }\nspec: { profile: k3s }\n---\n';
const service = (name: string, port: string, more = '') =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: shop }\nspec:\n  type: LoadBalancer\n${more}  ports:\n  - port: ${port}\n---\n`;

describe('service/servicelb-port', () => {
  it('finds the ports that Traefik holds', () => {
    check(
      `${site}${service('web', '80\n    #     ^^ error service/servicelb-port: ServiceLB of K3s gives a LoadBalancer service the ports of the nodes themselves, each to one service. Port 80 is held by Traefik, which K3s installs: Service shop/web stays pending. Use another port or an Ingress, or turn Traefik off (disable: traefik).')}`,
    );
  });

  it('finds a port that another service holds', () => {
    check(
      `${site}${service('a', '9000')}${service('b', '9000\n    #     ^^^^ error service/servicelb-port: ServiceLB of K3s gives a LoadBalancer service the ports of the nodes themselves, each to one service. Port 9000 is held by Service shop/a: Service shop/b stays pending.')}`,
    );
  });

  it('is silent where somebody else serves them, where Traefik is turned off, and about other ports', () => {
    check(site + service('web', '8088'));
    check(site + service('web', '80', '  loadBalancerClass: example.com/lb\n'));
    check(service('web', '80'));
    check(`# file: k3s/config.yaml\ndisable: [traefik]\n# file: web.yaml\n${service('web', '80')}`);
    check(`# file: k3s/config.yaml\ndisable: [servicelb]\n# file: web.yaml\n${service('web', '80')}`);
    check(
      `${site}${service('web', '80')}apiVersion: metallb.io/v1beta1\nkind: L2Advertisement\nmetadata: { name: lan, namespace: metallb-system }\n---\napiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: { name: lan, namespace: metallb-system }\nspec: { addresses: [192.168.40.200-192.168.40.220] }\n`,
    );
  });
});
