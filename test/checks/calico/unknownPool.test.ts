import assert from 'node:assert/strict';
import { check, fixed, fixTitles, relatedTo } from '../../support/marks.ts';

const pools = (more = '') => `apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: rack-a }
spec: { cidr: 10.48.0.0/16 }
---
apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: rack-b }
spec: { cidr: 10.49.0.0/16${more} }
---
apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
`;
const workload = (value: string, mark = '') => `apiVersion: apps/v1
kind: Deployment
metadata: { name: web, namespace: shop }
spec:
  replicas: 0
  selector: { matchLabels: { app: web } }
  template:
    metadata:
      labels: { app: web }
      annotations:
        cni.projectcalico.org/ipv4pools: ${value}
${mark}    spec: { containers: [{ name: web, image: web }] }
`;

describe('calico/unknown-pool', () => {
  it('finds a name that no pool has, and offers the nearest', () => {
    const text = (name: string, mark = '') => pools() + workload(`'["rack-a", "${name}"]'`, mark);
    const findings = check(
      text(
        'rakc-b',
        `        #                                             ^^^^^^ error calico/unknown-pool: Deployment shop/web asks for pool rakc-b, which does not exist. Did you mean rack-b?\n`,
      ),
    );
    assert.deepEqual(fixTitles(findings), ['* Write rack-b']);
    assert.equal(fixed(text('rakc-b')), text('rack-b'));
  });

  it('lists the pools there are, where none reads alike', () => {
    const [finding] = check(
      pools() +
        workload(
          `'["storage"]'`,
          '        #                                   ^^^^^^^ error calico/unknown-pool: Deployment shop/web asks for pool storage, which does not exist. The pools are: rack-a, rack-b.\n',
        ),
    );
    assert.deepEqual(relatedTo(finding), ['rack-a | IPPool rack-a', 'rack-b | IPPool rack-b']);
    assert.deepEqual(finding!.fixes, []);
  });

  it('finds a pool that is disabled, of the other IP version, or not for pods', () => {
    check(
      pools(', disabled: true') +
        workload(
          `'["rack-b"]'`,
          '        #                                   ^^^^^^ error calico/unknown-pool: Deployment shop/web asks for pool rack-b. It is disabled, so no pod gets an address from it.\n',
        ),
    );
    check(
      pools(', allowedUses: [LoadBalancer]') +
        workload(
          `'["rack-b"]'`,
          '        #                                   ^^^^^^ error calico/unknown-pool: Deployment shop/web asks for pool rack-b. It is not for pods: its allowedUses lack Workload.\n',
        ),
    );
    check(
      pools().replace('10.49.0.0/16', 'fd00:49::/64') +
        workload(
          `'["rack-b"]'`,
          '        #                                   ^^^^^^ error calico/unknown-pool: Deployment shop/web asks for pool rack-b. It is an IPv6 pool, and the annotation takes IPv4 pools.\n',
        ),
    );
  });

  it('leaves a pool that Calico refuses to its own finding', () => {
    check(
      pools(', blockSize: 40').replace(
        'blockSize: 40 }',
        'blockSize: 40 }\n#                                      ^^ error calico/pool-refused',
      ) + workload(`'["rack-b"]'`),
    );
  });

  it('writes the JSON list of bare words', () => {
    for (const [wrong, right] of [
      ['rack-a', `"[\\"rack-a\\"]"`],
      [`'[rack-a, rack-b]'`, `'["rack-a","rack-b"]'`],
    ] as const) {
      const findings = check(
        pools() +
          workload(
            wrong,
            `        #                                ${'^'.repeat(wrong.length)} error calico/unknown-pool: The annotation cni.projectcalico.org/ipv4pools of Deployment shop/web is no JSON list of texts, such as ["pool"].\n`,
          ),
      );
      assert.equal(findings.length, 1);
      assert.equal(fixed(pools() + workload(wrong)), pools() + workload(right));
    }
  });

  it('reads namespaces and bare pods', () => {
    check(`${pools().replace(
      'metadata: { name: shop }',
      `metadata:
  name: shop
  annotations:
    cni.projectcalico.org/ipv4pools: '["rack-c"]'
    #                                   ^^^^^^ error calico/unknown-pool: Namespace shop asks for pool rack-c, which does not exist. Did you mean rack-a?`,
    )}apiVersion: v1
kind: Pod
metadata:
  name: web
  annotations:
    cni.projectcalico.org/ipv6pools: '["10.48.0.0/16"]'
    #                                   ^^^^^^^^^^^^ error calico/unknown-pool: Pod web asks for pool 10.48.0.0/16. It is an IPv4 pool, and the annotation takes IPv6 pools.
spec: { hostNetwork: true, containers: [{ name: web, image: web }] }
`);
  });

  it("is silent on pools by name and by CIDR, on an empty list, on Calico's own default pool, and where no manifest declares a pool", () => {
    for (const value of [`'["rack-a"]'`, `'["10.49.0.0/16"]'`, `'[]'`, `''`, `'["default-ipv4-ippool"]'`]) check(pools() + workload(value));
    check(workload(`'["anything"]'`));
  });

  it('is a hint where the pool may stand in a manifest that could not be read', () => {
    const beside = (severity: string, unread: string) =>
      check(`${pools()}${workload(`'["storage"]'`, `        #                                   ^^^^^^^ ${severity} calico/unknown-pool\n`)}---
${unread}
metadata: { name: "{{ name }}" }
#                 ^^^^^^^^^^^^ hint yaml/unreadable
`);
    beside('hint', 'apiVersion: projectcalico.org/v3\nkind: IPPool');
    beside('error', 'apiVersion: v1\nkind: ConfigMap');
  });
});
