import assert from 'node:assert/strict';
import { parseCommand } from '../../src/cli/arguments.ts';
import { forms } from '../../src/cli/commands/forms.ts';

/** What every command takes, when nothing is said of it. */
const onManifests = (paths: readonly string[]) => ({ paths, profile: 'custom', severities: {}, exclude: [] });

describe('the command line', () => {
  it('checks the current folder when no path is given', () =>
    assert.deepEqual(parseCommand(['check']), {
      name: 'check',
      format: 'text',
      failOn: 'error',
      allowEmpty: false,
      baseline: undefined,
      changedSince: undefined,
      cache: undefined,
      ...onManifests([]),
    }));
  it('takes a format and paths in any order', () =>
    assert.deepEqual(parseCommand(['check', 'sites', '--format', 'json', 'apps']), {
      name: 'check',
      format: 'json',
      failOn: 'error',
      allowEmpty: false,
      baseline: undefined,
      changedSince: undefined,
      cache: undefined,
      ...onManifests(['sites', 'apps']),
    }));
  it('resolves a name as a pod would', () => {
    assert.deepEqual(parseCommand(['resolve', 'web', 'sites', '--from', 'shop/web-0', '--type', 'aaaa', '--cluster', 'store']), {
      name: 'resolve',
      format: 'text',
      ...onManifests(['sites']),
      question: 'web',
      type: 'AAAA',
      from: 'shop/web-0',
      cluster: 'store',
    });
  });
  it('asks for the way to an address, with or without a port', () => {
    const route = (...words: readonly string[]) => {
      const command = parseCommand(['route', ...words]);
      assert(command.name === 'route', command.name === 'wrong-usage' ? command.text : command.name);
      return [command.address, command.port, command.protocol, command.from, command.paths];
    };
    assert.deepEqual(route('10.0.0.1'), ['10.0.0.1', undefined, undefined, 'outside', []]);
    assert.deepEqual(route('10.0.0.1:80', 'sites', '--protocol', 'udp', '--from', 'n1'), ['10.0.0.1', 80, 'UDP', 'n1', ['sites']]);
    assert.deepEqual(route('fd00::1', '--from', 'shop/web-0'), ['fd00::1', undefined, undefined, 'shop/web-0', []]);
    assert.deepEqual(route('[fd00::1]:443'), ['fd00::1', 443, undefined, 'outside', []]);
    assert.deepEqual(route('[fd00::1]'), ['fd00::1', undefined, undefined, 'outside', []]);
  });

  it('takes for the length of a run what a configuration file or the editor could say', () => {
    const command = parseCommand([
      'check',
      '--profile',
      'k3s',
      '--severity',
      'range/overlap=off',
      '--severity',
      'port/duplicate=hint',
      '--exclude',
      'vendor',
    ]);
    assert(command.name === 'check');
    assert.deepEqual(
      [command.profile, command.severities, command.exclude],
      ['k3s', { 'range/overlap': 'off', 'port/duplicate': 'hint' }, ['vendor']],
    );
  });

  const wrong: readonly (readonly [readonly string[], RegExp])[] = [
    [[], /command is missing/],
    [['lint'], /no command "lint"/],
    [['check', '--format', 'xml'], /text, json, sarif, junit, github, not "xml"/],
    [['check', '--from', 'a/b'], /no option --from/],
    [['topology', '--type', 'A'], /no option --type/],
    [['topology', '--theme', 'dark'], /--theme goes with --format svg/],
    [['topology', '--format', 'svg', '--theme', 'sepia'], /light, dark, not "sepia"/],
    [['check', '--theme', 'dark'], /no option --theme/],
    [['topology', '--format', 'mermaid', '--positions', 'a.json'], /--positions goes with --format svg or drawio/],
    [['resolve'], /needs a name/],
    [['resolve', 'web', '--from', 'web-0'], /NAMESPACE\/POD/],
    [['check', '--nonsense'], /--nonsense/],
    [['check', '--fail-on', 'warnings'], /error, warning, information, hint, never, not "warnings"/],
    [['topology', '--fail-on', 'warning'], /no option --fail-on/],
    [['check', '--profile', 'k4s'], /custom.*not "k4s"/],
    [['check', '--severity', 'range/overlap'], /CODE=SEVERITY/],
    [['check', '--severity', 'range/overlaps=off'], /no check "range\/overlaps"/],
    [['check', '--severity', 'range/overlap=loud'], /off, not "loud"/],
    [['route'], /needs an address/],
    [['route', 'web:80'], /not "web:80"/],
    [['route', '10.0.0.1:0'], /ADDRESS:PORT/],
    [['route', '10.0.0.1:70000'], /ADDRESS:PORT/],
    [['route', '[10.0.0.1]:80'], /ADDRESS:PORT/],
    [['route', '10.0.0.1', '--protocol', 'ICMP'], /TCP, UDP, SCTP, not "ICMP"/],
    [['route', '10.0.0.1', '--type', 'A'], /no option --type/],
    [['route', '10.0.0.1', '--from', 'a/b/c'], /NAMESPACE\/POD/],
    [['resolve', 'web', '--protocol', 'TCP'], /no option --protocol/],
    [['route', '10.0.0.1', '--format', 'sarif'], /text, json/],
  ];
  for (const [words, reason] of wrong) {
    it(`refuses "${words.join(' ')}" with the reason`, () => {
      const command = parseCommand(words);
      assert(command.name === 'wrong-usage');
      assert.match(command.text, reason);
    });
  }

  it('says the nearest command for a slip, and the help of a command that is used wrongly', () => {
    const refused = (...words: readonly string[]) => {
      const command = parseCommand(words);
      assert(command.name === 'wrong-usage');
      return command.text;
    };
    assert.match(refused('chek'), /^There is no command "chek"\. Did you mean "check"\?\n\nUsage: /);
    assert.match(refused('whatif', 'fail worker-1'), /Did you mean "what-if"\?/);
    assert.match(refused('deploy'), /^There is no command "deploy"\.\n\n/);
    assert.match(refused('trace'), /needs --from and --to\.\n\nedge-network trace --help shows its options with examples\.$/);
  });

  it('helps with all commands, and with each of them', () => {
    const help = (...words: readonly string[]) => {
      const command = parseCommand(words);
      assert(command.name === 'help', words.join(' '));
      return command.text;
    };
    const all = help('--help');
    assert.equal(help('help'), all);
    for (const { name, formats, options, examples } of forms) {
      assert.match(all, new RegExp(`^  ${name} `, 'm'));
      const one = help(name, '--help');
      assert.equal(help('help', name), one);
      assert(one.startsWith(`Usage: edge-network ${name}`));
      for (const text of [...formats, ...options.map((option) => `--${option.name}`)]) assert(one.includes(text), `${name}: ${text}`);
      // Whoever types an example gets no complaint about it.
      for (const { words } of examples) assert.equal(parseCommand(split(words)).name, name, words);
    }
  });
});

/** As a shell would, without redirections. */
function split(words: string): readonly string[] {
  return [...words.replace(/ >.*$/, '').matchAll(/'([^']*)'|[^ ]+/g)].map(([word, quoted]) => quoted ?? word);
}
