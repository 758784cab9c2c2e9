import assert from 'node:assert/strict';
import { check as checkAll, findingsOf, fixed as fixedText, fixTitles, relatedTo, type CheckOptions } from '../../support/marks.ts';

/** Services without a selector, and pools that nobody announces, keep these texts short. */
const severities = { 'service/no-selector': 'off', 'metallb/not-advertised': 'off' } as const;
const check = (text: string, options: CheckOptions = {}) => checkAll(text, { ...options, severities });
const fixed = (text: string, title: string) => fixedText(text, title, { severities });
const titles = (text: string) => fixTitles(findingsOf(new Map([['a.yaml', text]]), { severities }).findings);

const site = `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec:
  profile: custom
  serviceSubnet: 10.96.0.0/24
  kubernetesServiceIPs: 10.0.0.1-10.0.0.9
`;
const pool = (name: string, spec: string, namespace = 'metallb-system') => `---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: ${name}, namespace: ${namespace} }
spec: ${spec}
`;
const service = (name: string, { annotations = '', spec = '', mark = '', type = 'LoadBalancer' } = {}) => `---
apiVersion: v1
kind: Service
metadata:
  namespace: shop
  name: ${name}
${annotations}spec:
  type: ${type}
${mark}${spec}  ports: [{ port: 80 }]
`;
const asks = (text: string) => `  annotations: { metallb.io/loadBalancerIPs: ${text} }\n`;

describe('service/pending', () => {
  it('says nothing of an address that comes from a DHCP server', () => {
    const kubeVip = (key: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: kubevip, namespace: kube-system }\ndata: { ${key}: 0.0.0.0/32 }\n`;
    check(kubeVip('cidr-global') + service('a'));
    check(kubeVip('cidr-lab') + service('a').replace('LoadBalancer\n', 'LoadBalancer\n#       ^^^^^^^^^^^^ error service/pending\n'));
  });

  it('finds an address that is none, whoever is to give it', () => {
    const asking = (address: string, mark = '') => service('a', { spec: `  loadBalancerIP: ${address}\n${mark}` }).slice(4);
    check(
      asking(
        '192.168.1.300',
        '#                 ^^^^^^^^^^^^^ error service/pending: Service shop/a gets no external address. "192.168.1.300" is not an IP address.\n',
      ),
    );
    check(asking('192.168.1.30'));
    check(asking('${ADDRESS}', '#                 ^^^^^^^^^^ hint yaml/unreadable\n'));
  });

  it('is a hint where a pool may stand in what could not be read, and in nothing else', () => {
    const beside = (severity: string, unread: string) =>
      check(
        `${pool('lan', '{ addresses: [10.0.0.0/30] }')}${service('a', { spec: `  loadBalancerIP: 10.0.9.9\n  #               ^^^^^^^^ ${severity} service/pending\n` })}${unread}`,
        { reading: false },
      );
    beside('hint', pool('dmz', '{ addresses: ["${RANGE}"] }'));
    beside('hint', '---\nkind: {{ .Values.kind }}\n');
    beside('error', '---\nkind: ConfigMap\nmetadata: { name: {{ .Values.name }}, namespace: shop }\n');
    beside('error', '---\nkind: Deployment\nmetadata: { name: {{ .Values.name }} }\n');
  });

  it('underlines the address that is asked for in vain, and names the pools', () => {
    check(
      `${site}${service('a', { annotations: '  annotations:\n    metallb.io/loadBalancerIPs: 10.0.9.9\n    #                           ^^^^^^^^ error service/pending: Service shop/a gets no external address. 10.0.9.9 is in no address pool. The only pool is kubernetes-service-ips (10.0.0.1-10.0.0.9).\n' })}`,
    );
    check(
      `${site}${service('a', { spec: '  loadBalancerIP: 10.0.9.9\n  #               ^^^^^^^^ error service/pending: Service shop/a gets no external address. …\n' })}`,
    );
    check(
      `${pool('lan', '{ addresses: [10.0.0.0/30] }')}${pool('dmz', '{ addresses: [10.0.0.4/30] }')}${service('a', { spec: '  loadBalancerIP: 10.0.9.9\n  #               ^^^^^^^^ error service/pending: Service shop/a gets no external address. 10.0.9.9 is in no address pool. The pools are: lan (10.0.0.0-10.0.0.3), dmz (10.0.0.4-10.0.0.7).\n' })}`,
    );
  });

  it('offers the next free address, and a wider pool where the address is near and nothing is in the way', () => {
    const text = `${site}${service('b')}${service('a', { annotations: asks('"10.0.0.12"') })}`;
    assert.deepEqual(titles(text), [
      'Ask for 10.0.0.2 instead, the next free address',
      'Widen Kubernetes external service IPs to 10.0.0.1-10.0.0.12',
    ]);
    assert.equal(fixed(text, 'Ask for 10.0.0.2 instead, the next free address'), text.replace('10.0.0.12', '10.0.0.2'));
    assert.equal(
      fixed(text, 'Widen Kubernetes external service IPs to 10.0.0.1-10.0.0.12'),
      text.replace('10.0.0.1-10.0.0.9', '10.0.0.1-10.0.0.12'),
    );
    assert.deepEqual(titles(text.replace('  serviceSubnet', '  kubernetesNodeIPs: 10.0.0.11-10.0.0.20\n  serviceSubnet')), [
      'Ask for 10.0.0.2 instead, the next free address',
    ]);
    assert.deepEqual(titles(text.replace('"10.0.0.12"', '10.0.1.12')), ['Ask for 10.0.0.2 instead, the next free address']);
  });

  it('explains an address that its pool leaves out', () => {
    check(
      `${pool('lan', '{ addresses: [10.0.0.0/24], avoidBuggyIPs: true }')}${service('a', { annotations: '  annotations:\n    metallb.io/loadBalancerIPs: 10.0.0.255\n    #                           ^^^^^^^^^^ error service/pending: Service shop/a gets no external address. Its pool leaves out addresses that end in .0 and .255 (avoidBuggyIPs), so also 10.0.0.255.\n' })}`,
    );
  });

  it('says that pools must be asked for, and offers to ask', () => {
    const text = `${pool('manual', '{ addresses: [10.0.0.1-10.0.0.9], autoAssign: false }')}${service('a', { mark: '  #     ^^^^^^^^^^^^ error service/pending: Service shop/a gets no external address. No address pool gives addresses by itself (autoAssign: false); ask for one with the annotation metallb.io/address-pool. The only pool is manual (10.0.0.1-10.0.0.9).\n' })}`;
    assert.deepEqual(fixTitles(check(text)), ['Ask for pool manual']);
    assert.match(fixed(text, 'Ask for pool manual'), /name: a\n {2}annotations:\n {4}metallb\.io\/address-pool: manual\n/);
  });

  it('leaves it to metallb/unknown-annotation where a pool is asked for under a misspelt annotation', () => {
    const annotations =
      '  annotations:\n    metallb.io/adress-pool: manual\n#   ^^^^^^^^^^^^^^^^^^^^^^ warning metallb/unknown-annotation\n';
    check(`${pool('manual', '{ addresses: [10.0.0.1-10.0.0.9], autoAssign: false }')}${service('a', { annotations })}`);
  });

  it('says that every pool is for other services', () => {
    check(
      `${pool('theirs', '{ addresses: [10.0.0.0/30], serviceAllocation: { namespaces: [other] } }')}${service('a', { mark: '  #     ^^^^^^^^^^^^ error service/pending: Service shop/a gets no external address. Every address pool is meant for other services (serviceAllocation): theirs.\n' })}`,
    );
    check(
      `${pool('theirs', '{ addresses: [10.0.0.0/30], serviceAllocation: { namespaces: [other] } }')}${service('a', { spec: '  loadBalancerIP: 10.0.0.1\n  #               ^^^^^^^^ error service/pending: Service shop/a gets no external address. Pool "theirs" is meant for other services (its serviceAllocation). Ask for an address of another pool, or change the pool.\n' })}`,
    );
  });

  it('names the family that no pool has', () => {
    check(
      `${pool('lan', '{ addresses: [10.0.0.0/30] }')}${service('a', { spec: '  ipFamilies: [IPv6]\n  #           ^^^^^^ error service/pending: Service shop/a gets no external address. It needs an IPv6 address, and lan has none.\n' })}`,
    );
  });

  it('offers the pool that has the address, where another one is named', () => {
    const text = `${pool('lan', '{ addresses: [10.0.0.0/30] }')}${pool('dmz', '{ addresses: [10.0.0.4/30] }')}${service('a', { annotations: '  annotations: { metallb.io/loadBalancerIPs: 10.0.0.5, metallb.io/address-pool: lan }\n' })}`;
    assert.equal(fixed(text, 'Ask for pool dmz, which has the address'), text.replace('address-pool: lan', 'address-pool: dmz'));
  });

  it('removes one of two requests, surely where both say the same', () => {
    const text = (field: string) =>
      `${site}${service('a', { annotations: '  annotations:\n    note: x\n    metallb.io/loadBalancerIPs: 10.0.0.5\n', spec: `  loadBalancerIP: ${field}\n` })}`;
    assert.deepEqual(titles(text('10.0.0.5')), ['* Remove loadBalancerIP']);
    assert.deepEqual(titles(text('10.0.0.6')), ['Remove loadBalancerIP', 'Remove the annotation metallb.io/loadBalancerIPs']);
    assert.equal(fixed(text('10.0.0.5'), 'Remove loadBalancerIP'), text('10.0.0.5').replace('  loadBalancerIP: 10.0.0.5\n', ''));
  });

  it('writes an address without its prefix', () => {
    const text = `${site}${service('a', { annotations: asks("'10.0.0.5/32'") })}`;
    assert.deepEqual(titles(text), ['* Write 10.0.0.5']);
    assert.equal(fixed(text, 'Write 10.0.0.5'), text.replace('10.0.0.5/32', '10.0.0.5'));
  });

  it('tells of another load balancer class as information', () => {
    check(
      `${site}${service('a', { spec: '  loadBalancerClass: example.com/other\n  #                  ^^^^^^^^^^^^^^^^^ information service/pending\n' })}`,
    );
  });

  it('is silent on the class of another product, and on any where nothing is known of MetalLB', () => {
    check(`${site}${service('a', { spec: '  loadBalancerClass: tailscale\n' })}`);
    check(`${site}${service('a', { spec: '  loadBalancerClass: io.cilium/l2-announcer\n' })}`);
    check(service('a', { spec: '  loadBalancerClass: example.com/other\n' }));
  });

  it('is silent where a finding of its own says why', () => {
    const wanted = asks('10.0.0.5').replace('\n', '\n  #                                          ^^^^^^^^ error service/shared-address\n');
    const other = (name: string, annotations: string) => service(name, { annotations }).replace('port: 80 ', 'port: 81 ');
    check(`${site}${other('a', asks('10.0.0.5'))}${service('b', { annotations: wanted })}`);
    check(
      `${pool('lan', '{ addresses: [10.0.0.0/30] }')}${service('a', { annotations: '  annotations:\n    metallb.io/address-pool: lna\n    #                        ^^^ error metallb/unknown-pool\n' })}`,
    );
    check(
      `${pool('lan', '{ addresses: [10.0.0.0/30] }')}${pool('dmz', '{ addresses: [10.0.1.0/30] }', 'shop').replace('shop }', 'shop }\n#                                 ^^^^ warning metallb/namespace')}${service('a', { annotations: asks('10.0.1.1') })}`,
    );
  });

  it('is silent when nothing is known of pools, when an address is given, and on other types', () => {
    check(service('a'));
    check(`${site}${service('a')}`);
    check(`${site}${service('a', { type: 'ClusterIP' })}`);
  });

  it('is silent when MetalLB refuses its configuration, which is reported itself', () => {
    check(`${site}---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec:
  addresses:
  - 10.0.0.9-10.0.0.1
  # ^^^^^^^^^^^^^^^^^ error range/invalid
${service('a')}`);
  });

  it('points at the pools that it names', () => {
    const [finding] = findingsOf(
      new Map([
        [
          'a.yaml',
          `${pool('theirs', '{ addresses: [10.0.0.0/30], serviceAllocation: { namespaces: [other] } }')}${service('a', { annotations: asks('10.0.0.1') })}`,
        ],
      ]),
      { severities },
    ).findings;
    assert.ok(relatedTo(finding).includes('theirs | IPAddressPool metallb-system/theirs'), relatedTo(finding).join());
  });

  it('finds what no mending of the pools would mend, where MetalLB refuses all of them', () => {
    const pools = (second: string) =>
      ['10.0.0.100-10.0.0.110', second]
        .map(
          (range, index) =>
            `---\napiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: { name: p${index}, namespace: metallb-system }\nspec: { addresses: [${range}] }\n`,
        )
        .join('');
    const asking = (name: string, annotation: string, mark = '') =>
      `---\napiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n  namespace: shop\n  annotations:\n    ${annotation}\n${mark}spec: { type: LoadBalancer, ports: [{ port: 80 }] }\n`;
    const overlapping = pools('10.0.0.108-10.0.0.120');
    const codes = (text: string) =>
      findingsOf(new Map([['a.yaml', text]]))
        .findings.filter(({ severity }) => severity === 'error')
        .map(({ code }) => code)
        .toSorted();
    assert.deepEqual(
      codes(
        overlapping +
          asking('a', 'metallb.io/loadBalancerIPs: 10.0.0.101') +
          asking('b', 'metallb.io/loadBalancerIPs: 10.0.0.101') +
          asking('c', 'metallb.io/address-pool: gone') +
          asking('d', 'metallb.io/loadBalancerIPs: 10.0.0.300') +
          asking('e', 'metallb.io/loadBalancerIPs: 192.168.77.5'),
      ),
      ['metallb/unknown-pool', 'range/overlap', 'service/pending', 'service/pending', 'service/shared-address'],
    );
    // An address of the part that is in both, and one that a pool with a broken range may have.
    assert.deepEqual(codes(overlapping + asking('a', 'metallb.io/loadBalancerIPs: 10.0.0.109')), ['range/overlap']);
    assert.deepEqual(codes(pools('10.0.1.0-10.0.1.999') + asking('a', 'metallb.io/loadBalancerIPs: 10.0.1.7')), ['range/invalid']);
  });
});
