import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';

const node = (variables: string, image = 'calico/node:v3.28.0') => `apiVersion: apps/v1
kind: DaemonSet
metadata: { name: calico-node, namespace: kube-system }
spec:
  selector: { matchLabels: { k8s-app: calico-node } }
  template:
    metadata: { labels: { k8s-app: calico-node } }
    spec:
      containers:
      - name: calico-node
        image: ${image}
        env:
${variables}
`;
const variable = (name: string, value: string) => `        - name: ${name}\n          value: ${value}`;

describe('calico/node-variable', () => {
  it('finds an interface without its method, and writes it', () => {
    const text = node(variable('IP_AUTODETECTION_METHOD', 'eth1'));
    check(
      text.replace(
        'eth1\n',
        'eth1\n          #      ^^^^ error calico/node-variable: calico-node (DaemonSet kube-system/calico-node) does not start with this IP_AUTODETECTION_METHOD. "eth1" is not a method: first-found, kubernetes-internal-ip, can-reach=ADDRESS, interface=PATTERN, skip-interface=PATTERN and cidr=NETWORK are.\n',
      ),
    );
    assert.equal(fixed(text), text.replace('eth1', '"interface=eth1"'));
    assert.match(fixed(node(variable('IP_AUTODETECTION_METHOD', '10.0.0.0/24'))), /cidr=10\.0\.0\.0\/24/);
    assert.match(fixed(node(variable('IP_AUTODETECTION_METHOD', '10.0.0.1'))), /can-reach=10\.0\.0\.1/);
  });

  it('finds other values that end it', () => {
    check(
      node(
        [
          variable(
            'IP',
            'auto\n          #      ^^^^ error calico/node-variable: calico-node (DaemonSet kube-system/calico-node) does not start with this IP. "auto" is neither…',
          ),
          variable(
            'CALICO_IPV4POOL_BLOCK_SIZE',
            '"33"\n          #       ^^ error calico/node-variable: calico-node (DaemonSet kube-system/calico-node) does not start with this CALICO_IPV4POOL_BLOCK_SIZE…'.replace(
              '#       ^^',
              '#      ^^^^',
            ),
          ),
          variable('CALICO_IPV4POOL_IPIP', 'Always'),
          variable(
            'CALICO_IPV4POOL_VXLAN',
            'Always\n          #      ^^^^^^ error calico/node-variable: calico-node (DaemonSet kube-system/calico-node) does not start with this CALICO_IPV4POOL_VXLAN. IPIP and VXLAN cannot both be on: CALICO_IPV4POOL_IPIP is Always.',
          ),
        ].join('\n'),
      ),
    );
  });

  it('is silent about values that it takes, about what is filled in later, and about other programs', () => {
    const methods = [
      'first-found',
      'kubernetes-internal-ip',
      'can-reach=8.8.8.8',
      '"interface=eth.*,ens"',
      'skip-interface=docker.*',
      '"cidr=10.0.0.0/24,fd00::/64"',
    ];
    for (const method of methods) check(node(variable('IP_AUTODETECTION_METHOD', method)));
    check(node(variable('IP', 'autodetect') + '\n' + variable('CALICO_IPV4POOL_VXLAN', 'CrossSubnet')));
    check(node(variable('IP_AUTODETECTION_METHOD', 'eth1'), 'example/agent:1'));
  });
});
