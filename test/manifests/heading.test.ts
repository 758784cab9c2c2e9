import assert from 'node:assert/strict';
import { headingOf } from '../../src/manifests/heading.ts';
import { factsOf } from '../support/cluster.ts';

describe('the heading of a document', () => {
  it('is read alone when nobody needs more than the name of its kind', () => {
    const text =
      '---\n# certificates\napiVersion: v1\nkind: Secret\ndata:\n  key: "{{ filled in }}"\nmetadata:\n  name: tls\n  namespace: shop\nstringData:\n  a: b\n';
    assert.equal(headingOf(text), 'apiVersion: v1\nkind: Secret\nmetadata:\n  name: tls\n  namespace: shop\n');
    const facts = factsOf(text)[0];
    assert.deepEqual(
      facts?.resources.map(({ kind, metadata }) => [kind, metadata.name, metadata.namespace]),
      [['Secret', 'tls', 'shop']],
    );
    assert.deepEqual(facts.problems, []);
  });

  const whole: readonly (readonly [string, string])[] = [
    ['a kind that is read', 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\n'],
    ['the same kind of another group', 'apiVersion: example.com/v1\nkind: Secret\nmetadata: {name: a}\n'],
    ['the configuration of DNS', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: coredns}\ndata:\n  Corefile: |\n    .:53 {}\n'],
    [
      'the configuration of an old MetalLB',
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: config}\ndata:\n  config: |\n    address-pools: []\n',
    ],
    [
      'two manifests without a line between them',
      'apiVersion: v1\nkind: Secret\nmetadata: {name: a}\napiVersion: v1\nkind: Service\nmetadata: {name: b}\n',
    ],
    ['JSON', '{"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}}'],
    ['a document without a kind', 'apiVersion: v1\nmetadata: {name: a}\n'],
  ];
  for (const [what, text] of whole) it(`is not enough for ${what}`, () => assert.equal(headingOf(text), undefined));

  it('does not hide what is wrong in it', () => {
    const [facts] = factsOf('apiVersion: v1\nkind: Secret\ndata: {}\nmetadata:\n  name: [a\n');
    assert.deepEqual(
      facts?.problems.map(({ code }) => code),
      ['yaml/syntax'],
    );
  });
});
