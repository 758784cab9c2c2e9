import { expect } from 'chai';
import { formatAddress } from '../../src/base/ip.ts';
import { RenderedWorkspace } from '../support/renderedWorkspace.ts';

const flux = (name: string, more = '') => `apiVersion: kustomize.toolkit.fluxcd.io/v1
kind: Kustomization
metadata: { name: ${name}, namespace: flux-system }
spec:
  path: ./${name}
  prune: true
  sourceRef: { kind: GitRepository, name: flux-system }
${more}---
`;

const application = (name: string, wave = '0') => `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: ${name}, namespace: argocd, annotations: { argocd.argoproj.io/sync-wave: "${wave}" } }
spec:
  project: default
  destination: { server: https://kubernetes.default.svc, namespace: shop }
  source: { repoURL: https://git.example.org/o/site, path: ${name} }
---
`;

const balanced = (name: string, address = '') => `apiVersion: v1
kind: Service
metadata: { name: ${name}, namespace: shop${address === '' ? '' : `, annotations: { metallb.io/loadBalancerIPs: ${address} }`} }
spec: { type: LoadBalancer, selector: { app: ${name} }, ports: [{ port: 80 }] }
---
`;

const pool = `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata: { name: lan, namespace: metallb-system }
spec: { addresses: [10.0.0.1-10.0.0.9] }
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata: { name: lan, namespace: metallb-system }
---
`;

/** `web 10.0.0.1 predicted` for each service, by name. */
function given(files: Readonly<Record<string, string>>): readonly string[] {
  const [cluster] = new RenderedWorkspace(files).refreshed().clusters;
  return (cluster?.allocation.services ?? [])
    .flatMap(({ name, loadBalancer }) =>
      loadBalancer === undefined
        ? []
        : [`${name} ${loadBalancer.ips.map(formatAddress).join(' ') || 'none'} ${loadBalancer.explanation.certainty}`],
    )
    .sort();
}

describe('an address that depends on what is applied first', () => {
  const folders = { 'metallb/pool.yaml': pool, 'a/a.yaml': balanced('a'), 'b/b.yaml': balanced('b') };

  it('is one of several between Kustomizations of Flux that do not wait for each other', () => {
    const files = { 'clusters/site/apps.yaml': flux('metallb') + flux('a') + flux('b'), ...folders };
    expect(given(files)).to.deep.equal(['a 10.0.0.1 possible', 'b 10.0.0.2 possible']);
  });

  it('is known where one waits for the other', () => {
    const files = { 'clusters/site/apps.yaml': flux('metallb') + flux('a', '  dependsOn: [{ name: b }]\n') + flux('b'), ...folders };
    expect(given(files)).to.deep.equal(['a 10.0.0.2 predicted', 'b 10.0.0.1 predicted']);
  });

  it('is known again at once when one comes to wait for the other', () => {
    const workspace = new RenderedWorkspace({ 'clusters/site/apps.yaml': flux('metallb') + flux('a') + flux('b'), ...folders });
    const certainties = () =>
      workspace.refreshed().clusters[0]?.allocation.services.flatMap(({ loadBalancer }) => loadBalancer?.explanation.certainty ?? []);
    expect(new Set(certainties())).to.deep.equal(new Set(['possible']));
    workspace.write('clusters/site/apps.yaml', flux('metallb') + flux('a') + flux('b', '  dependsOn: [{ name: a }]\n'));
    expect(new Set(certainties())).to.deep.equal(new Set(['predicted']));
  });

  it('is known where something between the two waits, of which nothing is here', () => {
    const between = flux('middle', '  dependsOn: [{ name: a }]\n').replace('GitRepository, name: flux-system', 'Bucket, name: elsewhere');
    const apps = (more: string): string => flux('metallb') + flux('a') + between + flux('b', more);
    const of = (more: string) => given({ 'clusters/site/apps.yaml': apps(more), ...folders });
    expect(of('  dependsOn: [{ name: middle }]\n')).to.deep.equal(['a 10.0.0.1 predicted', 'b 10.0.0.2 predicted']);
    expect(of('')).to.deep.equal(['a 10.0.0.1 possible', 'b 10.0.0.2 possible']);
  });

  it('is one of two that ask for the same', () => {
    const asking = { ...folders, 'a/a.yaml': balanced('a', '10.0.0.5'), 'b/b.yaml': balanced('b', '10.0.0.5') };
    const of = (more: string) => given({ 'clusters/site/apps.yaml': flux('metallb') + flux('a') + flux('b', more), ...asking });
    expect(of('')).to.deep.equal(['a 10.0.0.5 possible', 'b none possible']);
    expect(of('  dependsOn: [{ name: a }]\n')).to.deep.equal(['a 10.0.0.5 fixed', 'b none predicted']);
  });

  it('is known inside one Kustomization', () => {
    const files = { 'clusters/site/apps.yaml': flux('all'), 'all/all.yaml': pool + balanced('a') + balanced('b') };
    expect(given(files)).to.deep.equal(['a 10.0.0.1 predicted', 'b 10.0.0.2 predicted']);
  });

  it('may be one that another service asks for, which then gets none', () => {
    const files = { 'clusters/site/apps.yaml': flux('metallb') + flux('a') + flux('b'), ...folders, 'a/a.yaml': balanced('a', '10.0.0.1') };
    expect(given(files)).to.deep.equal(['a 10.0.0.1 possible', 'b 10.0.0.2 possible']);
  });

  it('is fixed where the other service never comes to it', () => {
    const files = { 'clusters/site/apps.yaml': flux('metallb') + flux('a') + flux('b'), ...folders, 'a/a.yaml': balanced('a', '10.0.0.7') };
    expect(given(files)).to.deep.equal(['a 10.0.0.7 fixed', 'b 10.0.0.1 predicted']);
  });

  it('goes by the waves of Applications', () => {
    const files = (wave: string) => ({
      'root/root.yaml': application('metallb') + application('a', '1') + application('b', wave),
      'argocd/root.yaml': application('root'),
      ...folders,
    });
    expect(given(files('1'))).to.deep.equal(['a 10.0.0.1 possible', 'b 10.0.0.2 possible']);
    expect(given(files('2'))).to.deep.equal(['a 10.0.0.1 predicted', 'b 10.0.0.2 predicted']);
  });

  it('goes by what bundles of Fleet wait for', () => {
    const repository = `apiVersion: fleet.cattle.io/v1alpha1
kind: GitRepo
metadata: { name: site, namespace: fleet-local }
spec: { repo: https://git.example.org/o/site, paths: [metallb, a, b] }
`;
    const files = (settings: string) => ({
      'repo.yaml': repository,
      ...folders,
      'metallb/fleet.yaml': 'defaultNamespace: shop\n',
      'a/fleet.yaml': 'defaultNamespace: shop\n',
      'b/fleet.yaml': settings,
    });
    expect(given(files('defaultNamespace: shop\n'))).to.deep.equal(['a 10.0.0.1 possible', 'b 10.0.0.2 possible']);
    expect(given(files('defaultNamespace: shop\ndependsOn: [{ name: site-a }]\n'))).to.deep.equal([
      'a 10.0.0.1 predicted',
      'b 10.0.0.2 predicted',
    ]);
  });
});

describe('an address of pods that two of them ask for', () => {
  const pod = (name: string) =>
    `apiVersion: v1\nkind: Pod\nmetadata: { name: ${name}, namespace: shop, annotations: { cni.projectcalico.org/ipAddrs: '["10.244.0.9"]' } }\nspec: { nodeName: n, containers: [{ name: c, image: c }] }\n`;
  const calico =
    'apiVersion: v1\nkind: Node\nmetadata: { name: n }\n---\napiVersion: projectcalico.org/v3\nkind: IPPool\nmetadata: { name: lan }\nspec: { cidr: 10.244.0.0/16 }\n';
  const folders = { 'calico/calico.yaml': calico, 'a/a.yaml': pod('a'), 'b/b.yaml': pod('b') };
  const answered = (workspace: RenderedWorkspace): readonly string[] =>
    (workspace.refreshed().clusters[0]?.allocation.pods ?? [])
      .map(({ name, ips, explanation }) => `${name} ${ips.map(formatAddress).join(' ') || 'none'} ${explanation.certainty}`)
      .sort();

  it('is as sure as their order, and sure where one asks alone', () => {
    const workspace = new RenderedWorkspace({ 'clusters/site/apps.yaml': flux('calico') + flux('a') + flux('b'), ...folders });
    expect(answered(workspace)).to.deep.equal(['a 10.244.0.9 possible', 'b none possible']);
    workspace.write('clusters/site/apps.yaml', flux('calico') + flux('a') + flux('b', '  dependsOn: [{ name: a }]\n'));
    expect(answered(workspace)).to.deep.equal(['a 10.244.0.9 predicted', 'b none predicted']);
    workspace.write('b/b.yaml', pod('b').replace('244.0.9', '244.0.8'));
    expect(answered(workspace)).to.deep.equal(['a 10.244.0.9 fixed', 'b 10.244.0.8 fixed']);
  });
});
