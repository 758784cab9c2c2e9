import assert from 'node:assert/strict';
import { check, relatedTo } from '../../support/marks.ts';

const pool = (name: string, cidr: string, more = '') => `apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: ${name} }
spec: { cidr: ${cidr}${more} }
---
`;
const node = (name: string, labels = '', mark = '') => `apiVersion: v1
kind: Node
metadata: { name: ${name}, labels: { ${labels} } }
${mark}---
`;
const workload = (name: string, nodeName: string, namespace = 'shop', mark = '') => `apiVersion: apps/v1
kind: Deployment
metadata: { name: ${name}, namespace: ${namespace} }
${mark}spec:
  replicas: 3
  selector: { matchLabels: { app: ${name} } }
  template:
    metadata: { labels: { app: ${name} } }
    spec: { nodeName: ${nodeName}, containers: [{ name: web, image: web }] }
---
`;

describe('calico/no-pool', () => {
  it('says once of a node that no pool selects it, however many pods wait there', () => {
    const [finding] = check(
      pool('rack-a', '10.48.0.0/16', ', nodeSelector: rack == "a"') +
        node('edge-1', 'rack: a') +
        node(
          'edge-2',
          'rack: b',
          '#                 ^^^^^^ error calico/no-pool: Pods of Deployment shop/db, Deployment shop/web get no address. No enabled Calico pool selects node edge-2.\n',
        ) +
        workload('web', 'edge-2') +
        workload('db', 'edge-2') +
        workload('ok', 'edge-1'),
    );
    assert.deepEqual(relatedTo(finding), [
      'rack == "a" | pool rack-a',
      'db | Deployment shop/db gets no address',
      'web | Deployment shop/web gets no address',
    ]);
  });

  it('finds a namespace that no pool selects', () => {
    check(`${pool('shop', '10.48.0.0/16', ', namespaceSelector: team == "shop"')}${node('edge-1')}apiVersion: v1
kind: Namespace
metadata: { name: lab, labels: { team: lab } }
#                 ^^^ error calico/no-pool: Pods of Deployment lab/web get no address. No enabled Calico pool selects namespace lab.
---
${workload('web', 'edge-1', 'lab')}`);
  });

  it('is a hint where labels may not be written: of a node by its name alone, and of a namespace without manifest', () => {
    check(`apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata: { name: site }
spec:
  profile: custom
  nodes:
  - name: edge-1
  # ^^^^^^^^^^^^ hint calico/no-pool: Pods of Deployment shop/web get no address. No enabled Calico pool selects node edge-1. (Labels of the node may not all be written.)
---
${pool('rack-a', '10.48.0.0/16', ', nodeSelector: rack == "a"')}${workload('web', 'edge-1')}`);
    check(
      pool('shop', '10.48.0.0/16', ', namespaceSelector: team == "shop"') +
        node('edge-1') +
        workload('web', 'edge-1', 'lab', '#                 ^^^ hint calico/no-pool\n'),
    );
  });

  it('finds a workload whose node and namespace only different pools select', () => {
    check(
      pool('a', '10.48.0.0/16', ', nodeSelector: rack == "a", namespaceSelector: kubernetes.io/metadata.name == "lab"') +
        pool('b', '10.49.0.0/16', ', nodeSelector: rack == "b"') +
        node('edge-1', 'rack: a') +
        workload(
          'web',
          'edge-1',
          'shop',
          '#                 ^^^ error calico/no-pool: Pods of Deployment shop/web get no address. No pool selects node edge-1 and namespace shop.\n',
        ),
    );
  });

  it('is a hint where all that is declared is disabled, which may only exempt a network from NAT', () => {
    check(
      pool('lan', '10.48.0.0/16', ', disabled: true') +
        node('edge-1') +
        workload(
          'web',
          'edge-1',
          'shop',
          '#                 ^^^ hint calico/no-pool: Pods of Deployment shop/web get no address. All Calico pools of these manifests are disabled. (Calico may have a pool that no manifest shows.)\n',
        ),
    );
  });

  it('finds pools that are for load balancers alone', () => {
    check(
      pool('external', '10.48.0.0/16', ', allowedUses: [LoadBalancer]') +
        node('edge-1') +
        workload(
          'web',
          'edge-1',
          'shop',
          '#                 ^^^ error calico/no-pool: Pods of Deployment shop/web get no address. No pool can be used for it: none has Workload in its allowedUses.\n',
        ),
    );
  });

  it('looks at the pools that are for pods alone, and knows nothing of the labels of unnamed nodes', () => {
    const external = pool('external', '10.49.0.0/16', ', allowedUses: [LoadBalancer]');
    const rack = pool('rack-a', '10.48.0.0/16', ', nodeSelector: rack == "a"');
    check(rack + external + workload('web', '""'));
    check(
      rack +
        external +
        node(
          'edge-1',
          'rack: b',
          '#                 ^^^^^^ error calico/no-pool: Pods of Deployment shop/web get no address. No enabled Calico pool selects node edge-1.\n',
        ) +
        workload('web', 'edge-1'),
    );
  });

  it('leaves a refused pool to its own finding', () => {
    check(
      `${pool('rack-a', '10.48.0.0/28').replace('spec: { cidr: 10.48.0.0/28 }', 'spec:\n  cidr: 10.48.0.0/28\n  #     ^^^^^^^^^^^^ error calico/pool-refused')}${node('edge-1')}${workload('web', 'edge-1')}`,
    );
    check(
      `${pool('rack-a', '10.48.0.0').replace('spec: { cidr: 10.48.0.0 }', 'spec:\n  cidr: 10.48.0.0\n  #     ^^^^^^^^^ error range/invalid')}${node('edge-1')}${workload('web', 'edge-1')}`,
    );
  });

  it('is silent with a pool for all, where no pool is declared, and where the node is not known', () => {
    check(pool('all', '10.48.0.0/16') + node('edge-1') + workload('web', 'edge-1'));
    check(node('edge-1') + workload('web', 'edge-1'));
    check(pool('rack-a', '10.48.0.0/16', ', nodeSelector: rack == "a"') + workload('web', '""'));
  });
});
