import assert from 'node:assert/strict';
import { render } from '../../src/base/message.ts';
import { readConfiguration } from '../../src/manifests/configuration.ts';
import { isConfigurationFile } from '../../src/manifests/fileNames.ts';
import { locate } from '../../src/manifests/locate.ts';

const read = (text: string) => readConfiguration({ file: 'shop/.edge-network.yaml', text });
const problems = (text: string) =>
  read(text).problems.map(({ code, message, place }) => {
    const { start, end } = locate(place);
    return `${code} "${text.slice(start, end)}" ${render(message)}`;
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
    assert.deepEqual(problems('rules: {}\n'), ['resource/wrong-type "rules" "rules" means nothing here; known are checks, ignore.']);
    assert.deepEqual(
      problems('ignore: { codes: [] }\n').map((text) => text.replace(/" .*/, '"')),
      ['resource/wrong-type "{ codes: [] }"'],
    );
    assert.deepEqual(problems('ignore:\n- code: a/b\n'), [
      'resource/wrong-type "code" "code" means nothing here; known are codes, paths, kinds, names, reason.',
    ]);
    assert.match(problems('ignore: [\n')[0] ?? '', /^yaml\/syntax .*cannot be read as YAML/);
    assert.match(problems('- a\n')[0] ?? '', /^resource\/wrong-type/);
  });
});
