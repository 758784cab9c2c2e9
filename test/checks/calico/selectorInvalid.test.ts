import assert from 'node:assert/strict';
import { check, fixed, fixTitles } from '../../support/marks.ts';

const pool = (selector: string, mark = '') => `apiVersion: projectcalico.org/v3
kind: IPPool
metadata: { name: rack-a }
spec:
  cidr: 10.48.0.0/16
  nodeSelector: ${selector}
${mark}`;

describe('calico/selector-invalid', () => {
  it('underlines where reading ends, once', () => {
    check(
      pool(
        'rack = "a"',
        '  #                  ^ error calico/selector-invalid: Calico cannot read this selector of IPPool rack-a. An operator must follow a label: ==, !=, in, not in…\n',
      ),
    );
    check(
      pool(
        'rack == a',
        '  #                     ^ error calico/selector-invalid: Calico cannot read this selector of IPPool rack-a. A value in quotes is expected here.\n',
      ),
    );
    check(
      pool(
        'all() has(x)',
        '  #                   ^^^^^^ error calico/selector-invalid: Calico cannot read this selector of IPPool rack-a. Nothing more is expected here.\n',
      ),
    );
  });

  it('underlines all of a text that only lacks its end', () => {
    check(
      pool(
        'all() &&',
        '  #             ^^^^^^^^ error calico/selector-invalid: Calico cannot read this selector of IPPool rack-a. A label, has()…\n',
      ),
    );
  });

  const fixes: readonly [wrong: string, right: string][] = [
    ['rack = "a"', 'rack == "a"'],
    ['rack == a', '\'rack == "a"\''],
    ['rack = a && zone != b', '\'rack == "a" && zone != "b"\''],
    ['name contains web', '\'name contains "web"\''],
  ];
  for (const [wrong, right] of fixes) {
    it(`makes a selector of ${wrong}`, () => {
      const text = fixed(pool(wrong));
      assert.equal(text.replaceAll('\\"', '"').replace(/nodeSelector: "(.*)"\n/, 'nodeSelector: $1\n'), pool(right.replace(/^'|'$/g, '')));
      check(text);
    });
  }

  it('offers nothing where it cannot tell what was meant', () => {
    assert.deepEqual(fixTitles(check(pool('all(', '  #                ^ error calico/selector-invalid\n'))), []);
  });

  it('reads pools of an Installation and all selectors of a Calico network policy', () => {
    check(
      `apiVersion: operator.tigera.io/v1
kind: Installation
metadata: { name: default }
spec:
  calicoNetwork:
    ipPools:
    - cidr: 10.48.0.0/16
      nodeSelector: rack = "a"
      #                  ^ error calico/selector-invalid: Calico cannot read this selector of IP pool of Installation default.…
---
apiVersion: projectcalico.org/v3
kind: NetworkPolicy
metadata: { name: web, namespace: shop }
spec:
  selector: app == 'web'
  ingress:
  - action: Allow
    source:
      selector: role in { 'a' 'b' }
      #                       ^^^ error calico/selector-invalid: Calico cannot read this selector of NetworkPolicy shop/web. A value in quotes or a closing brace is expected here.
`,
      { severities: { 'policy/no-match': 'off' } },
    );
  });

  it('is silent on every form that Calico reads', () => {
    for (const selector of ['all()', '\'!has(x) || (a == "b" && c in {"d", "e"})\'', '""', 'name starts with "a"', 'name not in { }'])
      check(pool(selector));
  });
});
