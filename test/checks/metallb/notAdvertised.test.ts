import assert from 'node:assert/strict';
import { check as checkAll, findingsOf, fixed as fixedText, fixTitles, relatedTo, type CheckOptions } from '../../support/marks.ts';

const quiet = { 'yaml/syntax': 'off' } as const;
const check = (text: string, options: CheckOptions = {}) => checkAll(text, { ...options, severities: quiet });
const fixed = (text: string, title: string) => fixedText(text, title, { severities: quiet });

const pool = (name: string, mark = '') => `---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata:
  namespace: metallb-system
  name: ${name}
${mark}  labels: { net: ${name} }
spec: { addresses: [10.0.${name.length}.4/30] }
`;
const advertisement = (name: string, spec: string, namespace = 'metallb-system') => `---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: ${name}, namespace: ${namespace} }
spec: ${spec}
`;
const service = (name: string, { annotations = '', mark = '' } = {}) => `---
apiVersion: v1
kind: Service
metadata:
  namespace: shop
  name: ${name}
${mark}${annotations}spec: { type: LoadBalancer, selector: { app: web }, ports: [{ port: 80 }] }
---
`;
const pod = `apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { nodeName: one, containers: [{ name: a, image: a }] }
status: { podIP: 10.9.0.1 }
`;
const node = (name: string, labels: string) =>
  `---\napiVersion: v1\nkind: Node\nmetadata:\n  name: ${name}\n  labels:\n    zone: a\n${labels}`;
const unadvertised =
  '  #     ^^^ warning metallb/not-advertised: No L2Advertisement or BGPAdvertisement selects IPAddressPool metallb-system/lan. Nobody announces 10.0.3.4 of Service shop/a. Add an advertisement.\n';

describe('metallb/not-advertised', () => {
  it('is silent where calico-node or Cilium tells of the addresses, and not where they are others', () => {
    const bgp = (cidr: string) =>
      `apiVersion: projectcalico.org/v3\nkind: BGPConfiguration\nmetadata: { name: default }\nspec: { serviceLoadBalancerIPs: [{ cidr: ${cidr} }] }\n---\n`;
    check(bgp('10.0.3.0/24') + pool('lan').slice(4) + service('web') + pod);
    check(bgp('10.0.9.0/24') + pool('lan', '#       ^^^ warning metallb/not-advertised\n').slice(4) + service('web') + pod);
    check(
      `apiVersion: cilium.io/v2alpha1\nkind: CiliumL2AnnouncementPolicy\nmetadata: { name: all }\nspec: { loadBalancerIPs: true }\n${pool('lan')}${service('web')}${pod}`,
    );
  });

  it('finds a pool with no advertisement at all, and adds one (incident 23)', () => {
    const findings = check(`${pool('lan', unadvertised)}${service('a')}${pod}`);
    assert.deepEqual(fixTitles(findings), ['* Add an L2Advertisement for pool lan']);
    assert.deepEqual(relatedTo(findings[0]), ['a | Service shop/a has 10.0.3.4']);
    const text = `${pool('lan')}${service('a')}${pod}`;
    const added = fixed(text, 'Add an L2Advertisement for pool lan');
    assert.equal(
      added,
      text.replace(
        '[10.0.3.4/30] }\n',
        '[10.0.3.4/30] }\n---\napiVersion: metallb.io/v1beta1\nkind: L2Advertisement\nmetadata:\n  name: lan\n  namespace: metallb-system\nspec:\n  ipAddressPools:\n  - lan\n',
      ),
    );
    check(added);
  });

  it('says once for all services of a pool that only another pool is advertised, and offers to extend that advertisement', () => {
    const text = `${pool('lan')}${pool('extra')}${advertisement('all', '{ ipAddressPools: [extra] }')}${service('a', { annotations: '  annotations: { metallb.io/address-pool: lan }\n' })}${service('b', { annotations: '  annotations: { metallb.io/address-pool: lan }\n' })}${pod}`;
    const findings = check(
      text.replace(
        '  name: lan\n',
        '  name: lan\n  #     ^^^ warning metallb/not-advertised: No L2Advertisement or BGPAdvertisement selects IPAddressPool metallb-system/lan. Nobody announces the addresses of 2 services (shop/a, shop/b). Add an advertisement.\n',
      ),
    );
    assert.deepEqual(fixTitles(findings), ['Add an L2Advertisement for pool lan', 'Add the pool to L2Advertisement metallb-system/all']);
    check(fixed(text, 'Add the pool to L2Advertisement metallb-system/all'));
  });

  it('is silent where an advertisement names or selects the pool, or all of them, and where nothing uses the pool', () => {
    for (const spec of ['{ ipAddressPools: [lan] }', '{ ipAddressPoolSelectors: [{ matchLabels: { net: lan } }] }', '{}'])
      check(`${pool('lan')}${advertisement('all', spec)}${service('a')}${pod}`);
    check(pool('lan'));
  });

  it('is silent on pools of the site and of the old ConfigMap, which need no advertisement', () => {
    check(
      `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: site }\nspec: { kubernetesServiceIPs: 10.0.3.4-10.0.3.7 }\n${service('a')}${pod}`,
    );
    check(
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: config, namespace: metallb-system }\ndata:\n  config: |\n    address-pools:\n    - { name: lan, protocol: layer2, addresses: [10.0.3.4/30] }\n${service('a')}${pod}`,
    );
  });

  it('is silent where the misspelt name or the namespace of the advertisement is reported', () => {
    check(
      `${pool('lan')}${advertisement('all', '\n  ipAddressPools:\n  - lna\n  # ^^^ warning metallb/unknown-pool')}${service('a')}${pod}`,
    );
    check(
      `${pool('lan')}${advertisement('all', '{}', 'shop }\n#                                 ^^^^ warning metallb/namespace').replace(' }\nspec: {}', '\nspec: {}')}${service('a')}${pod}`,
    );
  });

  it('is a hint where manifests could not be read, and where Kustomize brings more', () => {
    check(
      `${pool('lan', unadvertised.replace('warning', 'hint').replace('Add an advertisement.', 'Add an advertisement. (What resources: https://example.com/base brings or changes is not known here.)'))}${service('a')}${pod}`,
      { unrendered: ['resources: https://example.com/base'] },
    );
  });

  it('finds the label that keeps the only node from announcing (incident 29)', () => {
    const text = `${pool('lan')}${advertisement('all', '{}')}${service('a')}${pod}${node(
      'one',
      `    node.kubernetes.io/exclude-from-external-load-balancers: ""
#   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning metallb/not-advertised: This label keeps node one from announcing external addresses, and no other node may announce those of pool lan. Nobody announces 10.0.3.4 of Service shop/a. Remove the label.
`,
    )}`;
    check(text);
    check(
      `${pool('lan')}${advertisement('all', '{}')}${service('a')}${pod}${node('one', '    node.kubernetes.io/exclude-from-external-load-balancers: ""\n')}${node('two', '')}`,
    );
  });

  it('finds node selectors that select no node; a label that no node has is in doubt', () => {
    const selecting = (labels: string, mark: string) =>
      `${pool('lan')}${advertisement('all', `\n  nodeSelectors: [{ matchLabels: ${labels} }]\n  ${mark}`)}${service('a')}${pod}${node('one', '')}`;
    const { findings } = findingsOf(new Map([['a.yaml', selecting('{ zone: b }', '')]]));
    assert.deepEqual(
      findings.map(({ code, severity }) => [code, severity]),
      [['metallb/not-advertised', 'warning']],
    );
    const doubtful = findingsOf(new Map([['a.yaml', selecting('{ rack: b }', '')]])).findings;
    assert.deepEqual(
      doubtful.map(({ code, severity }) => [code, severity]),
      [['metallb/not-advertised', 'hint']],
    );
    assert.deepEqual(findingsOf(new Map([['a.yaml', selecting('{ zone: a }', '')]])).findings, []);
    assert.deepEqual(
      findingsOf(new Map([['a.yaml', selecting('{ zone: b }', '').replace(/---\napiVersion: v1\nkind: Node[^]*$/, '')]])).findings,
      [],
    );
  });

  it('finds a service that the advertisements are not meant for, and one whose sharing key keeps it silent', () => {
    check(
      `${pool('lan')}${advertisement('some', '{ serviceSelectors: [{ matchLabels: { out: "yes" } }] }')}${service('a', { mark: '  #     ^ warning metallb/not-advertised: Nobody announces the address of Service shop/a: the advertisements of pool lan are for services with other labels (serviceSelectors). …\n' })}${pod}`,
    );
    check(
      `${pool('lan')}${advertisement('some', '{ serviceSelectors: [{ matchLabels: { out: "yes" } }] }')}${service('a', { annotations: '  labels: { out: "yes" }\n  annotations:\n    metallb.io/allow-shared-ip: k\n#   ^^^^^^^^^^^^^^^^^^^^^^^^^^ warning metallb/not-advertised: Service shop/a may share its address, …\n' })}${pod}${node('one', '')}`,
    );
  });
});

describe('metallb/not-advertised, by what the speaker and the nodes are', () => {
  const pool = `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec: { addresses: [192.168.40.200-192.168.40.220] }
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: lan, namespace: metallb-system }
spec: { ipAddressPools: [lan]NODES }
---
`;
  const web = (policy: string) => `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  type: LoadBalancer
  selector: { app: web }
  externalTrafficPolicy: ${policy}
  ports: [{ port: 80 }]
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { nodeName: w-2, containers: [{ name: web, image: web }] }
---
`;
  const node = (name: string, labels = '') =>
    `apiVersion: v1\nkind: Node\nmetadata:\n  name: ${name}\n  labels:\n    kubernetes.io/hostname: ${name}\n${labels}---\n`;
  const speaker = (spec: string, args = '[]') => `apiVersion: apps/v1
kind: DaemonSet
metadata:
  name: speaker
  namespace: metallb-system
spec:
  selector: { matchLabels: { component: speaker } }
  template:
    metadata: { labels: { component: speaker } }
    spec: { ${spec}hostNetwork: true, containers: [{ name: speaker, image: "quay.io/metallb/speaker:v0.14.9", args: ${args} }] }
---
`;
  const excluded = '    node.kubernetes.io/exclude-from-external-load-balancers: ""\n';

  it('finds that no announcing node has an endpoint under externalTrafficPolicy Local', () => {
    check(
      `${pool.replace('NODES', ', nodeSelectors: [{ matchLabels: { kubernetes.io/hostname: w-1 } }]')}${web(`Local
  #                      ^^^^^ warning metallb/not-advertised: Under externalTrafficPolicy Local a node announces 192.168.40.200 only if an endpoint of Service shop/web runs on it: the endpoints run on w-2, and pool lan may be announced by w-1 alone. Nobody announces the address.`)}${node('w-1')}${node('w-2')}`,
    );
    check(pool.replace('NODES', '') + web('Local') + node('w-1') + node('w-2'));
    check(
      pool.replace('NODES', ', nodeSelectors: [{ matchLabels: { kubernetes.io/hostname: w-1 } }]') +
        web('Cluster') +
        node('w-1') +
        node('w-2'),
    );
  });

  it('finds an advertisement from other nodes than those that its routers are for', () => {
    const routed = (nodes: string, mark = '') => `${pool
      .replace('kind: L2Advertisement', 'kind: BGPAdvertisement')
      .replace(
        'spec: { ipAddressPools: [lan]NODES }\n',
        `spec:\n  ipAddressPools: [lan]\n  nodeSelectors: [{ matchLabels: { kubernetes.io/hostname: w-1 } }]\n${mark}`,
      )}${web('Cluster')}${node('w-1')}${node('w-2')}apiVersion: metallb.io/v1beta2
kind: BGPPeer
metadata: { name: tor, namespace: metallb-system }
spec: { myASN: 64500, peerASN: 64501, peerAddress: 192.168.40.1, nodeSelectors: [{ matchLabels: { kubernetes.io/hostname: ${nodes} } }] }
`;
    check(routed('w-1'));
    check(
      routed(
        'w-2',
        '# ^^^^^^^^^^^^^ warning metallb/not-advertised: BGPAdvertisement metallb-system/lan is announced by other nodes than those that talk to BGPPeer metallb-system/tor (its nodeSelectors: kubernetes.io/hostname: w-2). Nobody announces 192.168.40.200 of Service shop/web.\n',
      ),
    );
  });

  it('is silent about labelled nodes whose speaker passes over the label', () => {
    check(pool.replace('NODES', '') + web('Cluster') + node('w-2', excluded) + speaker('', '[--ignore-exclude-lb]'));
  });

  it('finds a speaker that runs on no node that may announce', () => {
    checkAll(
      `${pool.replace('NODES', '')}${web('Cluster')}${node('w-2')}${speaker('nodeSelector: { zone: lan }, ').replace(
        'name: speaker\n',
        'name: speaker\n  #     ^^^^^^^ warning metallb/not-advertised: The speaker of MetalLB (DaemonSet metallb-system/speaker) runs on none of the nodes that may announce pool lan (w-2): its nodeSelector, affinity or tolerations leave them out. Nobody announces 192.168.40.200 of Service shop/web.\n',
      )}`,
      { severities: { ...quiet, 'workload/unschedulable': 'off' } },
    );
  });

  it('names the label that Talos gives its control plane nodes', () => {
    check(
      `${pool.replace('NODES', '')}${web('Cluster').replace('w-2', 'cp-1')}apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: plant }
spec:
  profile: talos
  nodes:
  - name: cp-1
  #       ^^^^ warning metallb/not-advertised: The nodes that may announce pool lan (cp-1) are control plane nodes, which an installation of talos labels node.kubernetes.io/exclude-from-external-load-balancers: that keeps them from announcing external addresses. Nobody announces 192.168.40.200 of Service shop/web. Remove the label from the nodes, or start the speaker with --ignore-exclude-lb.
    role: control-plane
`,
    );
  });

  describe('by BGP, to nobody', () => {
    const advertised = (kind: string, name = 'lan') =>
      `---\napiVersion: metallb.io/v1beta1\nkind: ${kind}\nmetadata:\n  name: ${name}\n%  namespace: metallb-system\n`;
    const toNobody = (advertisements: string, mark = '') =>
      `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec: { addresses: [10.0.3.4-10.0.3.9] }
${advertisements.replace('%', mark).replaceAll('%', '')}---
apiVersion: v1
kind: Service
metadata: { name: a, namespace: shop }
spec: { type: LoadBalancer, selector: { app: a }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: a, namespace: shop, labels: { app: a } }
spec: { containers: [{ name: a, image: a }] }
`;

    it('finds an advertisement without any BGPPeer', () => {
      check(
        toNobody(
          advertised('BGPAdvertisement'),
          '#       ^^^ warning metallb/not-advertised: BGPAdvertisement metallb-system/lan announces to BGPPeers, and there is none. Nobody announces 10.0.3.4 of Service shop/a. Add a BGPPeer.\n',
        ),
      );
    });

    it('is silent with a BGPPeer, where layer 2 announces it too, and where FRR is told of routers otherwise', () => {
      check(
        `${toNobody(advertised('BGPAdvertisement'))}---\napiVersion: metallb.io/v1beta2\nkind: BGPPeer\nmetadata: { name: tor, namespace: metallb-system }\nspec: { myASN: 64500, peerASN: 64501, peerAddress: 192.168.40.1 }\n`,
      );
      check(toNobody(advertised('BGPAdvertisement') + advertised('L2Advertisement')));
      check(
        `${toNobody(advertised('BGPAdvertisement'))}---\napiVersion: frrk8s.metallb.io/v1beta1\nkind: FRRConfiguration\nmetadata: { name: tor, namespace: metallb-system }\n`,
      );
    });
  });
});
