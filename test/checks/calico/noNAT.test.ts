import { check } from '../../support/marks.ts';

const pool = (spec: string, mark = '') => `apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: pods }
spec:
  cidr: 10.50.0.0/16
${spec}${mark}---
`;

describe('calico/no-nat', () => {
  it('finds a tunnelled pool whose pods nobody outside can answer', () => {
    check(`apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: pods }
spec:
  cidr: 10.50.0.0/16
  vxlanMode: CrossSubnet
  #          ^^^^^^^^^^^ warning calico/no-nat: IPPool pods is reached through tunnels between the nodes alone, and without natOutgoing its pods keep their addresses on the way out: what they send to the LAN or the internet gets no answer. Write natOutgoing: true, unless routers outside know the pods.
`);
    check(pool('  ipipMode: Always\n  natOutgoing: false\n', '  #            ^^^^^ information calico/no-nat\n'));
  });

  it('is silent about pools that are routed, replaced, not for pods, or known to routers', () => {
    check(pool('  ipipMode: Always\n  natOutgoing: true\n'));
    check(pool('  ipipMode: Never\n'));
    check(pool(''));
    check(pool('  ipipMode: Always\n  disabled: true\n'));
    check(pool('  vxlanMode: Always\n  allowedUses: [Tunnel]\n'));
    check(
      pool('  ipipMode: Always\n') +
        'apiVersion: projectcalico.org/v3\nkind: BGPPeer\nmetadata: { name: tor }\nspec: { peerIP: 10.0.0.1, asNumber: 64512 }\n',
    );
  });
});
