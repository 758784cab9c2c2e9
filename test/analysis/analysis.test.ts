import assert from 'node:assert/strict';
import { Analysis } from '../../src/analysis/analysis.ts';
import { resolvePlace } from '../../src/analysis/resolve.ts';
import { formatAddress } from '../../src/base/ip.ts';
import { filesToPublish, findingsOf, type Snapshot } from '../../src/analysis/snapshot.ts';

const service = (name: string, app: string) =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: ${name}\n  namespace: shop\nspec:\n  selector:\n    app: ${app}\n  ports:\n  - port: 80\n`;
const pod = (name: string, app: string) =>
  `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\n  namespace: shop\n  labels:\n    app: ${app}\nspec:\n  containers:\n  - name: main\n    image: main\n`;
const site = (name: string) =>
  `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata:\n  name: ${name}\nspec:\n  profile: azure-stack-edge\n`;

function analysisOf(files: Readonly<Record<string, string>>): Analysis {
  const analysis = new Analysis({ defaultProfile: 'custom', severities: {} }, [{ name: 'workspace', path: '' }]);
  for (const [path, text] of Object.entries(files)) analysis.setFile(path, text);
  return analysis;
}

const codes = (snapshot: Snapshot, path: string) => findingsOf(snapshot, path).map(({ code }) => code);

describe('an analysis', () => {
  it('judges a service by the pods of its cluster, whatever file they stand in', () => {
    const analysis = analysisOf({ 'service.yaml': service('web', 'web'), 'pod.yaml': pod('web', 'web') });
    assert.deepEqual(codes(analysis.refreshAtOnce(), 'service.yaml'), []);
    analysis.setFile('pod.yaml', pod('web', 'wep'));
    assert.deepEqual(codes(analysis.refreshAtOnce(), 'service.yaml'), ['selector/no-match']);
    analysis.setFile('pod.yaml', undefined);
    assert.deepEqual(codes(analysis.refreshAtOnce(), 'service.yaml'), ['selector/no-match']);
    analysis.setFile('pod.yaml', pod('web', 'web'));
    assert.deepEqual(codes(analysis.refreshAtOnce(), 'service.yaml'), []);
  });

  it('holds the pods of a namespace against the policies that are for its labels of now', () => {
    const namespace = (labels: string) => `apiVersion: v1\nkind: Namespace\nmetadata: { name: shop, labels: { ${labels} } }\n`;
    const closed = `apiVersion: projectcalico.org/v3
kind: GlobalNetworkPolicy
metadata: { name: closed }
spec: { namespaceSelector: team == 'x', selector: app == 'web', types: [Ingress], ingress: [{ action: Deny }] }
`;
    const client = pod('client', 'client').replace('image: main', 'image: main\n    env: [{ name: URL, value: "http://web" }]');
    const analysis = analysisOf({
      'namespace.yaml': namespace(''),
      'apps.yaml': [service('web', 'web'), pod('web', 'web'), closed, client].join('---\n'),
    });
    assert.deepEqual(codes(analysis.refreshAtOnce(), 'apps.yaml'), []);
    analysis.setFile('namespace.yaml', namespace('team: x'));
    assert.deepEqual(codes(analysis.refreshAtOnce(), 'apps.yaml'), ['policy/blocked-link']);
    analysis.setFile('namespace.yaml', namespace('team: y'));
    assert.deepEqual(codes(analysis.refreshAtOnce(), 'apps.yaml'), []);
  });

  it('gives a headless service both families as soon as it selects nothing, and one again when it selects', () => {
    const headless = (selector: string) =>
      `apiVersion: v1\nkind: Service\nmetadata: { name: web, namespace: shop }\nspec:\n  clusterIP: None\n${selector}  ports: [{ port: 80 }]\n`;
    const analysis = analysisOf({ 'service.yaml': headless('  selector: { app: web }\n') });
    const families = () => analysis.refreshAtOnce().clusters[0]?.allocation.services.find(({ name }) => name === 'web')?.ipFamilies;
    assert.deepEqual(families(), [4]);
    analysis.setFile('service.yaml', headless(''));
    assert.deepEqual(families(), [4, 6]);
    analysis.setFile('service.yaml', headless('  selector: { app: web }\n'));
    assert.deepEqual(families(), [4]);
  });

  it('goes by the ports of services that may share an external address, whoever gives the addresses', () => {
    const exposed = (name: string, port: string, annotations = '') =>
      `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: shop, annotations: { ${annotations} } }\nspec: { type: LoadBalancer, selector: { app: ${name} }, ports: [{ port: ${port} }] }\n`;
    const addresses = (analysis: Analysis) => {
      const services = analysis.refreshAtOnce().clusters[0]?.allocation.services ?? [];
      return ['a', 'b'].map((wanted) =>
        services
          .find(({ name }) => name === wanted)
          ?.loadBalancer?.ips.map(formatAddress)
          .join(),
      );
    };
    const ways = {
      metallb: `apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: { name: p, namespace: metallb-system }\nspec: { addresses: [10.0.0.10-10.0.0.11] }\n`,
      cilium: `apiVersion: cilium.io/v2\nkind: CiliumLoadBalancerIPPool\nmetadata: { name: p }\nspec: { blocks: [{ start: 10.0.0.10, stop: 10.0.0.11 }] }\n`,
    };
    for (const [way, manifest] of Object.entries(ways)) {
      const key = way === 'metallb' ? 'metallb.io/allow-shared-ip: k' : 'lbipam.cilium.io/sharing-key: k';
      for (const [annotation, alone] of [
        [key, '10.0.0.10'],
        ['', '10.0.0.11'],
      ] as const) {
        const analysis = analysisOf({
          'pool.yaml': manifest,
          'a.yaml': exposed('a', '80', annotation),
          'b.yaml': exposed('b', '80', annotation),
        });
        assert.deepEqual(addresses(analysis), ['10.0.0.10', '10.0.0.11'], `${way}, one port`);
        analysis.setFile('b.yaml', exposed('b', '81', annotation));
        assert.deepEqual(addresses(analysis), ['10.0.0.10', alone], `${way}, two ports`);
        analysis.setFile('b.yaml', exposed('b', '80', annotation));
        assert.deepEqual(addresses(analysis), ['10.0.0.10', '10.0.0.11'], `${way}, one port again`);
      }
    }
  });

  it('goes by the ports of all services once K3s gives the addresses', () => {
    const node = `apiVersion: v1\nkind: Node\nmetadata: { name: n }\nstatus: { addresses: [{ type: InternalIP, address: 10.0.0.5 }] }\n`;
    const k3s = `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: k }\nspec: { profile: k3s }\n`;
    const exposed = (name: string, port: string) =>
      `apiVersion: v1\nkind: Service\nmetadata: { name: ${name}, namespace: shop }\nspec: { type: LoadBalancer, selector: { app: ${name} }, ports: [{ port: ${port} }] }\n`;
    const analysis = analysisOf({ 'site.yaml': k3s, 'node.yaml': node, 'a.yaml': exposed('a', '80'), 'b.yaml': exposed('b', '80') });
    const given = () => {
      const services = analysis.refreshAtOnce().clusters[0]?.allocation.services ?? [];
      return ['a', 'b'].map((wanted) => services.find(({ name }) => name === wanted)?.loadBalancer?.ips.length);
    };
    assert.deepEqual(given(), [1, 0]);
    analysis.setFile('b.yaml', exposed('b', '81'));
    assert.deepEqual(given(), [1, 1]);
    // While another profile has no load balancer of its own, nobody looks at ports; afterwards they count as they are then.
    analysis.setFile('site.yaml', k3s.replace('k3s', 'custom'));
    assert.deepEqual(given(), [0, 0]);
    analysis.setFile('b.yaml', exposed('b', '80'));
    analysis.setFile('site.yaml', k3s);
    assert.deepEqual(given(), [1, 0]);
  });

  it('keeps the objects of clusters and documents that an edit left alone', () => {
    const analysis = analysisOf({
      'one/site.yaml': site('one'),
      'one/apps.yaml': `${service('web', 'web')}---\n${pod('web', 'web')}`,
      'two/site.yaml': site('two'),
      'two/apps.yaml': service('web', 'web'),
    });
    const before = analysis.refreshAtOnce();
    assert.deepEqual(
      before.clusters.map(({ cluster }) => cluster.name),
      ['one', 'two'],
    );
    analysis.setFile('one/apps.yaml', `${service('web', 'other')}---\n${pod('web', 'web')}`);
    const after = analysis.refreshAtOnce();
    assert.notEqual(after.clusters[0], before.clusters[0]);
    assert.equal(after.clusters[1], before.clusters[1]);
    assert.equal(after.files.get('one/apps.yaml')?.documents[1], before.files.get('one/apps.yaml')?.documents[1]);
    assert.equal(after.files.get('two/apps.yaml'), before.files.get('two/apps.yaml'));
    assert.deepEqual([...filesToPublish(before, after)], ['one/apps.yaml']);
  });

  it('computes nothing anew when a text is set to what it was', () => {
    const analysis = analysisOf({ 'service.yaml': service('web', 'web') });
    const before = analysis.refreshAtOnce();
    analysis.setFile('service.yaml', service('web', 'web'));
    const after = analysis.refreshAtOnce();
    assert.equal(after.files, before.files);
  });

  it('loses nothing of work that was left off at any step', () => {
    const files = {
      'a/site.yaml': site('a'),
      'a/service.yaml': service('web', 'web'),
      'b/pod.yaml': pod('web', 'web'),
      'b/service.yaml': service('web', 'web'),
    };
    const whole = analysisOf(files).refreshAtOnce();
    const summary = (snapshot: Snapshot) => JSON.stringify([...snapshot.files].map(({ path }) => [path, codes(snapshot, path)]).sort());
    for (let steps = 1; steps < 12; steps++) {
      const analysis = analysisOf(files);
      const left = analysis.refresh();
      for (let step = 0; step < steps; step++) if (left.next().done === true) break;
      assert.equal(summary(analysis.refreshAtOnce()), summary(whole), `left off after ${steps} steps`);
    }
  });

  it('takes the later of two texts noted while the file is being read', () => {
    const analysis = analysisOf({ 'service.yaml': `${service('one', 'a')}---\n${service('two', 'a')}` });
    const work = analysis.refresh();
    work.next();
    analysis.setFile('service.yaml', service('three', 'a'));
    while (work.next().done !== true);
    const { clusters } = analysis.refreshAtOnce();
    assert.deepEqual(
      clusters[0]?.cluster.resources.map(({ metadata }) => metadata.name),
      ['three'],
    );
  });

  it('applies a changed severity to everything already read', () => {
    const analysis = analysisOf({
      'service.yaml': service('web', 'web'),
      'broken.yaml': 'apiVersion: v1\nkind: Service\nmetadata: {name: x, labels: {a: 1}}\n',
    });
    const before = analysis.refreshAtOnce();
    assert.deepEqual(codes(before, 'broken.yaml'), ['resource/wrong-type']);
    analysis.setSettings({ defaultProfile: 'custom', severities: { 'selector/no-match': 'off', 'resource/wrong-type': 'hint' } });
    const after = analysis.refreshAtOnce();
    assert.deepEqual(codes(after, 'service.yaml'), []);
    assert.deepEqual(
      findingsOf(after, 'broken.yaml').map(({ severity }) => severity),
      ['hint'],
    );
  });

  it('finds a place again after an edit above it', () => {
    const analysis = analysisOf({ 'apps.yaml': `${pod('web', 'web')}---\n${service('web', 'wep')}` });
    analysis.refreshAtOnce();
    analysis.setFile('apps.yaml', `${pod('web', 'web')}# one line more\n---\n${service('web', 'wep')}`);
    const snapshot = analysis.refreshAtOnce();
    const resolved = findingsOf(snapshot, 'apps.yaml').map((finding) => resolvePlace(snapshot, finding.place)?.start);
    assert.deepEqual(resolved, [{ line: 20, character: 9 }]);
  });

  it('forgets a workspace folder that has gone', () => {
    const analysis = new Analysis({ defaultProfile: 'custom', severities: {} }, [
      { name: 'one', path: 'one' },
      { name: 'two', path: 'two' },
    ]);
    analysis.setFile('one/service.yaml', service('web', 'web'));
    analysis.setFile('two/service.yaml', service('web', 'web'));
    assert.deepEqual(
      analysis.refreshAtOnce().clusters.map(({ cluster }) => cluster.name),
      ['one', 'two'],
    );
    analysis.setFolders([{ name: 'one', path: 'one' }]);
    analysis.setFile('two/service.yaml', undefined);
    assert.deepEqual(
      analysis.refreshAtOnce().clusters.map(({ cluster }) => cluster.name),
      ['one'],
    );
  });
});
