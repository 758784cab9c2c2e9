import { check } from '../../support/marks.ts';

const corefile = (lines: string, custom = '') => `apiVersion: v1
kind: ConfigMap
metadata: { name: coredns, namespace: kube-system }
data:
  Corefile: |
${lines}${custom}`;
const custom = (lines: string) => `---
apiVersion: v1
kind: ConfigMap
metadata: { name: coredns-custom, namespace: kube-system }
data:
${lines}`;
const block = (...lines: readonly string[]) =>
  `    .:53 {\n        kubernetes cluster.local\n${lines.map((line) => (line.startsWith('#') ? line : `        ${line}\n`)).join('')}    }\n`;

describe('dns/corefile, what is never asked', () => {
  it('finds a forward behind one that takes every question', () => {
    check(
      corefile(
        block(
          'forward . /etc/resolv.conf',
          'forward corp.example 10.0.0.1',
          '#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning dns/corefile: This forward for corp.example is never asked: the one for . stands before it in its server block and takes every question for it. Give corp.example a server block of its own.\n',
        ),
      ),
    );
    check(corefile(block('forward corp.example 10.0.0.1', 'forward . /etc/resolv.conf')));
    check(corefile(block('forward . /etc/resolv.conf {', '  except corp.example', '}', 'forward corp.example 10.0.0.1')));
  });

  it('finds a forward for a zone that its server block is not for', () => {
    const stub = (zone: string, mark = '') =>
      corefile(`${block('forward . /etc/resolv.conf')}    corp.example:53 {\n        forward ${zone} 10.0.0.1\n${mark}    }\n`);
    check(
      stub(
        'corp.exmaple',
        '#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning dns/corefile: This forward for corp.exmaple is never asked: its server block is for corp.example alone.\n',
      ),
    );
    for (const zone of ['.', 'corp.example', 'a.corp.example']) check(stub(zone));
  });

  it('finds one that an import brings, where it stands', () => {
    const imported = block('forward . /etc/resolv.conf', 'import /etc/coredns/custom/*.override');
    check(
      corefile(
        imported,
        custom(
          '  lan.override: |\n# ^^^^^^^^^^^^ warning dns/corefile: This forward for . is never asked: another one for it stands before it in its server block and takes every question.\n    forward . 10.0.0.1\n',
        ),
      ),
    );
    check(corefile(imported, custom('  lan.override: |\n    log\n')));
  });

  it('finds a file that no import means', () => {
    const imported = block('forward . /etc/resolv.conf', 'import /etc/coredns/custom/*.override');
    check(
      corefile(
        imported,
        custom(
          '  lan.conf: |\n# ^^^^^^^^ warning dns/corefile: CoreDNS never reads this: its Corefile imports *.override, and lan.conf is called otherwise.\n    log\n',
        ),
      ),
    );
    // What the Corefile imports is not known.
    check(custom('  lan.conf: |\n    log\n'));
  });

  it('knows what K3s imports without its Corefile', () => {
    const k3s = '---\napiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: site }\nspec: { profile: k3s }\n';
    check(`${custom('  lan.conf: |\n# ^^^^^^^^ warning dns/corefile\n    log\n')}${k3s}`);
    check(`${custom('  lan.server: |\n    corp.example:53 {\n      forward . 10.0.0.1\n    }\n')}${k3s}`);
  });

  it('says which versions of K3s do not ask what is imported, and is asked itself where it stands before', () => {
    const k3s = '---\napiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata: { name: site }\nspec: { profile: k3s }\n';
    check(
      `${custom('  lan.override: |\n# ^^^^^^^^^^^^ information dns/corefile: K3s of before the end of 2025 (v1.34.2, v1.33.6, v1.32.10) imports this behind its own forward, and never asks it. A server block of its own, in a key that ends with .server, is asked in every version.\n    forward . 10.0.0.1\n')}${k3s}`,
    );
    check(`${custom('  lan.override: |\n    log\n')}${k3s}`);
  });

  it('finds a server that is no address', () => {
    const asking = (server: string, mark = '') =>
      corefile(`    .:53 {\n        kubernetes cluster.local\n        forward . ${server}\n${mark}    }\n`);
    check(
      asking(
        '10.0.0.256',
        '#       ^^^^^^^^^^^^^^^^^^^^ error dns/corefile: CoreDNS does not start with this Corefile, so that no name resolves. 10.0.0.256 is neither an address nor a file, so that nobody can be asked there.\n',
      ),
    );
    for (const server of ['10.0.0.25', '10.0.0.25:5353', 'tls://9.9.9.9', 'fd00::53', '/etc/resolv.conf']) check(asking(server));
  });

  it('finds what CoreDNS has no more, and names that most versions do not resolve', () => {
    check(
      corefile(
        block(
          'proxy . 10.0.0.1',
          '#       ^^^^^^^^^^^^^^^^ warning dns/corefile: CoreDNS has no proxy any more since 1.5: such a version does not start with it, and no name resolves.\n',
        ),
      ),
    );
    check(
      corefile(
        '    .:53 {\n        kubernetes cluster.local {\n            upstream\n#           ^^^^^^^^ warning dns/corefile: CoreDNS has no upstream any more since 1.7: such a version does not start with it, and no name resolves.\n        }\n    }\n',
      ),
    );
    check(
      corefile(
        block(
          'forward . dns.corp.example:53',
          '#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning dns/corefile: dns.corp.example is a name: only the newest versions of CoreDNS resolve it, once, as they start; with it all others do not start. Write an address.\n',
        ),
      ),
    );
    for (const server of ['10.0.0.1', '10.0.0.1:5353', 'tls://10.0.0.1', 'fd00::1', '/etc/resolv.conf', '{$UPSTREAM}', 'UPSTREAM_IP'])
      check(corefile(block(`forward . ${server}`)));
  });

  it('finds a line of hosts that begins with no address', () => {
    const hosts = (line: string) => corefile(block('hosts {', line, '  fallthrough', '}'));
    check(
      hosts('  10.0.0.300 mes.corp.example').replace(
        'mes.corp.example\n',
        'mes.corp.example\n#         ^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning dns/corefile: "10.0.0.300" is not an IP address, so that CoreDNS passes over this line.\n',
      ),
    );
    for (const line of ['  10.0.0.30 mes.corp.example', '  fd00::1 mes.corp.example', '  ttl 60', '  reload 5s']) check(hosts(line));
  });
});
