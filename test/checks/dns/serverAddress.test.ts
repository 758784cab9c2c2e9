import assert from 'node:assert/strict';
import { check, fixed, fixTitles, relatedTo } from '../../support/marks.ts';

const k3s = (subnet: string, dns: string, mark = '') => `# file: k3s/config.yaml\nservice-cidr: ${subnet}\ncluster-dns: ${dns}\n${mark}`;
const network = (lines: string) => `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: store }\nspec:\n${lines}`;

describe('dns/server-address', () => {
  it('finds an address outside the service subnet and writes the tenth of it', () => {
    const findings = check(
      k3s(
        '10.53.0.0/16',
        '10.43.0.10',
        '#            ^^^^^^^^^^ error dns/server-address: No Service can have cluster DNS address 10.43.0.10, so that no name resolves: it is outside the service subnet 10.53.0.0/16.\n',
      ),
    );
    assert.deepEqual(fixTitles(findings), ['* Write 10.53.0.10']);
    assert.deepEqual(relatedTo(findings[0]), ['10.53.0.0/16 | service subnet 10.53.0.0/16']);
    assert.equal(fixed(k3s('10.53.0.0/16', '10.43.0.10')), 'service-cidr: 10.53.0.0/16\ncluster-dns: 10.53.0.10\n');
  });

  const hits: readonly [what: string, text: string][] = [
    [
      'one outside the subnet that the profile implies, with the fix not preferred',
      network(
        '  profile: azure-stack-edge\n  clusterDNS: 10.96.0.10\n  #           ^^^^^^^^^^ error dns/server-address: No Service can have cluster DNS address 10.96.0.10, so that no name resolves: it is outside the service subnet 172.28.0.0/16, which is implied.\n',
      ),
    ],
    [
      'that of default/kubernetes',
      network(
        '  serviceSubnet: 10.53.0.0/16\n  clusterDNS: 10.53.0.1\n  #           ^^^^^^^^^ error dns/server-address: Service default/kubernetes has cluster DNS address 10.53.0.1, since it is the first address of the service subnet 10.53.0.0/16.\n',
      ),
    ],
    [
      'the first and the last of the subnet',
      network(
        '  serviceSubnet: 10.53.0.0/24\n  clusterDNS: 10.53.0.255\n  #           ^^^^^^^^^^^ error dns/server-address: No Service can have cluster DNS address 10.53.0.255, since it is the first or the last address of the service subnet 10.53.0.0/24.\n',
      ),
    ],
    [
      'that of a kubelet',
      `${network('  serviceSubnet: 10.53.0.0/24\n')}---\napiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nclusterDNS:\n- 10.43.0.10\n# ^^^^^^^^^^ error dns/server-address\n`,
    ],
    [
      'the second of two, and of the other family',
      k3s(
        '10.43.0.0/16,fd00:43::/112',
        '"10.43.0.10,fd00:42::a"',
        '#                        ^^^^^^^^^ error dns/server-address: No Service can have cluster DNS address fd00:42::a, so that no name resolves: it is outside the service subnet fd00:43::/112.\n',
      ).replace('^^^^^^^^^ ', '^^^^^^^^^^ '),
    ],
    [
      'one that the DNS Service does not ask for',
      `${network('  serviceSubnet: 10.53.0.0/16\n  clusterDNS: 10.53.0.10\n  #           ^^^^^^^^^^ error dns/server-address: Pods ask cluster DNS address 10.53.0.10, which is not that of the DNS Service: Service kube-system/kube-dns asks for 10.53.0.11.\n')}---\napiVersion: v1\nkind: Service\nmetadata: { name: kube-dns, namespace: kube-system }\nspec: { clusterIP: 10.53.0.11, ports: [{ port: 53, protocol: UDP }] }\n`,
    ],
  ];
  for (const [what, text] of hits) it(`finds ${what}`, () => void check(text, { severities: { 'service/no-selector': 'off' } }));

  it('does not prefer its fix where the subnet is only implied', () => {
    assert.deepEqual(
      fixTitles(check(network('  profile: k3s\n  clusterDNS: 10.96.0.10\n  #           ^^^^^^^^^^ error dns/server-address\n'))),
      ['Write 10.43.0.10'],
    );
  });

  const silent: readonly [what: string, text: string][] = [
    ['an address in the subnet', k3s('10.53.0.0/16', '10.53.0.10')],
    ['an unknown subnet', network('  clusterDNS: 10.43.0.10\n')],
    [
      'a subnet that is no range',
      network('  serviceSubnet: 10.43.0.0/160\n  #              ^^^^^^^^^^^^^ error range/invalid\n  clusterDNS: 10.53.0.10\n'),
    ],
    [
      'the address of a cache on each node',
      `${network('  serviceSubnet: 10.53.0.0/24\n')}---\napiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nclusterDNS: [169.254.20.10]\n`,
    ],
    [
      'a Service that takes the address, which has its own finding',
      `${network('  serviceSubnet: 10.53.0.0/24\n  clusterDNS: 10.53.0.10\n')}---\napiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec:\n  clusterIP: 10.53.0.10\n  #          ^^^^^^^^^^ error service/reserved-address\n  ports: [{ port: 80 }]\n`,
    ],
    [
      'the DNS Service with that address',
      `${network('  serviceSubnet: 10.53.0.0/24\n  clusterDNS: 10.53.0.10\n')}---\napiVersion: v1\nkind: Service\nmetadata: { name: kube-dns, namespace: kube-system }\nspec: { clusterIP: 10.53.0.10, ports: [{ port: 53, protocol: UDP }] }\n`,
    ],
  ];
  for (const [what, text] of silent) it(`is silent on ${what}`, () => void check(text, { severities: { 'service/no-selector': 'off' } }));

  const kubelet = (mark = '', address = '10.96.0.10') =>
    `apiVersion: kubelet.config.k8s.io/v1beta1\nkind: KubeletConfiguration\nclusterDNS:\n- ${address}\n${mark}---\n`;
  const dns = (clusterIP: string, mark = '', name = 'kube-dns') =>
    `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n${mark}  namespace: kube-system\nspec:\n${clusterIP}  selector: { k8s-app: kube-dns }\n  ports: [{ port: 53, protocol: UDP }]\n---\n`;
  const off = { severities: { 'selector/no-match': 'off' as const } };

  it('holds a kubelet against the DNS Service where no service subnet is known', () => {
    const mark =
      '# ^^^^^^^^^^ error dns/server-address: Pods ask cluster DNS address 10.96.0.10, which is not that of the DNS Service: Service kube-system/kube-dns asks for 10.96.0.100.\n';
    check(kubelet(mark) + dns('  clusterIP: 10.96.0.100\n'), off);
    check(kubelet() + dns('  clusterIP: 10.96.0.10\n'), off);
  });

  it('finds a DNS Service that asks for no address, and writes the one that pods ask', () => {
    const mark =
      '#       ^^^^^^^^ warning dns/server-address: Pods ask cluster DNS address 10.96.0.10, and Service kube-system/kube-dns asks for no address: it gets another one, at which nobody looks for names. Write it as clusterIP.\n';
    const findings = check(kubelet() + dns('', mark), off);
    assert.deepEqual(fixTitles(findings), ['Write clusterIP: 10.96.0.10']);
    check(kubelet() + dns('', '', 'metrics-dns'), off);
    check(kubelet('', '169.254.20.10') + dns(''), off);
    check(kubelet() + dns('  clusterIP: None\n'), off);
  });

  it('says nothing where one of several kubelets is told the address of the Service', () => {
    check(kubelet('', '10.97.0.10') + kubelet() + dns('  clusterIP: 10.96.0.10\n'), off);
  });

  it('finds an address on the node where its cache listens on another', () => {
    const cache = (bound: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: node-local-dns, namespace: kube-system }\ndata:\n  Corefile: |\n    cluster.local:53 {\n        bind ${bound}\n        forward . 10.96.0.10\n    }\n`;
    const mark =
      '# ^^^^^^^^^^^^^ error dns/server-address: Pods ask cluster DNS address 169.254.20.10, where nobody listens, so that no name resolves: the cache on each node (ConfigMap kube-system/node-local-dns) listens on 169.254.25.10.\n';
    check(kubelet(mark, '169.254.20.10') + cache('169.254.25.10'), off);
    for (const bound of [
      '169.254.20.10',
      '169.254.20.10 10.96.0.10',
      '__PILLAR__LOCAL__DNS__ __PILLAR__DNS__SERVER__',
      '169.254.25.10 ${ADDRESS}',
      '0.0.0.0',
    ])
      check(kubelet('', '169.254.20.10') + cache(bound), off);
    check(kubelet('', 'fe80::10') + cache('FE80::10'), off);
    check(
      `${kubelet('', '169.254.20.10')}${cache('10.1.1.1')}---\napiVersion: cilium.io/v2\nkind: CiliumLocalRedirectPolicy\nmetadata: { name: dns, namespace: kube-system }\nspec: { redirectFrontend: { addressMatcher: { ip: 169.254.20.10 } } }\n`,
      off,
    );
  });
});
