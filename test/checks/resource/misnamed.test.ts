import assert from 'node:assert/strict';
import { check, fixed, fixTitles } from '../../support/marks.ts';

const deployment = (apiVersion: string, kind: string, field = 'replicas') => `apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: web, namespace: shop }
spec:
  ${field}: 2
  selector: { matchLabels: { app: web } }
  template:
    metadata: { labels: { app: web } }
    spec: { containers: [{ name: web, image: web }] }
`;
const site = (apiVersion: string, kind: string, spec = '  profile: kubeadm') => `apiVersion: ${apiVersion}
kind: ${kind}
metadata: { name: site }
spec:
${spec}
`;

const others = {
  'resource/unknown-target': 'off',
  'policy/no-match': 'off',
  'policy/no-effect': 'off',
  'selector/no-target': 'off',
  'ingress/refused': 'off',
  'range/invalid': 'off',
} as const;

describe('resource/unknown-kind', () => {
  it('finds a slip in a group whose kinds are known', () => {
    const text = deployment('apps/v1', 'Deploymnet');
    check(
      text.replace(
        'Deploymnet\n',
        'Deploymnet\n#     ^^^^^^^^^^ error resource/unknown-kind: The API server knows no kind Deploymnet in apps/v1, and refuses it. Nearest is Deployment (apps/v1).\n',
      ),
    );
    assert.equal(fixed(text), text.replace('Deploymnet', 'Deployment'));
  });

  it('finds a well-known kind in the wrong group', () => {
    const text = deployment('v1', 'Deployment');
    check(
      text.replace(
        'v1\n',
        'v1\n#           ^^ error resource/unknown-kind: The API server knows no Deployment in v1, and refuses it: it is in apps/v1.\n',
      ),
    );
    assert.equal(fixed(text), text.replace('v1', 'apps/v1'));
    assert.match(fixed('apiVersion: app/v1\nkind: Deployment\nmetadata: { name: a }\n'), /^apiVersion: apps\/v1/);
    assert.match(fixed('apiVersion: apps/v1\nkind: Service\nmetadata: { name: a }\n'), /^apiVersion: v1/);
    assert.match(fixed('apiVersion: networking.k8s.io/v1\nkind: NetworkPolcy\nmetadata: { name: a }\n'), /kind: NetworkPolicy/);
  });

  it('finds a description of a site that is none', () => {
    check(
      site(
        'edgenetwork/v1',
        'EdgeNetworks\n#     ^^^^^^^^^^^^ error resource/unknown-kind: There is no kind EdgeNetworks, so that the site is not read. Nearest is EdgeNetwork.',
      ),
    );
    check(
      site(
        'edgenetworks/v1\n#           ^^^^^^^^^^^^^^^ error resource/unknown-kind: This is no EdgeNetwork, so that the site is not read: its apiVersion is edgenetwork/v1, not edgenetworks/v1.',
        'EdgeNetwork',
      ),
    );
  });

  it('finds a version that there is not', () => {
    for (const version of ['apps/vv1', 'apps/1', 'apps/v'])
      check(
        deployment(version, 'Deployment').replace(
          '\n',
          `\n#           ${'^'.repeat(version.length)} error resource/unknown-kind: The API server knows no Deployment in ${version}, and refuses it: it is in apps/v1.\n`,
        ),
      );
    for (const version of ['egenetwork/v1', 'edgenetwork/v4'])
      check(site(`${version}\n#           ${'^'.repeat(version.length)} error resource/unknown-kind`, 'EdgeNetwork'));
    check('apiVersion: apps/v4\nkind: Deployment\nmetadata: { name: a }\n', { reading: false });
  });

  it('finds a version that Kubernetes no longer has, and says where the kind is', () => {
    check(
      deployment(
        'apps/v1beta2\n#           ^^^^^^^^^^^^ information resource/unknown-kind: Kubernetes has no Deployment in apps/v1beta2 any more since 1.16: its API server refuses this manifest. It is in apps/v1.',
        'Deployment',
      ),
    );
    for (const [apiVersion, kind] of [
      ['extensions/v1beta1', 'Ingress'],
      ['networking.k8s.io/v1beta1', 'Ingress'],
      ['extensions/v1beta1', 'NetworkPolicy'],
      ['networking.k8s.io/v1beta1', 'IngressClass'],
      ['autoscaling/v2beta2', 'HorizontalPodAutoscaler'],
      ['policy/v1beta1', 'PodDisruptionBudget'],
      ['policy/v1beta1', 'PodSecurityPolicy'],
      ['rbac.authorization.k8s.io/v1beta1', 'ClusterRole'],
      ['apiextensions.k8s.io/v1beta1', 'CustomResourceDefinition'],
    ] as const)
      check(
        `apiVersion: ${apiVersion}\n#           ${'^'.repeat(apiVersion.length)} information resource/unknown-kind\nkind: ${kind}\nmetadata: { name: a, namespace: shop }\n`,
        { reading: false, severities: others },
      );
    assert.match(fixed('apiVersion: batch/v1beta1\nkind: CronJob\nmetadata: { name: a }\n'), /^apiVersion: batch\/v1\n/);
  });

  it('offers no other version where more than that has to change', () => {
    const text = 'apiVersion: extensions/v1beta1\nkind: Ingress\nmetadata: { name: a, namespace: shop }\n';
    assert.deepEqual(fixTitles(check(text.replace('\n', `\n#           ${'^'.repeat(18)} information resource/unknown-kind\n`))), []);
  });

  it('is silent about versions that are still served, or are no version of Kubernetes itself', () => {
    for (const [apiVersion, kind] of [
      ['networking.k8s.io/v1', 'Ingress'],
      ['networking.k8s.io/v1beta1', 'ServiceCIDR'],
      ['autoscaling/v1', 'HorizontalPodAutoscaler'],
      ['batch/v1', 'CronJob'],
      ['apps.kruise.io/v1beta1', 'StatefulSet'],
      ['gateway.networking.k8s.io/v1beta1', 'Gateway'],
    ] as const)
      check(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: a, namespace: shop }\n`, { reading: false, severities: others });
  });

  it('finds versions that kinds of MetalLB and Calico do not have, and those under a group of Kubernetes', () => {
    for (const [apiVersion, kind, right] of [
      ['metallb.io/v1beta2', 'L2Advertisement', 'metallb.io/v1beta1'],
      ['metallb.io/v1', 'IPAddressPool', 'metallb.io/v1beta1'],
      ['v1', 'IPAddressPool', 'metallb.io/v1beta1'],
      ['crd.projectcalico.org/v3', 'IPPool', 'crd.projectcalico.org/v1'],
      ['v1', 'IPPool', 'projectcalico.org/v3'],
    ] as const)
      check(
        `apiVersion: ${apiVersion}\n#           ${'^'.repeat(apiVersion.length)} error resource/unknown-kind: The API server knows no ${kind} in ${apiVersion}, and refuses it: it is in ${right}.\nkind: ${kind}\nmetadata: { name: a, namespace: metallb-system }\n`,
      );
    check('apiVersion: metallb.io/v1beta2\nkind: BGPPeer\nmetadata: { name: a, namespace: metallb-system }\n', {
      severities: { 'metallb/refused': 'off' },
    });
  });

  it("finds kinds of calicoctl's first version, and offers no other words for what has other fields", () => {
    const text =
      'apiVersion: v1\nkind: ipPool\n#     ^^^^^^ error resource/unknown-kind: The API server knows no kind ipPool in v1, and refuses it. Nearest is IPPool (projectcalico.org/v3).\nmetadata: { cidr: 10.1.0.0/16 }\nspec: { nat-outgoing: true }\n';
    const [finding] = check(text);
    assert.deepEqual(finding?.fixes, []);
    check('apiVersion: v1\nkind: Config\nclusters: []\n');
  });

  it('is silent about kinds of others, and about lists', () => {
    for (const [apiVersion, kind] of [
      ['apps.kruise.io/v1beta1', 'StatefulSet'],
      ['serving.knative.dev/v1', 'Service'],
      ['v1', 'PodTemplate'],
      ['v1', 'Event'],
      ['apps/v1', 'ControllerRevision'],
      ['skaffold/v4beta1', 'Config'],
      ['metallb.io/v1beta1', 'ServiceL2Status'],
    ] as const)
      check(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: a, namespace: metallb-system }\n`);
  });
});

describe('resource/unknown-field', () => {
  it('finds a slip of a field that counts, and writes it', () => {
    const text = deployment('apps/v1', 'Deployment', 'replica');
    check(
      text.replace(
        'replica: 2\n',
        'replica: 2\n# ^^^^^^^ warning resource/unknown-field: There is no field replica here: kubectl refuses it, and other tools pass over it. Nearest is replicas.\n',
      ),
    );
    assert.equal(fixed(text), text.replace('replica:', 'replicas:'));
  });

  it('finds slips of what every manifest has, and reads it as it was meant', () => {
    const service = (head: string) => `${head}\nspec: { clusterIP: 10.96.0.9, ports: [{ port: 80 }] }\n`;
    const named = 'metadata: { name: a, namespace: shop }';
    const slips: readonly (readonly [string, string])[] = [
      ['apiVerssion', `apiVerssion: v1\n@\nkind: Service\n${named}`],
      ['kijd', `apiVersion: v1\nkijd: Service\n@\n${named}`],
      ['kkind', `apiVersion: v1\nkkind: Service\n@\n${named}`],
      ['metadaat', `apiVersion: v1\nkind: Service\nmetadaat: { name: a, namespace: shop }\n@`],
    ];
    for (const [word, head] of slips)
      check(service(head.replace('@', `#<${'-'.repeat(word.length - 2)} warning resource/unknown-field`)), {
        severities: { 'service/no-selector': 'off', 'yaml/unreadable': 'off' },
      });
    check('apiVersion: v2\nname: chart\nkid: Some\n');
    check('apiversions: v1\nkind: Thing\nmetadata: { name: a }\n', { severities: { 'yaml/unreadable': 'off' } });
  });

  it('finds slips in containers, where they change names, ports or room', () => {
    const pod = (container: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata: { name: a, namespace: shop }\nspec:\n  containers:\n  - name: a\n    image: a\n${container}`;
    check(pod('    env:\n    - name: A\n      vaule: "1"\n#     ^^^^^ warning resource/unknown-field\n'));
    check(pod('    resources:\n      reqests: { cpu: 1 }\n#     ^^^^^^^ warning resource/unknown-field\n'));
    check(pod('    resources:\n      limits:\n        memroy: 1Gi\n#       ^^^^^^ warning resource/unknown-field\n'));
    check(pod('    livenessProbe:\n      httpGet:\n        prot: 80\n#       ^^^^ warning resource/unknown-field\n'));
    check(
      pod(
        '    resources: { limits: { nvidia.com/gpu: 1 } }\n    env: [{ name: A, valueFrom: { fieldRef: { fieldPath: metadata.name } } }]\n',
      ),
    );
  });

  it('finds slips in what routes, scales and watches', () => {
    const ingress = (rule: string) =>
      `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: { name: a, namespace: shop }\nspec:\n  rules:\n  - http:\n      paths:\n      - path: /\n${rule}`;
    check(
      ingress(
        '        pathType: Perfix\n#                 ^^^^^^ error resource/wrong-type: The API server takes Prefix, Exact, ImplementationSpecific for pathType, not Perfix.\n',
      ),
      { severities: others },
    );
    check(ingress('        pathType: Prefix\n        bakcend: {}\n#       ^^^^^^^ warning resource/unknown-field\n'), {
      severities: others,
    });
    check(
      'apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: { name: a, namespace: shop }\nspec:\n  scaleTargetRef:\n    apiVersion: apps/v1\n    kind: Deployment\n    naem: web\n#   ^^^^ warning resource/unknown-field\n',
      { severities: { 'resource/unknown-target': 'off' } },
    );
  });

  it('finds fields that stand a step too high or too low', () => {
    const head = 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web, namespace: shop }\nspec:\n';
    const labelled = '  selector: { matchLabels: { app: web } }\n  template:\n    metadata: { labels: { app: web } }\n';
    const inContainer = (text: string) => `${head}${labelled}    spec:\n      containers:\n      - name: web\n        image: web\n${text}`;
    check(
      `${head}${labelled}    containers: [{ name: web, image: web }]\n#   ^^^^^^^^^^ warning resource/unknown-field: The field containers belongs below spec.template.spec, and is not read here.\n`,
    );
    check(
      inContainer(
        '        hostNetwork: true\n#       ^^^^^^^^^^^ warning resource/unknown-field: The field hostNetwork belongs below spec.template.spec, and is not read here.\n',
      ),
    );
    check(
      inContainer(
        '      replicas: 3\n#     ^^^^^^^^ warning resource/unknown-field: The field replicas belongs below spec, and is not read here.\n',
      ),
    );
    check(
      inContainer(
        '        env:\n        - PORT: "80"\n#         ^^^^ warning resource/unknown-field: There is no field PORT here, so that it is not read. The fields are name, value, valueFrom.\n',
      ),
    );
    check(
      'apiVersion: v1\nkind: Service\nname: web\n#<-- warning resource/unknown-field: The field name belongs below metadata, and is not read here.\nspec: { selector: { app: web }, ports: [{ port: 80 }] }\n',
      { severities: { 'selector/no-match': 'off' } },
    );
    check(
      'apiVersion: metallb.io/v1beta1\nkind: L2Advertisement\nmetadata: { name: lan, namespace: metallb-system }\nipAddressPools: [lan]\n#<------------ warning resource/unknown-field: The field ipAddressPools belongs below spec, and is not read here.\n',
    );
    check(
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  spec:\n# ^^^^ warning resource/unknown-field: The field spec belongs beside metadata, and is not read here.\n    ports: [{ port: 80 }]\n',
      { severities: { 'service/no-selector': 'off', 'service/refused': 'off' } },
    );
    check(inContainer(''));
  });

  it('finds slips in the configuration of K3s and of kubeadm', () => {
    check(
      '# file: k3s/config.yaml\ncluster_cidr: 10.52.0.0/16\n#<---------- warning resource/unknown-field: There is no field cluster_cidr here, so that it is not read. Nearest is cluster-cidr.\nservice-cidr: 10.53.0.0/16\ncluster-init: true\nnode-name: a\ndisable+: [traefik]\n',
    );
    const kubeadm = 'apiVersion: kubeadm.k8s.io/v1beta4\nkind: ClusterConfiguration\n';
    check(
      `${kubeadm}networking:\n  podSubnets: 10.244.0.0/16\n# ^^^^^^^^^^ warning resource/unknown-field: There is no field podSubnets here, so that it is not read. Nearest is podSubnet.\n`,
    );
    check(
      `${kubeadm}podSubnet: 10.244.0.0/16\n#<------- warning resource/unknown-field: The field podSubnet belongs below networking, and is not read here.\n`,
    );
    check(`${kubeadm}networking: { podSubnet: 10.244.0.0/16, serviceSubnet: 10.96.0.0/12 }\nclusterName: a\n`);
    const named = `${kubeadm}networking:\n  podCIDR: 10.244.0.0/16\n`;
    check(
      `${named}# ^^^^^^^ warning resource/unknown-field: There is no field podCIDR here, so that it is not read. Nearest is podSubnet.\n`,
    );
    assert.equal(fixed(named), named.replace('podCIDR', 'podSubnet'));
    check(
      `${kubeadm.replace('ClusterConfiguration', 'InitConfiguration')}networking: { podSubnet: 10.244.0.0/16 }\n#<-------- warning resource/unknown-field: The field networking belongs to a ClusterConfiguration, and is not read here.\n`,
    );
  });

  it('finds slips in the network of Talos, and a URL where kubeadm wants a host', () => {
    check(
      'machine: { type: controlplane }\ncluster:\n  network:\n    podSubnet: [10.244.0.0/16]\n#   ^^^^^^^^^ warning resource/unknown-field: There is no field podSubnet here, so that it is not read. Nearest is podSubnets.\n  proxy:\n    disable: true\n#   ^^^^^^^ warning resource/unknown-field\n',
    );
    check(
      'machine: { type: controlplane }\ncluster:\n  network: { podSubnets: [10.244.0.0/16], cni: { name: none } }\n  proxy: { disabled: true }\n',
    );
    const kubeadm = (endpoint: string) =>
      `apiVersion: kubeadm.k8s.io/v1beta3\nkind: ClusterConfiguration\ncontrolPlaneEndpoint: ${endpoint}\n`;
    check(
      `${kubeadm('https://k8s.lan:6443')}#                     ^^^^^^^^^^^^^^^^^^^^ error resource/wrong-type: The controlPlaneEndpoint of kubeadm is a host and a port, and no URL: k8s.lan:6443.\n`,
    );
    assert.equal(fixed(kubeadm('https://k8s.lan:6443')), kubeadm('k8s.lan:6443'));
    check(kubeadm('k8s.lan:6443'));
  });

  it('finds labels that stand right below a selector, and matchLabels where there are none', () => {
    const policy = (selector: string) =>
      `apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy\nmetadata: { name: web, namespace: shop }\nspec:\n  podSelector:\n${selector}`;
    check(
      policy(
        '    app: web\n#   ^^^ warning resource/unknown-field: The field app belongs below spec.podSelector.matchLabels, and is not read here.\n',
      ),
    );
    check(policy('    matchLabels: { app: web }\n'), { severities: { 'policy/no-match': 'off' } });
    const service = (selector: string) =>
      `apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec:\n  ports: [{ port: 80 }]\n  selector:\n${selector}`;
    check(
      service(
        '    matchLabels: { app: web }\n#   ^^^^^^^^^^^ error resource/wrong-type: The selector of a Service has its labels right below it, without matchLabels.\n',
      ),
      { severities: { 'selector/no-match': 'off' } },
    );
    check(service('    matchLabels: web\n'), { severities: { 'selector/no-match': 'off' } });
  });

  it('finds fields of a sibling, which it calls otherwise', () => {
    check(
      'apiVersion: projectcalico.org/v3\nkind: NetworkPolicy\nmetadata: { name: web, namespace: shop }\nspec:\n  policyTypes: [Ingress]\n# ^^^^^^^^^^^ warning resource/unknown-field: There is no field policyTypes here: kubectl refuses it, and other tools pass over it. Nearest is types.\n',
    );
    check(
      'apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec:\n  selector: { app: web }\n  ports:\n  - port: 80\n    containerPort: 8080\n#   ^^^^^^^^^^^^^ warning resource/unknown-field: There is no field containerPort here: kubectl refuses it, and other tools pass over it. Nearest is targetPort.\n',
      { severities: { 'selector/no-match': 'off' } },
    );
    check(
      'apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: { name: lan, namespace: metallb-system }\nspec:\n  protocol: layer2\n# ^^^^^^^^ warning resource/unknown-field\n  addresses: [10.0.0.1-10.0.0.9]\n',
      { severities: { 'metallb/not-advertised': 'off' } },
    );
    for (const [written, right] of [
      ['ipip: { mode: Always }', 'ipipMode'],
      ['nat-outgoing: true', 'natOutgoing'],
    ] as const) {
      const key = written.slice(0, written.indexOf(':'));
      check(
        `apiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata: { name: pods }\nspec:\n  cidr: 10.1.0.0/16\n  ${written}\n# ${'^'.repeat(key.length)} warning resource/unknown-field: There is no field ${key} here: kubectl refuses it, and other tools pass over it. Nearest is ${right}.\n`,
        { severities: { 'calico/no-nat': 'off' } },
      );
    }
  });

  it('is silent about fields of kinds that it does not know in full', () => {
    check(
      'apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: { name: web, namespace: shop, spec: a }\nstrategy: {}\nspec:\n  containers: []\n  template:\n    metadata: { labels: { app: web } }\n    spec: { containers: [{ name: web, image: web }] }\n',
    );
    check('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: shop }\nname: a\ndata: { a: b }\n');
  });

  it('finds slips in groups of others, where their kinds are known', () => {
    for (const [apiVersion, kind] of [
      ['metall.io/v1beta1', 'IPAddressPool'],
      ['monitoring.coreos.com/v1', 'ServiceMonitr'],
      ['monitoring.coreo.com/v1', 'ServiceMonitor'],
    ] as const) {
      const at = kind === 'ServiceMonitr' ? 'kind' : 'apiVersion';
      const mark = (key: string, word: string) =>
        key === at ? `\n#${' '.repeat(key.length + 1)}${'^'.repeat(word.length)} error resource/unknown-kind` : '';
      check(
        `apiVersion: ${apiVersion}${mark('apiVersion', apiVersion)}\nkind: ${kind}${mark('kind', kind)}\nmetadata: { name: a, namespace: metallb-system }\n`,
      );
    }
    check('apiVersion: monitoring.coreos.com/v1\nkind: PrometheusRule\nmetadata: { name: a, namespace: shop }\n');
  });

  it('finds any field that an EdgeNetwork does not have', () => {
    check(
      site(
        'edgenetwork/v1',
        'EdgeNetwork',
        `  kubernetesServiceIP: 10.0.0.1-10.0.0.9
# ^^^^^^^^^^^^^^^^^^^ warning resource/unknown-field: There is no field kubernetesServiceIP here, so that it is not read. Nearest is kubernetesServiceIPs.
  computeNetwork:
    vlan: 7
#   ^^^^ warning resource/unknown-field: There is no field vlan here, so that it is not read. The fields are subnet, gateway, dhcpRanges, reservedIPs.`.replace(
          'and reservedIPs',
          'reservedIPs',
        ),
      ),
    );
  });

  it('is silent about fields that stand beside what they resemble, and about what is not known', () => {
    check(deployment('apps/v1', 'Deployment').replace('replicas: 2', 'replicas: 2\n  replica: 3'));
    check(deployment('argoproj.io/v1alpha1', 'Rollout', 'replica'));
    check(deployment('apps/v1', 'Deployment').replace('replicas: 2', 'replicas: 2\n  somethingElse: 3'));
  });
});

describe('resource/wrong-type of a pod template', () => {
  const workload = (kind: string, spec: string, more = '') =>
    `apiVersion: ${kind === 'Job' ? 'batch/v1' : 'apps/v1'}\nkind: ${kind}\nmetadata: { name: a, namespace: shop }\nspec:\n${more}${kind === 'Job' ? '' : '  selector: { matchLabels: { app: a } }\n'}  template:\n    metadata: { labels: { app: a } }\n    spec:\n${spec}      containers:\n      - name: a\n        image: a\n`;

  it('finds a restartPolicy that the kind does not take', () => {
    check(
      workload(
        'Deployment',
        '      restartPolicy: Never\n#                    ^^^^^ error resource/wrong-type: The API server takes Always for restartPolicy, not Never.\n',
      ),
    );
    check(workload('Job', '      restartPolicy: Always\n#                    ^^^^^^ error resource/wrong-type\n'));
    check(workload('Job', '      restartPolicy: Never\n'));
    check(workload('Deployment', ''));
  });

  it('finds words that are none of a list', () => {
    check(
      `${workload('Deployment', '')}        imagePullPolicy: always\n#                        ^^^^^^ error resource/wrong-type: The API server takes Always, IfNotPresent, Never for imagePullPolicy, not always.\n`,
    );
    check(
      workload(
        'Deployment',
        '      tolerations:\n      - operator: Equals\n#                 ^^^^^^ error resource/wrong-type\n        effect: NoSchedul\n#               ^^^^^^^^^ error resource/wrong-type\n',
      ),
    );
    check(workload('Deployment', '', '  strategy:\n    type: Rolling\n#         ^^^^^^^ error resource/wrong-type\n'));
    check(workload('DaemonSet', '', '  updateStrategy:\n    type: OnDelete\n'));
  });
});

describe('resource/unknown-field of rarer kinds', () => {
  const quiet = {
    severities: { 'metallb/refused': 'off', 'gateway/parent': 'off', 'gateway/backend': 'off', 'selector/invalid': 'off' },
  } as const;
  const slip = (head: string, line: string, key: string, meant: string) => {
    const indent = line.indexOf(key);
    const text = `${head}${line}\n`;
    check(
      `${text}#${' '.repeat(indent - 1)}${'^'.repeat(key.length)} warning resource/unknown-field: There is no field ${key} here: kubectl refuses it, and other tools pass over it. Nearest is ${meant}.\n`,
      quiet,
    );
  };

  it('finds the words of older configurations, and other ways to write a name', () => {
    const peer = 'apiVersion: metallb.io/v1beta2\nkind: BGPPeer\nmetadata: { name: a, namespace: metallb-system }\nspec:\n';
    slip(`${peer}  peerASN: 64501\n  peerAddress: 10.0.0.1\n`, '  my-asn: 64500', 'my-asn', 'myASN');
    slip(`${peer}  myASN: 64500\n  peerASN: 64501\n`, '  peerAddres: 10.0.0.1', 'peerAddres', 'peerAddress');
    check(`${peer}  myASN: 64500\n  peerASN: 64501\n  peerAddress: 10.0.0.1\n  ebgpMultiHop: true\n`);
  });

  it('finds them in routes and Gateways', () => {
    const route = 'apiVersion: gateway.networking.k8s.io/v1\nkind: HTTPRoute\nmetadata: { name: a, namespace: shop }\nspec:\n';
    slip(route, '  parentRef: [{ name: edge }]', 'parentRef', 'parentRefs');
    slip(`${route}  rules:\n`, '  - backendRef: [{ name: web, port: 80 }]', 'backendRef', 'backendRefs');
    slip(
      'apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: { name: a, namespace: shop }\nspec:\n  gatewayClassName: a\n',
      '  listener: [{ name: a, port: 80, protocol: HTTP }]',
      'listener',
      'listeners',
    );
    const match = (text: string, mark = '') => check(`${route}  rules:\n  - matches:\n    - ${text}\n${mark}`, quiet);
    match('path: { type: Prefix, value: /a }', '      #             ^^^^^^ error resource/wrong-type: The API server takes PathPrefix, Exact, RegularExpression for type, not Prefix.\n'); // prettier-ignore
    match('path: { type: PathPrefix, value: a }', '      #                                ^ error resource/refused: The API server refuses HTTPRoute shop/a. A path begins with /, and "a" does not.\n'); // prettier-ignore
    match('method: get', '      #       ^^^ error resource/wrong-type\n');
    match('{ path: { type: RegularExpression, value: "a.*" }, method: GET }');
  });

  it('finds what a CronJob has below jobTemplate, and a namespace that none can be', () => {
    check(
      'apiVersion: batch/v1\nkind: CronJob\nmetadata: { name: a, namespace: shop }\nspec:\n  schedule: "0 * * * *"\n  template:\n# ^^^^^^^^ warning resource/unknown-field: The field template belongs below spec.jobTemplate.spec, and is not read here.\n    spec: { restartPolicy: Never, containers: [{ name: a, image: a }] }\n',
      quiet,
    );
    check(
      'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: Shop\n#            ^^^^ error resource/refused: The API server refuses ConfigMap Shop/a. "Shop" is not a name for a namespace: small letters, digits and hyphens are, at most 63.\n',
    );
    check('apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a, namespace: <NAMESPACE> }\n', { severities: { 'yaml/unreadable': 'off' } });
  });

  it('finds the type of the addresses in small letters', () => {
    check(
      'apiVersion: discovery.k8s.io/v1\nkind: EndpointSlice\nmetadata: { name: a, namespace: shop }\naddressType: ipv4\n#            ^^^^ error resource/wrong-type\nports: []\nendpoints: []\n',
      { severities: { 'service/written-endpoints': 'off' } },
    );
  });
});

describe('resource/unknown-field of kinds that little else is read of', () => {
  const of = (apiVersion: string, kind: string, spec: string) =>
    `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: default }\nspec:\n${spec}`;
  const calico = 'projectcalico.org/v3';

  it('finds slips and other words in what Calico tells routers', () => {
    check(
      of(
        calico,
        'BGPPeer',
        '  peerIp: 192.168.1.1\n# ^^^^^^ warning resource/unknown-field: There is no field peerIp here: kubectl refuses it, and other tools pass over it. Nearest is peerIP.\n  asn: 64512\n# ^^^ warning resource/unknown-field: There is no field asn here: kubectl refuses it, and other tools pass over it. Nearest is asNumber.\n',
      ),
    );
    check(of(calico, 'BGPConfiguration', '  nodeToNodeMesh: false\n# ^^^^^^^^^^^^^^ warning resource/unknown-field\n'));
    check(
      of(
        calico,
        'BGPConfiguration',
        '  serviceClusterIPs: [{ cird: 10.96.0.0/12 }]\n#                       ^^^^ warning resource/unknown-field\n',
      ),
    );
    check(of(calico, 'BGPPeer', '  peerIP: 192.168.1.1\n  asNumber: 64512\n  localASNumber: 64513\n  nextHopMode: Self\n'));
  });

  it('finds them in the Installation of the operator, in Cilium, and in certificates', () => {
    check(
      of(
        'operator.tigera.io/v1',
        'Installation',
        '  calicoNetwork:\n    ipPools:\n    - cidr: 10.244.0.0/16\n      encapsulaton: VXLAN\n#     ^^^^^^^^^^^^ warning resource/unknown-field: There is no field encapsulaton here: kubectl refuses it, and other tools pass over it. Nearest is encapsulation.\n',
      ),
    );
    check(of('operator.tigera.io/v1', 'Installation', '  calicoNetwork: { linuxDataplane: BPF, hostPorts: Enabled, mtu: 1450 }\n'));
    check(
      of(
        'cilium.io/v2alpha1',
        'CiliumL2AnnouncementPolicy',
        '  loadbalancerIPs: true\n# ^^^^^^^^^^^^^^^ warning resource/unknown-field\n  serviceSelector:\n    matchLabel: { a: b }\n#   ^^^^^^^^^^ warning resource/unknown-field\n',
      ),
    );
    check(of('cilium.io/v2', 'CiliumLoadBalancerIPPool', '  blocks: [{ start: 10.0.0.1, end: 10.0.0.9 }]\n'));
    check(
      of(
        'cert-manager.io/v1',
        'Certificate',
        '  secretname: web-tls\n# ^^^^^^^^^^ warning resource/unknown-field\n  dnsNames: [web.example.com]\n  issuerRef: { name: le, kind: ClusterIssuer }\n',
      ),
    );
  });

  it("is silent about a kind of the same name in another's group", () => {
    check(of('example.com/v1', 'Certificate', '  secretname: a\n'));
    check(of('example.com/v1', 'BGPPeer', '  asn: 1\n'));
  });
});
