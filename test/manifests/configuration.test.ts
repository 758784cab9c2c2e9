import assert from 'node:assert/strict';
import { formatRange } from '../../src/base/ip.ts';
import { english } from '../../src/base/message.ts';
import { configuredProfile, readConfiguration } from '../../src/manifests/configuration.ts';
import { isConfigurationFile } from '../../src/manifests/fileNames.ts';
import { locate } from '../../src/manifests/locate.ts';

const read = (text: string) => readConfiguration({ file: 'shop/.edge-network.yaml', text });
const problems = (text: string) =>
  read(text).problems.map(({ code, message, place }) => {
    const { start, end } = locate(place);
    return `${code} "${text.slice(start, end)}" ${english.say(message)}`;
  });

describe('a configuration file', () => {
  it('is known by its name', () => {
    assert.deepEqual(['.edge-network.yaml', 'a/.edge-network.yml', 'edge-network.yaml', 'a/x.edge-network.yaml'].map(isConfigurationFile), [
      true,
      true,
      false,
      false,
    ]);
  });

  it('holds a profile and what is left out', () => {
    const { profile, exclude } = read('profile: kubeadm\nexclude: [vendor, "**/*.tmp.yaml"]\n');
    assert.deepEqual([profile, exclude], ['kubeadm', ['vendor', '**/*.tmp.yaml']]);
    assert.deepEqual(problems('profile: k4s\n')[0]?.startsWith('resource/wrong-type "k4s" There is no profile "k4s"'), true);
  });

  it('speaks for a cluster whose manifests all lie below, the deepest of several first', () => {
    const at = (file: string, profile: string) => readConfiguration({ file, text: `profile: ${profile}\n` });
    const all = [
      at('.edge-network.yaml', 'talos'),
      at('a/.edge-network.yaml', 'kubeadm'),
      readConfiguration({ file: 'a/b/.edge-network.yaml', text: '' }),
    ];
    const profileOf = (...paths: readonly string[]) =>
      configuredProfile(
        all,
        paths.map((file) => ({ document: { file, text: '' } })),
      );
    assert.deepEqual([profileOf('a/b/x.yaml', 'a/y.yaml'), profileOf('a/x.yaml', 'c.yaml')], ['kubeadm', 'talos']);
    assert.equal(configuredProfile(all.slice(1), [{ document: { file: 'c.yaml', text: '' } }]), undefined);
  });

  it('holds severities and what is ignored, for its folder', () => {
    const { folder, checks, ignore } = read(
      'checks:\n  range/overlap: off\nignore:\n- codes: [port/*]\n  paths: [vendor]\n  kinds: [Service]\n  names: [shop/web]\n  reason: not ours\n- paths: ["**/x.yaml"]\n',
    );
    assert.equal(folder, 'shop/');
    assert.deepEqual(
      checks.map(({ code, severity }) => [code, severity]),
      [['range/overlap', 'off']],
    );
    assert.deepEqual(
      ignore.map(({ codes, paths, kinds, names }) => [codes.map(({ text }) => text), paths, kinds, names]),
      [
        [['port/*'], ['vendor'], ['Service'], ['shop/web']],
        [[], ['**/x.yaml'], undefined, undefined],
      ],
    );
  });

  it('may be empty', () => assert.deepEqual([problems(''), problems('# nothing yet\n')], [[], []]));

  it('says what it does not understand, at its place', () => {
    assert.deepEqual(problems('rules: {}\n'), [
      'resource/wrong-type "rules" "rules" means nothing here; known are profile, checks, exclude, ignore, routedNetworks.',
    ]);
    assert.deepEqual(
      problems('ignore: { codes: [] }\n').map((text) => text.replace(/" .*/, '"')),
      ['resource/wrong-type "{ codes: [] }"'],
    );
    assert.deepEqual(problems('ignore:\n- code: a/b\n'), ['resource/wrong-type "code" "code" means nothing here; nearest is codes.']);
    assert.match(problems('ignore: [\n')[0] ?? '', /^yaml\/syntax .*cannot be read as YAML/);
    assert.match(problems('- a\n')[0] ?? '', /^resource\/wrong-type/);
  });

  it('reads networks that are routed as one, and says which of them is none', () => {
    const { routedNetworks, problems } = read('routedNetworks: [10.128.0.0/16, 10.128.0.0, "fd00::/48"]\n');
    assert.deepEqual(
      routedNetworks.map(({ range }) => formatRange(range)),
      ['10.128.0.0-10.128.255.255', 'fd00::-fd00::ffff:ffff:ffff:ffff:ffff'],
    );
    assert.deepEqual(
      problems.map(({ message }) => english.say(message)),
      ['"10.128.0.0" is no network. One is written as a prefix, such as 10.128.0.0/16.'],
    );
  });
});
