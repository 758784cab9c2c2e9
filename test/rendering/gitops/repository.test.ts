import { expect } from 'chai';
import { gitOpsObject, mayHoldGitOps, repositoryOf } from '../../../src/rendering/gitops/gitops.ts';
import { comparableUrl, isHere } from '../../../src/rendering/gitops/repository.ts';
import { map } from '../kustomize/tree.ts';
import { memorySources } from '../memorySources.ts';

describe('The URL of a repository', () => {
  const same = [
    'https://git.example.org/edge/sites.git',
    'https://git.example.org/edge/sites',
    'https://user:token@git.example.org/edge/sites/',
    'git@git.example.org:edge/sites.git',
    'ssh://git@git.example.org/edge/sites',
    'ssh://git@git.example.org:2222/edge/sites.git',
    'HTTPS://Git.Example.org/edge/sites',
  ];
  for (const url of same)
    it(`is the same written as ${url}`, () => {
      expect(comparableUrl(url)).to.equal('git.example.org/edge/sites');
    });
});

describe('The repository that a workspace is', () => {
  const application = (url: string, path: string, revision = 'main') =>
    map(
      `apiVersion: argoproj.io/v1alpha1\nkind: Application\nmetadata: { name: x-${path.replaceAll(/[/.]/g, '-')}-${revision} }\nspec: { source: { repoURL: "${url}", path: ${path}, targetRevision: "${revision}" } }\n`,
    );
  const own = 'https://git.example.org/edge/sites';
  const other = 'https://git.example.org/edge/other';
  const of = (...roots: readonly ReturnType<typeof map>[]) =>
    repositoryOf(
      roots.map((root) => gitOpsObject(root)).filter((object) => object !== undefined),
      memorySources({ 'apps/a/x.yaml': '', 'apps/b/x.yaml': '' }),
      '',
    );

  it('is what the values of a release of flux-instance say', () => {
    const instance = (chart: string) =>
      map(
        `apiVersion: helm.toolkit.fluxcd.io/v2\nkind: HelmRelease\nmetadata: { name: flux }\nspec: { chartRef: { kind: OCIRepository, name: ${chart} }, values: { instance: { sync: { kind: GitRepository, url: "${own}", path: ./apps/a } } } }\n`,
      );
    expect(of(instance('flux-instance')).url).to.equal('git.example.org/edge/sites');
    expect(of(instance('web')).url).to.equal(undefined);
  });

  it('is the one of which the most paths exist here', () => {
    expect(of(application(other, 'apps'), application(own, 'apps/a'), application(own, 'apps/b')).url).to.equal(
      'git.example.org/edge/sites',
    );
  });

  it('is not told by the root, or by what does not exist', () => {
    expect(of(application(own, '.'), application(own, 'none')).url).to.equal(undefined);
  });

  it('shows the only revision that is named, else the default branch', () => {
    const tagged = of(application(own, 'apps/a', 'v1'));
    expect(isHere(tagged, own, 'v1')).to.equal(true);
    const both = of(application(own, 'apps/a', 'v1'), application(own, 'apps/b', 'HEAD'));
    expect([isHere(both, own, 'v1'), isHere(both, own, undefined), isHere(both, own, 'refs/heads/main')]).to.deep.equal([
      false,
      true,
      true,
    ]);
  });

  it('is a URL that somebody has still to fill in', () => {
    expect(isHere(of(), 'https://git.example.org/<you>/sites', undefined)).to.equal(true);
    expect(isHere(of(), '${REPO_URL}', undefined)).to.equal(true);
  });
});

describe('An object of a GitOps tool', () => {
  it('is known by its group and its kind', () => {
    const of = (apiVersion: string, kind: string) =>
      gitOpsObject(map(`apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: { name: x }\n`))?.kind;
    expect(of('kustomize.toolkit.fluxcd.io/v1', 'Kustomization')).to.equal('Kustomization');
    expect(of('kustomize.config.k8s.io/v1beta1', 'Kustomization')).to.equal(undefined);
    expect(of('v1', 'Secret')).to.equal('Secret');
    expect(of('helm.cattle.io/v1', 'HelmChart')).to.equal('HelmChart');
    expect(of('app.k8s.io/v1beta1', 'Application')).to.equal(undefined);
  });

  it('is looked for cheaply', () => {
    expect(mayHoldGitOps('apiVersion: argoproj.io/v1alpha1')).to.equal(true);
    expect(mayHoldGitOps('apiVersion: apps/v1\nkind: Deployment')).to.equal(false);
  });
});
