import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';

const corefile = (lines: string) => `apiVersion: v1
kind: ConfigMap
metadata: { name: coredns, namespace: kube-system }
data:
  Corefile: |
${lines}`;

describe('dns/corefile', () => {
  it('finds a value that an option does not take, at its line', () => {
    check(
      corefile(`    .:53 {
        kubernetes cluster.local {
           pods all
#          ^^^^^^^^ error dns/corefile: CoreDNS does not start with this Corefile, so that no name resolves. The option pods must be disabled, insecure or verified.
        }
    }
`),
    );
  });

  it('is quiet about what it does not know', () => {
    check(
      corefile(
        '    .:53 {\n        kubernetes cluster.local {\n           colour blue\n        }\n        custom x\n        file /zones/db example.org\n    }\n',
      ),
    );
  });

  it('finds words of the template that nobody has replaced', () => {
    check(
      corefile(
        `    .:53 {
        kubernetes CLUSTER_DOMAIN in-addr.arpa {
#                  ^^^^^^^^^^^^^^ warning dns/corefile: CoreDNS takes CLUSTER_DOMAIN, UPSTREAMNAMESERVER as it stands, and no name of the cluster resolves: the script of the template that this comes from writes values in its place. Write them, such as cluster.local for CLUSTER_DOMAIN.
        }
        forward . UPSTREAMNAMESERVER
    }
`,
      ),
    );
    check(corefile('    .:53 {\n        kubernetes cluster.local\n    }STUBDOMAINS\n#    ^^^^^^^^^^^ warning dns/corefile\n'));
  });

  it('is quiet about what an installer or a tool fills in', () => {
    const template = '    .:53 {\n        kubernetes CLUSTER_DOMAIN REVERSE_CIDRS {\n        }\n    }STUBDOMAINS\n';
    check(`# file: coredns.template.yaml\n${corefile(template)}`);
    check(corefile('    .:53 {\n        kubernetes ${CLUSTER_DOMAIN} in-addr.arpa\n    }\n'));
  });

  it('finds a key that CoreDNS does not mount, and writes the one that it does', () => {
    const plugins = '    .:53 {\n        kubernetes cluster.local\n    }\n';
    check(
      corefile(plugins).replace(
        '  Corefile: |\n',
        '  corefile: |\n# ^^^^^^^^ error dns/corefile: CoreDNS mounts the key Corefile of this ConfigMap, and there is only corefile: its pods do not start, so that no name resolves.\n',
      ),
    );
    check(corefile(plugins).replace('  Corefile: |\n', '  Corefil: |\n# ^^^^^^^ error dns/corefile\n'));
    assert.equal(fixed(corefile(plugins).replace('Corefile', 'corefile')), corefile(plugins));
  });

  it('leaves other keys, ConfigMaps and namespaces alone', () => {
    const map = (name: string, namespace: string, key: string) =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: ${name}, namespace: ${namespace} }\ndata:\n  ${key}: |\n    .:53 {\n    }\n`;
    check(map('coredns', 'kube-system', 'NodeHosts'));
    check(map('coredns', 'shop', 'corefile'));
    check(map('resolver', 'kube-system', 'corefile'));
    check(map('coredns-custom', 'kube-system', 'corefile'));
  });

  it('is quiet without a Corefile', () => check('apiVersion: v1\nkind: Namespace\nmetadata: { name: shop }\n'));

  it('finds what is wrong with a file of that name, whatever cluster it is for', () => {
    check(`# file: dns/Corefile
.:53 {
    errorz
#   ^^^^^^ error dns/corefile: CoreDNS does not start with this Corefile, so that no name resolves. CoreDNS knows no plugin errorz; nearest is errors.
    kubernetes cluster.local
    forward . /etc/resolv.conf
}
`);
    check(`# file: Corefile
.:53 {
    kubernetes cluster.local
    hosts {
#   ^^^^^^^ error dns/cluster-names
        192.168.40.70 erp.example.net
    }
---
}
`);
  });

  it('leaves plugins of other builds, templates and files of another name alone', () => {
    check('# file: Corefile\n.:53 {\n    k8s_gateway example.net\n    forward . 192.0.2.53\n}\n');
    check('# file: Corefile\n.:53 {\n    errorz\n    kubernetes {{ .Values.domain }}\n}\n');
    check('# file: Corefile.bak\n.:53 {\n    errorz\n}\n');
  });

  it('finds a second of a plugin that stands once in a server block', () => {
    const block = (second: string) =>
      `    .:53 {\n        kubernetes cluster.local\n        cache 30\n        forward . 10.0.0.1\n${second}    }\n`;
    check(
      corefile(
        block(
          '        cache 60\n#       ^^^^^^^^ error dns/corefile: CoreDNS does not start with this Corefile, so that no name resolves. cache can stand once only in a server block.\n',
        ),
      ),
    );
    check(corefile(block('        forward example.com 10.0.0.2\n').replace('forward . 10.0.0.1', 'forward example.org 10.0.0.1')));
  });

  it('finds a server block inside of another one', () => {
    check(
      corefile(
        '    .:53 {\n        kubernetes cluster.local\n        example.com:53 {\n#       ^^^^^^^^^^^^^^^^ error dns/corefile: CoreDNS does not start with this Corefile, so that no name resolves. CoreDNS knows no plugin example.com:53. A server block does not stand inside of another one.\n        }\n    }\n',
      ),
    );
  });

  it('finds names of Services that rewrite leads to and that are written nearly so', () => {
    const orders =
      '---\napiVersion: v1\nkind: Service\nmetadata: { name: orders, namespace: shop }\nspec: { type: ExternalName, externalName: example.com }\n';
    const rewriting = (to: string, mark = '') =>
      `${corefile(`    .:53 {\n        rewrite name orders.example.com ${to}\n${mark}        kubernetes cluster.local\n    }\n`)}${orders}`;
    check(
      rewriting(
        'ordres.shop.svc.cluster.local',
        '#       ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ warning dns/corefile: This leads to ordres.shop.svc.cluster.local, a Service that there is not. Nearest is orders.shop.svc.cluster.local.\n',
      ),
    );
    for (const to of [
      'orders.shop.svc.cluster.local',
      'ingress.ingress-nginx.svc.cluster.local',
      'ordres.example.org',
      '{1}.shop.svc.cluster.local',
    ])
      check(rewriting(to), { severities: { 'dns/cluster-names': 'off' } });
  });

  it('finds names of the cluster that rewrite leads to in a block that does not know them', () => {
    const block = (lines: string) => corefile(`    .:53 {\n        kubernetes cluster.local\n    }\n    example.com:53 {\n${lines}    }\n`);
    const rewrite = '        rewrite name suffix .example.com .shop.svc.cluster.local answer auto\n';
    const mark = `#       ${'^'.repeat(rewrite.trim().length)} warning dns/corefile: This leads to .shop.svc.cluster.local, `;
    check(
      block(
        `${rewrite}${mark}which the name servers of the node are asked for: a question stays in its server block, and they do not know the names of the cluster. Add the plugin kubernetes, or forward to the DNS of the cluster.\n        forward . /etc/resolv.conf\n`,
      ),
    );
    check(
      block(
        `${rewrite}${mark}and nobody in its server block answers for it. Add the plugin kubernetes, or forward to the DNS of the cluster.\n        log\n`,
      ),
    );
    for (const rest of ['kubernetes cluster.local', 'forward . 10.96.0.10', 'template IN A { answer "{{ .Name }} 60 IN A 10.0.0.1" }'])
      check(block(`${rewrite}        ${rest}\n`), { severities: { 'dns/cluster-names': 'off' } });
    check(block('        rewrite name web.shop.svc.cluster.local web.example.com\n        forward . /etc/resolv.conf\n'));
  });

  it('finds what K3s does not start with in the files beside its Corefile, and a ConfigMap that it does not mount', () => {
    const custom = (namespace: string, text: string) =>
      `# file: k3s/config.yaml\ncluster-cidr: 10.42.0.0/16\n# file: dns.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: coredns-custom\n  namespace: ${namespace}\ndata:\n${text}`;
    const hosts = (mark = '') => `  lan.override: |\n${mark}    hosts {\n      10.0.0.1 nas.lan\n      fallthrough\n    }\n`;
    check(
      custom(
        'kube-system',
        hosts(
          '# ^^^^^^^^^^^^ error dns/corefile: CoreDNS does not start with this Corefile, so that no name resolves. hosts can stand once only in a server block.\n',
        ),
      ),
    );
    check(custom('kube-system', '  lan.server: |\n    lan:53 {\n      hosts {\n        10.0.0.1 nas.lan\n      }\n    }\n'));
    check(
      custom(
        'default\n#            ^^^^^^^ warning dns/corefile: CoreDNS reads coredns-custom of namespace kube-system alone, and never this one.',
        hosts(),
      ),
    );
  });

  it('finds keys that nothing imports, and a ConfigMap that nothing reads, by slips', () => {
    const custom = (key: string, mark = '', name = 'coredns-custom', nameMark = '') =>
      `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n${nameMark}  namespace: kube-system\ndata:\n  ${key}: |\n${mark}    corp.lan:53 {\n      forward . 10.0.0.1\n    }\n`;
    check(
      custom(
        'corp.sever',
        '# ^^^^^^^^^^ warning dns/corefile: CoreDNS imports keys that end in .server or .override, and passes over corp.sever.\n',
      ),
    );
    check(custom('log.overide', '# ^^^^^^^^^^^ warning dns/corefile\n'));
    check(
      custom(
        'corp.server',
        '',
        'custom-coredns',
        '#       ^^^^^^^^^^^^^^ warning dns/corefile: CoreDNS imports from ConfigMap coredns-custom, and never reads custom-coredns.\n',
      ),
    );
    // A file that a server block names.
    check(custom('corp.db'));
    check(custom('settings.yaml', '', 'custom-coredns'));
  });

  it('takes a zone without a port for one at the port of DNS', () => {
    check(
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: coredns, namespace: kube-system }\ndata:\n  Corefile: |\n    .:53 {\n      kubernetes cluster.local\n    }\n    . {\n#   ^^^ error dns/corefile: CoreDNS does not start with this Corefile, so that no name resolves. . is served twice.\n      forward . 1.1.1.1\n    }\n`,
    );
    check(
      `apiVersion: v1\nkind: ConfigMap\nmetadata: { name: coredns, namespace: kube-system }\ndata:\n  Corefile: |\n    .:53 {\n      kubernetes cluster.local\n    }\n    tls://. {\n      forward . 1.1.1.1\n    }\n`,
    );
  });
});
