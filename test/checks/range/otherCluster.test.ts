import assert from 'node:assert/strict';
import { findingsOf } from '../../../src/analysis/snapshot.ts';
import { english } from '../../../src/base/message.ts';
import { locate } from '../../../src/manifests/locate.ts';
import { workspaceOf } from '../../support/analysed.ts';

const site = (name: string, spec: string) =>
  `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: ${name} }\nspec:\n  profile: custom\n${spec}\n`;
const plant = '  externalNetworks: [{ name: plant, subnet: 10.128.0.0/16 }]';
const lan = (subnet: string) => `  computeNetwork: { subnet: ${subnet} }`;
const services = (range: string) => `  kubernetesServiceIPs: ${range}`;

type Files = Readonly<Record<string, string>>;

function found(files: Files, options: Parameters<typeof workspaceOf>[1] = {}): readonly string[] {
  const snapshot = workspaceOf(files, options).refreshAtOnce();
  return [...snapshot.files]
    .map(({ path }) => path)
    .sort()
    .flatMap((path) => findingsOf(snapshot, path))
    .filter(({ code }) => code === 'range/other-cluster' || code === 'suppression/unused')
    .map(({ place, severity, message, cluster }) => {
      const { start, end } = locate(place);
      return `${place.document.file.replace('workspace/', '')} [${cluster}] ${place.document.text.slice(start, end)} ${severity}: ${english.say(message)}`;
    });
}

/** Two sites: the same LAN subnet, and service IPs that share 10.128.44.250. */
const two = (more: string, subnet = '10.128.44.0/22', others = subnet): Files => ({
  'north/edge.yaml': site('north', [lan(subnet), services('10.128.44.240-10.128.44.250'), more].join('\n')),
  'south/edge.yaml': site('south', [lan(others), services('10.128.44.250-10.128.44.254'), more].join('\n')),
});

describe('range/other-cluster', () => {
  it('finds addresses that two clusters claim, where both name the routed network that holds them', () => {
    assert.deepEqual(found(two(plant)), [
      'south/edge.yaml [south] 10.128.44.250-10.128.44.254 warning: 10.128.44.250 is in both Kubernetes external service IPs 10.128.44.250-10.128.44.254 and, of cluster north, Kubernetes external service IPs 10.128.44.240-10.128.44.250. Both clusters are on one network, and both would answer for it.',
    ]);
  });

  it('finds them where a configuration file above both says that the network which holds them is routed as one', () => {
    const config = (path: string, text: string): Files => ({ ...two(''), [path]: text });
    const finds = (path: string, text: string) => found(config(path, text)).map((line) => line.replace(/ [\d.-]+ warning: .*/, ' warning'));
    assert.deepEqual(finds('.edge-network.yaml', 'routedNetworks: [10.128.0.0/16]\n'), ['south/edge.yaml [south] warning']);
    assert.deepEqual(finds('.edge-network.yaml', 'routedNetworks: [192.168.0.0/16, 10.128.44.0/22]\n'), [
      'south/edge.yaml [south] warning',
    ]);
    // Nothing but the same subnet says so, elsewhere: a hint.
    const silent = found(two(''));
    for (const [path, text] of [
      ['.edge-network.yaml', 'routedNetworks: [10.128.44.0/23]\n'],
      ['.edge-network.yaml', 'routedNetworks: [10.128.0.0]\n'],
      ['north/.edge-network.yaml', 'routedNetworks: [10.128.0.0/16]\n'],
    ] as const)
      assert.deepEqual(found(config(path, text)), silent, `${path} ${text}`);
  });

  it('follows what a configuration file says of networks', () => {
    const workspace = workspaceOf(two(''));
    const isWarned = () =>
      findingsOf(workspace.refreshAtOnce(), 'workspace/south/edge.yaml').some(
        ({ code, severity }) => code === 'range/other-cluster' && severity === 'warning',
      );
    assert.equal(isWarned(), false);
    workspace.setFile('workspace/.edge-network.yaml', 'routedNetworks: [10.128.0.0/16]\n');
    assert.equal(isWarned(), true);
    workspace.setFile('workspace/.edge-network.yaml', 'routedNetworks: [10.127.0.0/16]\n');
    assert.equal(isWarned(), false);
  });

  it('finds them where the LAN has addresses of the internet', () => {
    const files = {
      'a/edge.yaml': site('a', [lan('20.1.2.0/24'), services('20.1.2.5-20.1.2.9')].join('\n')),
      'b/edge.yaml': site('b', [lan('20.1.2.0/25'), services('20.1.2.9-20.1.2.12')].join('\n')),
    };
    assert.equal(found(files).length, 1);
  });

  it('finds a MetalLB pool over the nodes of the other cluster, once though the service IPs say the same', () => {
    const pool =
      '---\napiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: { name: lan, namespace: metallb-system }\nspec: { addresses: [10.128.44.5-10.128.44.8] }\n';
    const files = {
      'a/edge.yaml': site('a', [lan('10.128.44.0/22'), '  kubernetesNodeIPs: 10.128.44.8-10.128.44.9', plant].join('\n')),
      'b/edge.yaml': site('b', [lan('10.128.44.0/22'), services('10.128.44.5-10.128.44.8'), plant].join('\n')) + pool,
    };
    const lines = found(files);
    assert.equal(lines.length, 1);
    assert.match(lines[0]!, /10\.128\.44\.8 is in both .* and, of cluster a, Kubernetes node IPs/);
  });

  it('gives a hint of two clusters, and no third, on one unusual private subnet', () => {
    assert.match(found(two(''))[0]!, / hint: .*If both clusters are on one network.* \(Nothing but the same LAN subnet says so\.\)/);
    assert.deepEqual(found({ ...two(''), 'west/edge.yaml': site('west', lan('10.128.44.0/22')) }), []);
  });

  it('takes two clusters of the same nodes for one site that is written down twice', () => {
    assert.deepEqual(found(two('  kubernetesNodeIPs: 10.128.44.5-10.128.44.7')), []);
    assert.equal(found(two(`  kubernetesNodeIPs: 10.128.44.5-10.128.44.7\n${plant}`)).length, 2);
  });

  it('is silent on sites that each have the LAN of every shop, or of a template', () => {
    const shop = (name: string) => site(name, [lan('192.168.1.0/24'), services('192.168.1.240-192.168.1.250')].join('\n'));
    assert.deepEqual(found({ 'a/edge.yaml': shop('a'), 'b/edge.yaml': shop('b') }), []);
    const depot = (name: string) => site(name, [lan('10.77.4.0/24'), services('10.77.4.240-10.77.4.250')].join('\n'));
    assert.deepEqual(found({ 'a/edge.yaml': depot('a'), 'b/edge.yaml': depot('b'), 'c/edge.yaml': depot('c') }), []);
  });

  it('is silent where the routed networks are not the same, no address is shared, no LAN is written, or both have one name', () => {
    const other = two(plant)['south/edge.yaml']!;
    assert.deepEqual(found({ ...two(plant, '10.128.44.0/22'), 'south/edge.yaml': other.replace('10.128.44.250-', '10.128.44.251-') }), []);
    assert.deepEqual(
      found({
        'a/edge.yaml': site('a', [services('10.128.44.5-10.128.44.9'), plant].join('\n')),
        'b/edge.yaml': site('b', [services('10.128.44.5-10.128.44.9'), plant].join('\n')),
      }),
      [],
    );
    assert.deepEqual(found({ ...two(plant), 'south/edge.yaml': other.replace('name: south', 'name: north') }), []);
  });

  it('is silent on a pool that both take from one manifest', () => {
    const shared = '  manifests: [../shared]';
    const files = {
      'a/edge.yaml': site('a', [lan('10.128.44.0/22'), plant, shared].join('\n')),
      'b/edge.yaml': site('b', [lan('10.128.44.0/22'), plant, shared].join('\n')),
      'shared/pool.yaml':
        'apiVersion: metallb.io/v1beta1\nkind: IPAddressPool\nmetadata: { name: lan, namespace: metallb-system }\nspec: { addresses: [10.128.44.5-10.128.44.8] }\n',
    };
    assert.deepEqual(found(files), []);
  });

  it('takes its severity from the settings, and can be suppressed, with the suppression in use', () => {
    assert.match(found(two(plant), { severities: { 'range/other-cluster': 'error' } })[0]!, / error: /);
    assert.deepEqual(found(two(plant), { severities: { 'range/other-cluster': 'off' } }), []);
    const files = two(plant);
    const suppressed = files['south/edge.yaml']!.replace(
      '  kubernetesServiceIPs',
      '  # edge-network-disable-next-line range/other-cluster -- south replaces north\n  kubernetesServiceIPs',
    );
    assert.deepEqual(found({ ...files, 'south/edge.yaml': suppressed }), []);
    assert.deepEqual(found({ ...files, '.edge-network.yaml': 'ignore: [{ codes: [range/other-cluster] }]\n' }), []);
  });

  it('follows edits, and keeps the very list where an edit changes nothing of it', () => {
    const analysis = workspaceOf(two(plant));
    const before = analysis.refreshAtOnce().overall.get('workspace/south/edge.yaml');
    assert.equal(before?.length, 1);
    analysis.setFile('workspace/north/app.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: x }\n');
    assert.equal(analysis.refreshAtOnce().overall.get('workspace/south/edge.yaml'), before);
    analysis.setFile('workspace/north/edge.yaml', two(plant)['north/edge.yaml']!.replace('-10.128.44.250', '-10.128.44.249'));
    assert.equal(analysis.refreshAtOnce().overall.get('workspace/south/edge.yaml'), undefined);
  });
});
