import assert from 'node:assert/strict';
import { check, fixed } from '../../support/marks.ts';
import { deployment, service } from '../../support/policyManifests.ts';

const scanner = (spec: string, value = 'http://orders', name = 'ORDERS_URL') => `apiVersion: v1
kind: Pod
metadata: { name: scanner, namespace: shop }
spec:
${spec}
  containers:
  - name: scanner
    image: scanner
    env:
    - name: ${name}
      value: ${value}
`;
const orders = deployment('orders') + service('orders');

describe('dns/other-resolver', () => {
  it('finds the name of a Service in a pod with the network of its node, and gives it the DNS of the cluster', () => {
    const text = scanner('  hostNetwork: true') + orders;
    check(
      text.replace(
        'http://orders\n',
        'http://orders\n      #             ^^^^^^ warning dns/other-resolver: The pods of Pod shop/scanner run in the network of their node (hostNetwork) and ask its resolvers, which do not know Service shop/orders: orders does not resolve. Write dnsPolicy: ClusterFirstWithHostNet.\n',
      ),
    );
    assert.equal(fixed(text), text.replace('hostNetwork: true\n', 'hostNetwork: true\n  dnsPolicy: ClusterFirstWithHostNet\n'));
  });

  it('finds it under dnsPolicy Default', () => {
    const text = scanner('  dnsPolicy: Default', 'orders.shop.svc.cluster.local') + orders;
    check(
      text.replace(
        'orders.shop.svc.cluster.local\n',
        'orders.shop.svc.cluster.local\n      #      ^^^^^^ warning dns/other-resolver: The pods of Pod shop/scanner ask the resolvers of their node (dnsPolicy: Default), which do not know Service shop/orders: orders does not resolve. Write dnsPolicy: ClusterFirst.\n',
      ),
    );
    assert.equal(fixed(text), text.replace('Default', 'ClusterFirst'));
  });

  it('is silent where the cluster is asked, or may be, and about names that are none', () => {
    check(scanner('  hostNetwork: true\n  dnsPolicy: ClusterFirstWithHostNet') + orders);
    check(scanner('  hostNetwork: true\n  dnsConfig: { nameservers: [10.96.0.10] }') + orders);
    check(scanner('  hostNetwork: true\n  hostAliases: [{ ip: 192.168.40.9, hostnames: [orders] }]') + orders);
    check(scanner('  restartPolicy: Always') + orders);
    check(scanner('  hostNetwork: true', 'orders', 'FELIX_ORDERSK8SSERVICENAME') + orders);
    check(scanner('  hostNetwork: true', 'http://erp') + orders);
  });
});
