import assert from 'node:assert/strict';
import { check as checkAll, findingsOf, fixed as fixedText, fixTitles, relatedTo, type CheckOptions } from '../../support/marks.ts';

/** Pods, and what announces the pool, keep out of these texts. */
const severities = { 'selector/no-match': 'off', 'metallb/not-advertised': 'off' } as const;
const check = (text: string, options: CheckOptions = {}) => checkAll(text, { ...options, severities });
const fixed = (text: string, title: string) => fixedText(text, title, { severities });
const findings = (text: string) => findingsOf(new Map([['a.yaml', text]]), { severities }).findings;

const site = (ips = '10.0.0.1-10.0.0.9') => `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec: { profile: custom, kubernetesServiceIPs: ${ips} }
`;
interface Written {
  readonly ip?: string;
  readonly key?: string;
  readonly policy?: string;
  readonly app?: string;
  readonly port?: string;
  readonly mark?: string;
}
const service = (name: string, { ip, key, policy, app = 'dns', port = '53', mark = '' }: Written) => `---
apiVersion: v1
kind: Service
metadata:
  name: ${name}
  namespace: shop
  annotations:
    note: x
${ip === undefined ? '' : `    metallb.io/loadBalancerIPs: ${ip}\n`}${ip !== undefined ? mark : ''}${key === undefined ? '' : `    metallb.io/allow-shared-ip: ${key}\n`}${ip === undefined ? mark : ''}spec:
  type: LoadBalancer
${policy === undefined ? '' : `  externalTrafficPolicy: ${policy}\n`}  selector: { app: ${app} }
  ports: [{ port: ${port} }]
`;
const underIP = (text: string) =>
  `    #                           ^^^^^^^^ error service/shared-address: Service shop/b gets no external address. 10.0.0.5 ${text}\n`;

describe('service/shared-address', () => {
  it('names who has the address, and that neither has a key (incident 50)', () => {
    const text = `${site()}${service('a', { ip: '10.0.0.5' })}${service('b', { ip: '10.0.0.5', port: '54', mark: underIP('goes to Service shop/a, which asks for it too. Neither has a sharing key: to share it, both need the annotation metallb.io/allow-shared-ip with one value.') })}`;
    const [finding] = check(text);
    assert.deepEqual(relatedTo(finding), ['10.0.0.5 | Service shop/a has 10.0.0.5']);
    assert.deepEqual(fixTitles([finding!]), [
      'Let the two share the address (allow-shared-ip: a)',
      'Ask for 10.0.0.1 instead, the next free address',
    ]);
  });

  it('gives both the key, or the one that has none, or another one', () => {
    const both = `${site()}${service('a', { ip: '10.0.0.5' })}${service('b', { ip: '10.0.0.5', port: '54' })}`;
    const keyed = `${site()}${service('a', { ip: '10.0.0.5', key: 'a' })}${service('b', { ip: '10.0.0.5', port: '54', key: 'a' })}`;
    assert.equal(fixed(both, 'Let the two share the address (allow-shared-ip: a)'), keyed);
    assert.equal(
      fixed(keyed.replace('    metallb.io/allow-shared-ip: a\n', ''), 'Let the two share the address (allow-shared-ip: a)'),
      keyed,
    );
    assert.equal(
      fixed(keyed.replace(/: a\nspec(?![^]*: a\nspec)/, ': b\nspec'), 'Let the two share the address (allow-shared-ip: a)'),
      keyed,
    );
    assert.deepEqual(findings(keyed), []);
  });

  it('names keys that differ, and a key that one lacks (incident 51)', () => {
    check(
      `${site()}${service('a', { ip: '10.0.0.5', key: 'x' })}${service('b', { ip: '10.0.0.5', key: 'z', port: '54', mark: underIP('goes to Service shop/a, which asks for it too. Their sharing keys differ ("z" and "x"): to share it, both need one value of metallb.io/allow-shared-ip.') })}`,
    );
    check(
      `${site()}${service('a', { ip: '10.0.0.5', key: 'x' })}${service('b', { ip: '10.0.0.5', port: '54', mark: underIP('goes to Service shop/a, which asks for it too. Only Service shop/a has a sharing key ("x"): to share it, Service shop/b needs the same annotation metallb.io/allow-shared-ip.') })}`,
    );
  });

  it('leaves it to metallb/unknown-annotation where the key stands under a misspelt annotation', () => {
    const text = (mark: string) =>
      `${site()}${service('a', { ip: '10.0.0.5', key: 'x' })}${service('b', { ip: '10.0.0.5', port: '54', mark })}`;
    check(text('    metallb.io/allow-shared: x\n#   ^^^^^^^^^^^^^^^^^^^^^^^ warning metallb/unknown-annotation\n'));
    check(
      text(
        `${underIP('goes to Service shop/a, which asks for it too. Only Service shop/a has a sharing key…')}    metallb.io/owner: x\n#   ^^^^^^^^^^^^^^^^ warning metallb/unknown-annotation\n`,
      ),
    );
  });

  it('knows that under Local the selectors must agree (incident 52)', () => {
    const local = (app: string, mark = '') => ({ ip: '10.0.0.5', key: 'x', policy: 'Local', app, mark });
    const text = `${site()}${service('a', local('one'))}${service('b', { ...local('two', underIP('goes to Service shop/a, which asks for it too. Under externalTrafficPolicy Local only services with the same selector share an address, and theirs differ.')), port: '54' })}`;
    assert.deepEqual(fixTitles(check(text)), ['Ask for 10.0.0.1 instead, the next free address']);
    check(`${site()}${service('a', local('one'))}${service('b', { ...local('one'), port: '54' })}`);
    check(
      `${site()}${service('a', local('one'))}${service('b', { ip: '10.0.0.5', key: 'x', port: '54', app: 'one', mark: underIP('goes to Service shop/a, which asks for it too. They cannot share it, since only one of them has externalTrafficPolicy Local.') })}`,
    );
  });

  it('underlines the port that both use', () => {
    check(
      `${site()}${service('a', { ip: '10.0.0.5', key: 'x' })}${service('b', { ip: '10.0.0.5', key: 'x' })}    `.replace(
        /ports: \[\{ port: 53 \}\]\n {4}$/,
        'ports:\n  - port: 53\n  #       ^^ error service/shared-address: Service shop/b gets no external address. 10.0.0.5 goes to Service shop/a, which asks for it too. Both use port TCP/53, so they cannot share it.\n',
      ),
    );
  });

  it('offers to pin the other one elsewhere, where that got the address by order alone', () => {
    const text = `${site()}${service('a', {})}${service('b', { ip: '10.0.0.1', port: '54' })}`;
    const titles = fixTitles(findings(text));
    assert.deepEqual(titles, [
      'Let the two share the address (allow-shared-ip: a)',
      'Let Service shop/a ask for 10.0.0.2 instead',
      'Ask for 10.0.0.2 instead, the next free address',
    ]);
    assert.equal(
      fixed(text, 'Let Service shop/a ask for 10.0.0.2 instead'),
      text.replace('    note: x\n', '    note: x\n    metallb.io/loadBalancerIPs: 10.0.0.2\n'),
    );
  });

  it('lists everyone under a key, and the first that stands in the way of one that gets no address (incident 54)', () => {
    const one = { key: 'global', policy: 'Local' };
    const text = `${site('10.0.0.1-10.0.0.1')}${service('a', one)}${service('b', { ...one, port: '54' })}${service('c', {
      ...one,
      app: 'other',
      port: '55',
      mark: '    #                           ^^^^^^ error service/shared-address: Service shop/c gets no external address, for no other one is free. Service shop/a has the sharing key "global" too, but its address 10.0.0.1 cannot be shared. Under externalTrafficPolicy Local only services with the same selector share an address, and theirs differ.\n',
    })}`;
    const [finding] = check(text);
    assert.deepEqual(
      relatedTo(finding).map((line) => line.split(' | ')[1]),
      ['Service shop/a has 10.0.0.1', 'Service shop/b has the key "global" too, and 10.0.0.1'],
    );
  });

  it('informs once a key of services that Local alone keeps apart', () => {
    const one = { key: 'x', policy: 'Local' };
    check(
      `${site()}${service('a', one)}${service('b', { ...one, app: 'two', port: '54', mark: '    #                           ^ information service/shared-address: Service shop/b has the sharing key "x" of Service shop/a, but gets an address of its own (10.0.0.2, not 10.0.0.1). …\n' })}${service('c', { ...one, app: 'three', port: '55' })}`,
    );
  });

  it('is silent on services that share, that a port keeps apart, and that ask for addresses of their own', () => {
    check(`${site()}${service('a', { key: 'x' })}${service('b', { key: 'x', port: '54' })}`);
    check(`${site()}${service('a', { key: 'x' })}${service('b', { key: 'x' })}`);
    check(
      `${site()}${service('a', { key: 'x', policy: 'Local' })}${service('b', { key: 'x', policy: 'Local', app: 'two', ip: '10.0.0.7' })}`,
    );
  });

  it('leaves a pool that is simply full to range/too-small', () => {
    check(
      `${site('10.0.0.1-10.0.0.1').replace('spec: { profile: custom, kubernetesServiceIPs: 10.0.0.1-10.0.0.1 }', 'spec:\n  profile: custom\n  kubernetesServiceIPs: 10.0.0.1-10.0.0.1\n  #                     ^^^^^^^^^^^^^^^^^ error range/too-small')}${service('a', { key: 'x' })}${service('b', { key: 'z' })}`,
    );
  });
});
