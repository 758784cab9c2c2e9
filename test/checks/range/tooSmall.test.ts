import assert from 'node:assert/strict';
import { checkCodes } from '../../../src/checks/all.ts';
import { check as checkAll, relatedTo } from '../../support/marks.ts';

/** What other rules say of services without pods, and of pools without advertisements, is theirs to test. */
const others = Object.fromEntries(
  checkCodes.filter((code) => code === 'service/no-selector' || code === 'metallb/not-advertised').map((code) => [code, 'off' as const]),
);
const check = (text: string) => checkAll(text, { severities: others });

const site = (spec: string, profile = 'custom') => `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec:
  profile: ${profile}
${spec}
`;
const service = (name: string, more = '', annotations = '') => `---
apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop${annotations} }
spec: { type: LoadBalancer, ports: [{ port: 80 }]${more} }
`;

describe('range/too-small', () => {
  it('counts one address for the master and one for each worker of an Azure Stack Edge device', () => {
    check(
      site(
        `
  kubernetesNodeIPs: 10.0.0.1-10.0.0.1
  #                  ^^^^^^^^^^^^^^^^^ error range/too-small: Too few addresses in Kubernetes node IPs 10.0.0.1: 1 of the 2 that are needed, one for the master and one for each worker.`,
        'azure-stack-edge',
      ),
    );
    check(site('  kubernetesNodeIPs: 10.0.0.1-10.0.0.2', 'azure-stack-edge'));
    check(
      site(
        `
  nodes: 3
  kubernetesNodeIPs: 10.0.0.1-10.0.0.2
  #                  ^^^^^^^^^^^^^^^^^ error range/too-small: Too few addresses in Kubernetes node IPs 10.0.0.1-10.0.0.2: 2 of the 3 that are needed…`,
        'azure-stack-edge',
      ),
    );
  });

  it('knows that a device of two nodes runs three machines', () => {
    const device = (range: string) => `deviceInfo: { nodes: [{ name: N1 }, { name: N2 }] }
device:
  network:
    vSwitches:
    - name: vs
      enabledForCompute: true
      ipAddressPools:
      - name: KubernetesNodeIPs
        ipAddressRange: ${range}
`;
    check(
      `${device('10.0.0.1-10.0.0.2')}        #               ^^^^^^^^^^^^^^^^^ error range/too-small: Too few addresses in Kubernetes node IPs 10.0.0.1-10.0.0.2: 2 of the 3 that are needed…\n`,
    );
    check(device('10.0.0.1-10.0.0.3'));
  });

  it('counts declared nodes, but not those that bring an address of their own', () => {
    const [finding] = check(
      site(`
  kubernetesNodeIPs: 10.0.0.1-10.0.0.2
  #                  ^^^^^^^^^^^^^^^^^ error range/too-small: Too few addresses in Kubernetes node IPs 10.0.0.1-10.0.0.2: 2 for 3 nodes.
  nodes: [{ name: a }, { name: b }, { name: c }]`),
    );
    assert.equal(relatedTo(finding).length, 3);
    check(
      site(`
  kubernetesNodeIPs: 10.0.0.1-10.0.0.2
  nodes: [{ name: a }, { name: b }, { name: c, ips: [10.0.9.1] }]`),
    );
  });

  it('finds a pool with fewer addresses than services that need one, once, at the pool', () => {
    const [finding] = check(
      `${site(`
  serviceSubnet: 10.96.0.0/24
  kubernetesServiceIPs: 10.0.0.1-10.0.0.1
  #                     ^^^^^^^^^^^^^^^^^ error range/too-small: All addresses of pool kubernetes-service-ips (1) are given away, so 2 services get none: shop/b, shop/c. Widen…`)}${service('a')}${service('b')}${service('c')}`,
    );
    assert.deepEqual(relatedTo(finding), ['LoadBalancer | shop/b gets no address', 'LoadBalancer | shop/c gets no address']);
  });

  it('counts services that share an address once', () => {
    const shared = ', annotations: { metallb.io/allow-shared-ip: k }';
    check(
      `${site(`
  serviceSubnet: 10.96.0.0/24
  kubernetesServiceIPs: 10.0.0.1-10.0.0.1`)}${service('a', '', shared)}${service('b', '', shared).replace('port: 80', 'port: 81')}`,
    );
  });

  it('names a MetalLB pool that was asked for by name', () => {
    check(`${site('  serviceSubnet: 10.96.0.0/24')}---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata:
  name: small
  #     ^^^^^ error range/too-small: All addresses of pool small (1) are given away, so shop/b gets none. Widen…
  namespace: metallb-system
spec: { addresses: [10.0.0.1/32] }
---
apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: wide, namespace: metallb-system }
spec: { addresses: [10.0.1.0/24], autoAssign: false }
${service('a')}${service('b', '', ', annotations: { metallb.io/address-pool: small }')}`);
  });

  it('is silent with exactly enough', () => {
    check(
      `${site(`
  serviceSubnet: 10.96.0.0/24
  kubernetesServiceIPs: 10.0.0.1-10.0.0.2`)}${service('a')}${service('b')}`,
    );
  });

  it('says once of a Calico pool that it has too few addresses for the pods', () => {
    const [finding] = check(`apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: pods }
spec:
  cidr: 10.48.0.0/30
  #     ^^^^^^^^^^^^ error range/too-small: pods has no free address left. 4 pods of Deployment shop/web get none. Widen the range, or run fewer pods.
  blockSize: 30
---
apiVersion: v1
kind: Node
metadata: { name: edge-1 }
---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 8
  selector: { matchLabels: { app: web } }
  template: { metadata: { labels: { app: web } }, spec: { containers: [{ name: web, image: web }] } }
`);
    assert.deepEqual(relatedTo(finding), ['web | Deployment shop/web gets no address']);
  });

  it('says once of a service subnet that it is full, and the services are silent', () => {
    const cluster = (name: string) => service(name).replace('type: LoadBalancer', 'type: ClusterIP');
    check(
      `${site(`
  serviceSubnet: 10.96.0.0/30
  #              ^^^^^^^^^^^^ error range/too-small: No IPv4 address of the service subnet 10.96.0.0/30 is free. 2 services are refused: Service shop/c, Service shop/d. Widen the subnet.`)}${['a', 'b', 'c', 'd'].map(cluster).join('')}`,
    );
    check(`${site('  serviceSubnet: 10.96.0.0/29')}${['a', 'b', 'c', 'd'].map(cluster).join('')}`);
  });

  it('keeps an address for the edge hub on a device with IoT Edge', () => {
    const module = `---
apiVersion: v1
kind: ConfigMap
metadata: { name: iotedged, namespace: iotedge }
`;
    const text = (range: string, mark = '') =>
      `${site(
        `
  kubernetesServiceIPs: ${range}${mark}`,
        'azure-stack-edge',
      )}${service('a')}`;
    check(
      text(
        '10.0.0.1-10.0.0.1',
        '\n  #                     ^^^^^^^^^^^^^^^^^ warning range/too-small: All addresses of kubernetes-service-ips are given away, and the edge hub of IoT Edge needs one of its own. Widen the range.',
      ) + module,
    );
    check(text('10.0.0.1-10.0.0.2') + module);
    check(text('10.0.0.1-10.0.0.1'));
  });

  it('knows that virtual networks for Kubernetes mean the AKS workload profile, which needs more', () => {
    const device = (range: string, enabled = true) => `deviceInfo: { nodes: [{ name: N1 }] }
device:
  network:
    vSwitches:
    - name: vs
      enabledForCompute: true
      ipAddressPools:
      - name: KubernetesNodeIPs
        ipAddressRange: ${range}
    virtualNetworks:
    - { name: vm, network: 10.50.0.0, subnetMask: 255.255.255.0, enabledForKubernetes: ${enabled} }
`;
    check(
      device('10.0.0.1-10.0.0.5').replace(
        '    virtualNetworks',
        '        #               ^^^^^^^^^^^^^^^^^ warning range/too-small: Too few addresses in Kubernetes node IPs 10.0.0.1-10.0.0.5: 5 of the 6 that the AKS workload profile needs, which a virtual network for Kubernetes belongs to.\n    virtualNetworks',
      ),
    );
    check(device('10.0.0.1-10.0.0.6'));
    check(device('10.0.0.1-10.0.0.5', false));
  });
});

describe('range/too-small of the blocks of nodes', () => {
  const kubeadm = (subnet: string, more = '', mark = '') => `apiVersion: kubeadm.k8s.io/v1beta4
kind: ClusterConfiguration
networking:
  podSubnet: ${subnet}
${mark}${more}`;
  const nodes = (...names: readonly string[]) =>
    names.map((name) => `---\napiVersion: v1\nkind: Node\nmetadata: { name: ${name} }\n`).join('');
  const mask = (size: string) => `controllerManager: { extraArgs: [{ name: node-cidr-mask-size, value: "${size}" }] }\n`;

  it('finds fewer blocks than nodes', () => {
    check(
      kubeadm(
        '10.244.0.0/23',
        nodes('a', 'b', 'c'),
        '#            ^^^^^^^^^^^^^ warning range/too-small: The pod subnet 10.244.0.0/23 has room for 2 nodes (/24 for each), and there are 3. The others get no podCIDR, and pods that take their addresses of it do not start there. Widen the subnet, or set node-cidr-mask-size.\n',
      ),
    );
    check(kubeadm('10.244.0.0/23', nodes('a', 'b')));
    check(kubeadm('10.244.0.0/23', mask('26') + nodes('a', 'b', 'c')));
  });

  it('is an error where flannel needs the blocks, and silent where Calico does not', () => {
    const server = (mark: string) => `# file: k3s/config.yaml\ncluster-cidr: 10.42.0.0/24\n${mark}# file: nodes.yaml\n${nodes('a', 'b')}`;
    check(server('#             ^^^^^^^^^^^^ error range/too-small\n'));
    check(server('kube-controller-manager-arg: [node-cidr-mask-size=25]\n'));
    check(
      `${kubeadm('10.244.0.0/24', nodes('a', 'b'))}---\napiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata: { name: pods }\nspec: { cidr: 10.244.0.0/24, natOutgoing: true }\n`,
    );
  });

  it('finds subnets that the controller does not start with', () => {
    check(
      kubeadm(
        '10.244.0.0/25',
        '',
        '#            ^^^^^^^^^^^^^ error range/too-small: The pod subnet 10.244.0.0/25 is smaller than the block (/24) that each node gets of it. With that, kube-controller-manager does not start. Widen the subnet, or set node-cidr-mask-size.\n',
      ),
    );
    check(
      kubeadm(
        '10.244.0.0/16,fd00::/40',
        '',
        '#                          ^^^^^^^^^ error range/too-small: The pod subnet fd00::/40 is more than 16 bits larger than the block (/64) that each node gets of it. With that, kube-controller-manager does not start. Set node-cidr-mask-size.\n',
      ),
    );
    check(kubeadm('10.244.0.0/25', mask('26')));
    check(kubeadm('10.244.0.0/16,fd00::/48'));
  });

  it('holds nothing against nodes that have their blocks written down', () => {
    check(
      `${kubeadm('10.244.0.0/24')}${nodes('a', 'b')
        .replace('name: a }', 'name: a }\nspec: { podCIDR: 10.244.0.0/25 }')
        .replace('name: b }', 'name: b }\nspec: { podCIDR: 10.244.0.128/25 }')}`,
    );
  });
});
