import { check } from '../../support/marks.ts';
import { deployment, policy } from '../../support/policyManifests.ts';

const pool = `---
apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: pods }
spec: { cidr: 172.27.0.0/16 }
`;
const from = (cidr: string, mark = '') =>
  `${policy('orders', `  podSelector: {}\n  ingress:\n  - from:\n    - ipBlock: { cidr: ${cidr} }${mark}`)}${deployment('orders')}${pool}`;

describe('policy/pod-range', () => {
  it('finds a block of addresses that pods get', () => {
    check(
      from(
        '172.27.35.70/32',
        '\n#                      ^^^^^^^^^^^^^^^ information policy/pod-range: 172.27.35.70/32 lies in the pod addresses of IPPool pods: NetworkPolicy shop/orders is about whichever pods have these addresses today, and about others after a restart. Select the pods by their labels.',
      ),
    );
  });

  it('is silent about the whole pool, wider blocks and addresses outside', () => {
    check(from('172.27.0.0/16'));
    check(from('172.16.0.0/12'));
    check(from('192.0.2.0/24'));
  });
});
