import { expect } from 'chai';
import { fleetBundles, renderDelivery } from '../../../src/rendering/gitops/gitops.ts';
import { chart } from './charts.ts';
import { names, told, valueOf, workspaceOf, type Files } from './workspace.ts';

const service = (name = 'web', more = '') =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n${more}spec: { ports: [{ port: 80 }] }\n`;

const bundle = (fleet: string, files: Files) => {
  const all = { 'web/fleet.yaml': fleet, ...files };
  const { surroundings } = workspaceOf(all);
  const { deliveries, problems } = fleetBundles('web', surroundings);
  const rendered = deliveries.map((delivery) => ({ delivery, ...renderDelivery(delivery, surroundings) }));
  return {
    files: all,
    rendered,
    destinations: deliveries.map(({ destination }) => destination),
    manifests: rendered.flatMap(({ manifests }) => manifests),
    problems: [...problems, ...rendered.flatMap((each) => each.problems)],
  };
};

describe('A bundle of Fleet', () => {
  it('takes plain files below it, without those of other bundles, charts and overlays', () => {
    const result = bundle('defaultNamespace: shop\n', {
      'web/a.yaml': `${service()}---\n${service('old', '  namespace: legacy\n')}`,
      'web/notes.yaml': 'a: b\n',
      'web/deep/b.yaml': service('b'),
      'web/other/fleet.yaml': '',
      'web/other/c.yaml': service('c'),
      ...chart('web/chart'),
      'web/overlays/x/d.yaml': service('d'),
    });
    expect(names(result)).to.deep.equal(['Service shop/web', 'Service legacy/old', 'Service shop/b']);
    expect(result.problems).to.deep.equal([]);
  });

  it('leaves out what .fleetignore names, in its folder and below, and what is hidden', () => {
    const result = bundle('defaultNamespace: shop\n', {
      'web/.fleetignore': '# drafts\n\ndraft*.yaml  \nold/*\n',
      'web/a.yaml': service('a'),
      'web/draft-1.yaml': service('draft'),
      'web/.hidden.yaml': service('hidden'),
      'web/.parts/b.yaml': service('part'),
      'web/old/c.yaml': service('old'),
      'web/deep/draft.yaml': service('deep-draft'),
      'web/deep/.fleetignore': 'd.yaml\n',
      'web/deep/d.yaml': service('d'),
      'web/deep/old.yaml': service('e'),
      'web/d.yaml': service('f'),
    });
    expect(names(result)).to.deep.equal(['Service shop/a', 'Service shop/f', 'Service shop/e']);
  });

  it('leaves out what .fleetignore names of a chart and of a kustomization, too', () => {
    const ofChart = bundle('defaultNamespace: shop\n', {
      'web/.fleetignore': 'draft.yaml\nold/*\n',
      'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 0.1.0\n',
      'web/templates/a.yaml': service('a'),
      'web/templates/draft.yaml': service('draft'),
      'web/templates/old/b.yaml': service('b'),
    });
    expect(names(ofChart)).to.deep.equal(['Service shop/a']);
    const ofKustomization = bundle('defaultNamespace: shop\n', {
      'web/.fleetignore': 'draft.yaml\n',
      'web/kustomization.yaml': 'resources: [a.yaml, draft.yaml]\n',
      'web/a.yaml': service('a'),
      'web/draft.yaml': service('draft'),
    });
    expect(told(ofKustomization.problems, ofKustomization.files)).to.deep.equal(['error missing-file web/kustomization.yaml:draft.yaml']);
  });

  it('replaces and patches files by its overlays', () => {
    const result = bundle('yaml: { overlays: [x, y] }\n', {
      'web/a.yaml': service(),
      'web/b.yaml': service('b'),
      'web/overlays/x/b.yaml': service('c'),
      'web/overlays/y/a_patch.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { type: NodePort }\n',
      'web/overlays/y/d_patch.yaml': service('d'),
    });
    expect(names(result)).to.deep.equal(['Service default/web', 'Service default/c']);
    expect(valueOf(result, 'Service', 'web', 'spec', 'type')).to.equal('NodePort');
    expect(told(result.problems, result.files)).to.deep.equal(['error missing-file web/overlays/y/d_patch.yaml:']);
  });

  it('takes patches of overlays that name no object, operations among them; of a file that is patched the first document is left', () => {
    const result = bundle('yaml: { overlays: [y] }\n', {
      'web/a.yaml': `${service()}---\n${service('second')}`,
      'web/b.yaml': service('b'),
      'web/overlays/y/a_patch.yaml': 'spec: { type: NodePort }\n',
      'web/overlays/y/b_patch.yaml': '- { op: add, path: /spec/type, value: LoadBalancer }\n',
    });
    expect(names(result)).to.deep.equal(['Service default/web', 'Service default/b']);
    expect(valueOf(result, 'Service', 'web', 'spec', 'type')).to.equal('NodePort');
    expect(valueOf(result, 'Service', 'b', 'spec', 'type')).to.equal('LoadBalancer');
    expect(result.problems).to.deep.equal([]);
  });

  it('puts all into its namespace, and refuses what has none', () => {
    const result = bundle('namespace: shop\n', {
      'web/a.yaml': `${service('old', '  namespace: legacy\n')}---\napiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n`,
    });
    expect(names(result)).to.deep.equal(['Service shop/old', 'Namespace shop']);
    expect(told(result.problems, result.files)).to.deep.equal(['error cluster-scoped web/fleet.yaml:shop']);
  });

  it('builds a kustomization over the output of its chart, once for each target', () => {
    const fleet = `namespace: shop
helm:
  releaseName: web
  chart: ./chart
  values: { where: base, port: 81 }
  valuesFiles: [more.yaml]
targetCustomizations:
  - name: prod
    clusterSelector: { matchLabels: { env: prod } }
    helm: { values: { where: prod } }
    kustomize: { dir: overlays/prod }
  - clusterName: lab
  - name: off
    doNotDeploy: true
`;
    const charts = Object.fromEntries(Object.entries(chart('web/chart')).filter(([path]) => !path.endsWith('class.yaml')));
    const result = bundle(fleet, {
      ...charts,
      'web/more.yaml': 'port: 82\n',
      'web/overlays/prod/kustomization.yaml': 'patches: [{ path: service.yaml }]\n',
      'web/overlays/prod/service.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { type: NodePort }\n',
    });
    expect(result.problems).to.deep.equal([]);
    expect(result.rendered.map(({ delivery }) => delivery.key)).to.deep.equal(['web#prod', 'web#lab']);
    expect(result.destinations).to.deep.equal([
      { type: 'named', name: 'prod' },
      { type: 'named', name: 'lab' },
    ]);
    const [prod, lab] = result.rendered;
    if (prod === undefined || lab === undefined) throw new Error('a target is missing');
    expect(valueOf(prod, 'Service', 'web', 'spec')).to.deep.equal({ type: 'NodePort', ports: [{ port: 82, targetPort: 'http' }] });
    expect(valueOf(prod, 'Service', 'web', 'metadata', 'labels')).to.deep.equal({ where: 'prod', in: 'shop' });
    expect(valueOf(lab, 'Service', 'web', 'metadata', 'labels', 'where')).to.equal('base');
  });

  it('does not know what Fleet fills in for each cluster, nor what a chart makes of it', () => {
    const result = bundle(
      'helm:\n  chart: ./chart\n  values:\n    hosts: ${ list "a" | toJson }\n    url: global.fleet.clusterLabels.url\n',
      {
        ...chart('web/chart', 'hosts: []\nurl: u\nport: 1\ntarget: 1\nwhere: x\n'),
        'web/chart/templates/a.yaml':
          '{{ range .Values.hosts }}{{ fail "none" }}{{ end }}{{ if gt (len .Values.url) 9 }}{{ fail "long" }}{{ end }}\n',
      },
    );
    expect(result.problems.map(({ severity, class: name }) => `${severity} ${name}`)).to.deep.equal(['unknown user']);
  });

  it('may change by a kustomization what a chart from elsewhere makes', () => {
    const result = bundle('helm: { chart: web, repo: https://charts.example }\nkustomize: { dir: over }\n', {
      'web/over/kustomization.yaml': 'patches: [{ path: patch.yaml }]\n',
      'web/over/patch.yaml': 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\nspec: { type: NodePort }\n',
    });
    expect(result.problems.filter(({ severity }) => severity === 'error')).to.deep.equal([]);
  });

  it('says what a chart from elsewhere could make', () => {
    const result = bundle('defaultNamespace: tools\nhelm: { chart: grafana, repo: "https://charts.example.org" }\n', {});
    expect(result.problems.map(({ reach }) => reach)).to.deep.equal([{ namespace: 'tools', changes: 'nothing' }]);
    expect(told(bundle('helm: { chart: ./none }\n', {}).problems, { 'web/fleet.yaml': 'helm: { chart: ./none }\n' })).to.deep.equal([
      'error missing-path web/fleet.yaml:./none',
    ]);
  });
});

describe('A GitRepo of Fleet', () => {
  const gitRepo = (paths: string, more = '', namespace = 'fleet-local') =>
    `apiVersion: fleet.cattle.io/v1alpha1\nkind: GitRepo\nmetadata: { name: edge, namespace: ${namespace} }\nspec:\n  repo: https://git.example.org/edge/sites\n  paths: ${paths}\n${more}`;
  const files = {
    'apps/a/x.yaml': service('a'),
    'apps/b/fleet.yaml': 'defaultNamespace: b\n',
    'apps/b/x.yaml': service('b'),
    'apps/b/deep/fleet.yaml': 'defaultNamespace: deep\n',
    'apps/b/deep/x.yaml': service('deep'),
  };

  it('makes a bundle of each path with files of its own, and of each folder with a fleet.yaml', () => {
    const all = workspaceOf({ 'repo.yaml': gitRepo('[apps]'), ...files });
    expect(all.deliveries('GitRepo', 'edge').deliveries.map(({ key }) => key)).to.deep.equal(['apps', 'apps/b', 'apps/b/deep']);
    expect(names(all.applied('GitRepo', 'edge'))).to.deep.equal(['Service default/a', 'Service b/b', 'Service deep/deep']);
    const some = workspaceOf({ 'repo.yaml': gitRepo('["apps/*"]', '  targetNamespace: forced\n'), ...files });
    expect(names(some.applied('GitRepo', 'edge'))).to.deep.equal(['Service forced/a', 'Service forced/b', 'Service forced/deep']);
  });

  it('goes to the cluster that it is in, or that its only target names', () => {
    const of = (text: string) => workspaceOf({ 'repo.yaml': text, ...files }).deliveries('GitRepo', 'edge').deliveries[0]?.destination;
    expect(of(gitRepo('[apps]'))).to.deep.equal({ type: 'same' });
    expect(of(gitRepo('[apps]', '  targets: [{ clusterName: store-7 }]\n', 'fleet-default'))).to.deep.equal({
      type: 'named',
      name: 'store-7',
    });
    expect(of(gitRepo('[apps]', '  targets: [{ clusterGroup: all }]\n', 'fleet-default'))).to.deep.equal({ type: 'unknown' });
  });

  it('goes to each cluster that its targets name, with what the bundle says for that one', () => {
    const of = (targets: string, fleet: string) =>
      workspaceOf({ 'repo.yaml': gitRepo('[apps/b]', `  targets: ${targets}\n`, 'fleet-default'), ...files, 'apps/b/fleet.yaml': fleet })
        .deliveries('GitRepo', 'edge')
        .deliveries.filter(({ key }) => key.startsWith('apps/b#'))
        .map(({ key, applied }) => `${key} ${applied.type === 'bundle' ? String(applied.target) : ''}`);
    const two = '[{ clusterName: north }, { clusterName: south }]';
    const custom = (...items: readonly string[]) => `targetCustomizations: [${items.join(', ')}]\n`;
    expect(of(two, '')).to.deep.equal(['apps/b#north undefined', 'apps/b#south undefined']);
    expect(of(two, custom('{ name: x, clusterName: south }', '{ clusterName: west }'))).to.deep.equal([
      'apps/b#north undefined',
      'apps/b#south 0',
    ]);
    expect(of(two, custom('{ name: x, clusterName: south, doNotDeploy: true }'))).to.deep.equal(['apps/b#north undefined']);
    // The cluster that Fleet itself runs in is in another namespace.
    expect(of('[{ clusterGroup: all }]', custom('{ name: here, clusterName: local }'))).to.deep.equal([]);
    // Which clusters a group has, nothing here says.
    expect(
      of('[{ clusterName: north }, { clusterGroup: all }]', custom('{ clusterName: west }', '{ name: x, clusterGroup: all }')),
    ).to.deep.equal(['apps/b#north undefined', 'apps/b#west 0', 'apps/b#x 1']);
  });

  it('says which path leads to nothing, and which repository is another', () => {
    const lost = workspaceOf({ 'repo.yaml': gitRepo('[apps, none]'), ...files });
    expect(told(lost.deliveries('GitRepo', 'edge').problems, lost.files)).to.deep.equal(['error missing-path repo.yaml:none']);
    const other = workspaceOf({ 'repo.yaml': gitRepo('[]'), ...files });
    expect(told(other.deliveries('GitRepo', 'edge').problems, other.files)).to.deep.equal([
      'unknown elsewhere repo.yaml:https://git.example.org/edge/sites',
    ]);
  });
});
