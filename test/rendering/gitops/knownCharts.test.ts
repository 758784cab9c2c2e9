import { expect } from 'chai';
import { findingsOf } from '../../../src/analysis/snapshot.ts';
import { checkWorkspace, RenderedWorkspace } from '../../support/renderedWorkspace.ts';

const release = (chart: string, values: string, more = '') => `apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: ${chart}, namespace: system }
spec:
  chart: { spec: { chart: ${chart}, sourceRef: { kind: HelmRepository, name: charts }${more} } }
  values:
${values}---
`;
const pool = `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec: { addresses: [192.168.7.10-192.168.7.20] }
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: lan, namespace: metallb-system }
---
`;

describe('A well-known chart that is not here', () => {
  const address = (mark: string, text = '192.168.9.11') => `    controller:
      service:
        annotations:
          metallb.io/loadBalancerIPs: ${text}
${mark}`;

  it('asks for the address that its values say, and the fault is there', () => {
    checkWorkspace(`# file: apps.yaml
${pool}${release(
      'ingress-nginx',
      address(
        '#                                     ^^^^^^^^^^^^ error service/pending: Service system/ingress-nginx-controller gets no external address. 192.168.9.11 is in no address pool.…\n',
      ),
    )}`);
    checkWorkspace(`# file: apps.yaml\n${pool}${release('ingress-nginx', address('', '192.168.7.11'))}`);
    // Of another chart nothing is known.
    checkWorkspace(`# file: apps.yaml\n${pool}${release('my-ingress', address(''))}`);
  });

  it('is said to be known by its values alone', () => {
    checkWorkspace(`# file: apps.yaml
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: web, namespace: system }
spec:
  chart: { spec: { chart: traefik, sourceRef: { kind: HelmRepository, name: charts } } }
#                         ^^^^^^^ information gitops/not-rendered: Chart traefik is not in this workspace: of what it makes, only what its values say of its Services, classes and placement is known here.
`);
  });

  const ingress = (name: string, mark = '') => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec:
  ingressClassName: ${name}
${mark}  rules: []
---
`;

  it('is known by its values in a kustomization, too', () => {
    const chart = (address: string, mark = '', more = '') => `# file: kustomization.yaml
resources: [pool.yaml]
helmCharts:
- name: ingress-nginx
#       ^^^^^^^^^^^^^ information kustomize/not-rendered: Chart ingress-nginx is not in this workspace: of what it makes, only what its values say of its Services, classes and placement is known here.
  repo: https://kubernetes.github.io/ingress-nginx
  releaseName: ingress-nginx
  namespace: system
  valuesInline:
    controller:
      service:
        annotations:
          metallb.io/loadBalancerIPs: ${address}
${mark}${more}# file: pool.yaml
${pool}`;
    checkWorkspace(
      chart(
        '192.168.9.11',
        '#                                     ^^^^^^^^^^^^ error service/pending: Service system/ingress-nginx-controller gets no external address. 192.168.9.11 is in no address pool.…\n',
      ),
    );
    checkWorkspace(chart('192.168.7.11'));
  });

  it('may be patched where nothing of it is known, in a kustomization and in one above', () => {
    const files = {
      'base/kustomization.yaml': `helmCharts:
- { name: traefik, repo: "https://traefik.github.io/charts", releaseName: traefik, namespace: system }
patches:
- target: { kind: Deployment, name: traefik }
  patch: |
    - { op: replace, path: /spec/template/spec/containers/0/args/3, value: x }
`,
      'site/kustomization.yaml': `resources: [../base]
patches:
- patch: '{ apiVersion: v1, kind: Service, metadata: { name: traefik-metrics, namespace: system }, spec: { type: ClusterIP } }'
`,
    };
    const snapshot = new RenderedWorkspace(files).refreshed();
    const found = Object.keys(files).flatMap((file) => findingsOf(snapshot, file));
    expect(found.filter(({ severity }) => severity === 'error' || severity === 'warning')).to.deep.equal([]);
    expect(snapshot.clusters[0]?.allocation.services.map(({ name }) => name)).to.include('traefik');
  });

  it('has the ports of its version', () => {
    const portsOf = (version: string): unknown => {
      const text = release('traefik', '    ports: { traefik: { expose: true } }\n').replace(
        'chart: traefik',
        `chart: traefik, version: ${version}`,
      );
      const { clusters } = new RenderedWorkspace({ 'apps.yaml': text }).refreshed();
      return clusters[0]?.allocation.services.flatMap(({ ports }) => ports.map(({ port }) => port));
    };
    expect(portsOf('14.0.1')).to.include(9000);
    expect(portsOf('33.0.0')).to.include(8080);
  });

  it('brings the class that its values name', () => {
    const values = '    controller: { ingressClassResource: { name: internal } }\n';
    const slip =
      '#                   ^^^^^^^^ warning ingress/unknown-class: Ingress shop/web is of the IngressClass intrenal, which there is not: no controller serves it. The classes are: internal. Did you mean internal?\n';
    checkWorkspace(`# file: apps.yaml\n${ingress('intrenal', slip)}${release('ingress-nginx', values)}`);
    checkWorkspace(`# file: apps.yaml\n${ingress('internal')}${release('ingress-nginx', values)}`);
  });

  it('places its pods as its values say', () => {
    checkWorkspace(`# file: apps.yaml
apiVersion: v1
kind: Node
metadata: { name: node-1, labels: { role: worker } }
status: { addresses: [{ type: InternalIP, address: 192.168.7.2 }] }
---
${pool}apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec: { type: LoadBalancer, selector: { app: web }, ports: [{ port: 80 }] }
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: web }] }
---
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: metallb, namespace: metallb-system }
spec:
  chart: { spec: { chart: metallb, sourceRef: { kind: HelmRepository, name: charts } } }
#                         ^^^^^^^ warning metallb/not-advertised: The speaker of MetalLB (DaemonSet metallb-system/metallb-speaker) runs on none of the nodes that may announce pool lan (node-1):…
#                         ^^^^^^^ warning workload/unschedulable: DaemonSet metallb-system/metallb-speaker runs on no node:…
  values: { speaker: { nodeSelector: { role: edge } } }
`);
  });

  const metallb = (version: string, mark = '') => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: metallb, namespace: argocd }
spec:
  destination: { server: https://kubernetes.default.svc, namespace: metallb-system }
  source:
    repoURL: https://charts.example.org
    chart: metallb
${mark}    targetRevision: ${version}
    helm:
      values: |
        configInline:
          address-pools:
            - { name: lan, protocol: layer2, addresses: [192.168.7.10-192.168.7.20] }
---
`;
  const asking = (text: string, mark = '') => `apiVersion: v1
kind: Service
metadata: { name: web, namespace: shop }
spec:
  type: LoadBalancer
  loadBalancerIP: ${text}
${mark}  selector: { app: web }
  ports: [{ port: 80 }]
---
apiVersion: v1
kind: Pod
metadata: { name: web, namespace: shop, labels: { app: web } }
spec: { containers: [{ name: web, image: web }] }
---
`;

  it('has pools in its values as long as it read them', () => {
    checkWorkspace(`# file: apps.yaml\n${asking('192.168.7.12')}${metallb('0.12.1')}`);
    checkWorkspace(
      `# file: apps.yaml\n${asking('192.168.7.30', '#                 ^^^^^^^^^^^^ error service/pending: Service shop/web gets no external address. 192.168.7.30 is in no address pool. The only pool is lan (192.168.7.10-192.168.7.20).\n')}${metallb('0.12.1')}`,
    );
    checkWorkspace(
      `# file: apps.yaml\n${metallb('0.14.8', '#          ^^^^^^^ error helm/template: The chart says: MetalLB has not read configInline since version 0.13: pools are objects of kind IPAddressPool now.\n')}`,
    );
  });

  it('of a HelmChart of K3s takes the values of a HelmChartConfig', () => {
    checkWorkspace(`# file: apps.yaml
${pool}apiVersion: helm.cattle.io/v1
kind: HelmChart
metadata: { name: traefik, namespace: kube-system }
spec:
  chart: https://%{KUBERNETES_API}%/static/charts/traefik-25.0.2+up25.0.0.tgz
  targetNamespace: kube-system
---
apiVersion: helm.cattle.io/v1
kind: HelmChartConfig
metadata: { name: traefik, namespace: kube-system }
spec:
  valuesContent: |-
    service: { spec: { loadBalancerIP: 192.168.7.9 } }
#                                      ^^^^^^^^^^^ error service/pending: Service kube-system/traefik gets no external address. 192.168.7.9 is in no address pool.…
`);
  });

  it('of Fleet is read as well, and of Calico the pools', () => {
    checkWorkspace(`# file: nginx/fleet.yaml
defaultNamespace: ingress
helm:
  chart: tigera-operator
  repo: https://charts.example.org
  values:
    installation:
      calicoNetwork:
        ipPools: [{ cidr: 10.96.0.0/16 }]
#                         ^^^^^^^^^^^^ error range/overlap
# file: cluster.yaml
apiVersion: kubeadm.k8s.io/v1beta3
kind: ClusterConfiguration
networking: { serviceSubnet: 10.96.0.0/12 }
`);
  });

  it('serves the names that its values say', () => {
    checkWorkspace(`# file: apps.yaml
apiVersion: helm.toolkit.fluxcd.io/v2
kind: HelmRelease
metadata: { name: coredns, namespace: kube-system }
spec:
  chart: { spec: { chart: coredns, sourceRef: { kind: HelmRepository, name: charts } } }
  values:
    servers:
      - zones: [{ zone: . }]
#                       ^ error dns/corefile: CoreDNS does not start with this Corefile, so that no name resolves. CoreDNS knows no plugin kubernets; nearest is kubernetes.
        port: 53
        plugins:
          - { name: kubernets, parameters: cluster.local }
`);
  });

  it('is patched without a word about what is not known of it', () => {
    const snapshot = new RenderedWorkspace({
      'apps.yaml': release('ingress-nginx', '    {}\n').replace(
        '  values:',
        '  postRenderers: [{ kustomize: { patches: [{ target: { kind: Job }, patch: "[{ op: remove, path: /spec/a }]" }] } }]\n  values:',
      ),
    }).refreshed();
    expect(findingsOf(snapshot, 'apps.yaml').map(({ code }) => code)).to.deep.equal(['gitops/not-rendered']);
  });
});
