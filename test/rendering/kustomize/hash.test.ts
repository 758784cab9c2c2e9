import { expect } from 'chai';
import { hashSuffix } from '../../../src/rendering/kustomize/hash.ts';
import { map } from './tree.ts';

// What `kubectl kustomize` 1.35.2 puts behind generated names.
const known: readonly (readonly [object: string, suffix: string])[] = [
  ['{kind: ConfigMap, data: {a: "1"}}', 'h29d89cmmt'],
  ['{kind: ConfigMap}', '6ct58987ht'],
  ['{kind: ConfigMap, data: {h: "<a & b>", u: "ü"}}', 'gkmg4789bg'],
  ['{kind: ConfigMap, binaryData: {x: /wE=}}', '6dkdk6m649'],
  [String.raw`{kind: ConfigMap, data: {"z": "a\u2028b\u2029", "～": "a\u2028b\u2029", "😀": "a\u2028b\u2029"}}`, 'bd4b8bf295'],
  [String.raw`{kind: ConfigMap, data: {"z": "\b\f\x7f\x01", "～": "\b\f\x7f\x01", "😀": "\b\f\x7f\x01"}}`, '9c7t767826'],
  ['{kind: Secret, type: Opaque, data: {k: dg==}}', 'ftgtgc4t9f'],
  ['{kind: Secret, type: Opaque, data: {}}', '46f8b28mk5'],
  ['{kind: Secret, type: kubernetes.io/tls, data: {tls.crt: Q0VSVAo=, tls.key: S0VZCg==}}', '2bk8c2k248'],
];

describe('The hash of generated objects', () => {
  for (const [object, suffix] of known)
    it(`of ${object} is ${suffix}`, () => {
      expect(hashSuffix(map(object))).to.equal(suffix);
    });

  it('does not depend on name, labels and the order of keys', () => {
    expect(hashSuffix(map('{data: {b: "2", a: "1"}, kind: ConfigMap, metadata: {name: x, labels: {a: b}}}'))).to.equal(
      hashSuffix(map('{kind: ConfigMap, data: {a: "1", b: "2"}, immutable: true}')),
    );
  });

  it('is there for ConfigMaps and Secrets alone', () => {
    expect(hashSuffix(map('{kind: Service}'))).to.equal(undefined);
  });
});
