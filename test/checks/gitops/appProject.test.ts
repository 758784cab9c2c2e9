import { expect } from 'chai';
import { findingsOf } from '../../../src/analysis/snapshot.ts';
import { english } from '../../../src/base/message.ts';
import { RenderedWorkspace } from '../../support/renderedWorkspace.ts';

function said(project: string, destination: string, url = 'https://git.example.org/o/site', secrets = ''): readonly string[] {
  const snapshot = new RenderedWorkspace({
    'argocd/secrets.yaml': secrets,
    'projects/shop.yaml': `apiVersion: argoproj.io/v1alpha1
kind: AppProject
metadata: { name: shop, namespace: argocd }
spec: ${project}
`,
    'argocd/web.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: web, namespace: argocd }
spec:
  project: shop
  destination: ${destination}
  source: { repoURL: ${url}, path: apps/web }
`,
    'apps/web/namespace.yaml': 'apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n',
  }).refreshed();
  return findingsOf(snapshot, 'argocd/web.yaml')
    .filter(({ code }) => code === 'gitops/not-permitted')
    .map(({ message }) => english.say(message));
}

const here = '{ server: https://kubernetes.default.svc, namespace: shop }';
const destinations = (...items: readonly string[]) => `{ sourceRepos: ['*'], destinations: [${items.join(', ')}] }`;

describe('gitops/not-permitted', () => {
  const allowed: readonly (readonly [project: string, destination: string])[] = [
    [destinations("{ server: '*', namespace: '*' }"), here],
    [destinations('{ server: https://kubernetes.default.svc, namespace: sh* }'), here],
    [destinations('{ name: in-cluster, namespace: shop }'), here],
    [destinations("{ server: '*', namespace: '!kube-system' }"), here],
    [destinations('{ name: other, namespace: shop }', "{ name: edge-*, namespace: '*' }"), '{ name: edge-7, namespace: shop }'],
    // The address may be that of the cluster which is named here.
    [destinations('{ server: https://10.0.0.1:6443, namespace: shop }'), '{ name: edge-7, namespace: shop }'],
    [destinations('{ server: https://kubernetes.default.svc, namespace: "${NAMESPACE}" }'), here],
    [destinations('{ server: https://kubernetes.default.svc, namespace: other }'), '{ server: https://kubernetes.default.svc }'],
  ];
  for (const [project, destination] of allowed)
    it(`is silent on ${destination} where the project says ${project}`, () => {
      expect(said(project, destination)).to.deep.equal([]);
    });

  const refused: readonly (readonly [project: string, destination: string])[] = [
    [destinations('{ server: https://kubernetes.default.svc, namespace: shops }'), here],
    [destinations('{ name: in-cluster, namespace: other }'), here],
    [destinations("{ server: '*', namespace: '*' }", "{ server: '*', namespace: '!shop' }"), here],
    [destinations("{ name: edge-7, namespace: '*' }"), '{ name: edge-8, namespace: shop }'],
    ["{ sourceRepos: ['*'] }", here],
  ];
  for (const [project, destination] of refused)
    it(`finds ${destination} where the project says ${project}`, () => {
      expect(said(project, destination)).to.have.length(1);
    });

  it('compares repositories however they are written, and takes patterns', () => {
    const from = (...patterns: readonly string[]) =>
      `{ sourceRepos: [${patterns.join(', ')}], destinations: [{ server: '*', namespace: '*' }] }`;
    expect(said(from('git@git.example.org:o/site.git'), here)).to.deep.equal([]);
    expect(said(from("'https://git.example.org/o/*'"), here)).to.deep.equal([]);
    expect(said(from('https://git.example.org/p/site'), here)).to.deep.equal([
      'AppProject shop does not allow what comes from https://git.example.org/o/site: Argo CD refuses this Application.',
    ]);
    expect(said(from("'*'", "'!https://git.example.org/o/*'"), here)).to.have.length(1);
  });

  const secret = (type: string, owner: string, data: string) => `apiVersion: v1
kind: Secret
metadata: { name: one, namespace: argocd, labels: { argocd.argoproj.io/secret-type: ${type} } }
stringData: { project: ${owner}, ${data} }
`;
  const project = "{ sourceRepos: [https://git.example.org/o/other], destinations: [{ name: edge-7, namespace: '*' }] }";

  it('takes repositories and clusters that are the project’s own for allowed', () => {
    const url = 'https://git.example.org/o/site';
    const at = (name: string) => `{ name: ${name}, namespace: shop }`;
    expect(said(project, at('edge-7'), url)).to.have.length(1);
    expect(said(project, at('edge-7'), url, secret('repository', 'shop', `url: "${url}.git"`))).to.deep.equal([]);
    expect(said(project, at('edge-7'), url, secret('repository', 'till', `url: "${url}.git"`))).to.have.length(1);
    expect(said(project, at('edge-7'), url, secret('repository', 'shop', 'url: "ENC[AES256]"'))).to.deep.equal([]);
    const own = project.replace('other', 'site');
    expect(said(own, at('edge-8'), url)).to.have.length(1);
    expect(said(own, at('edge-8'), url, secret('cluster', 'shop', 'name: edge-8, server: "https://10.0.0.8"'))).to.deep.equal([]);
  });
});
