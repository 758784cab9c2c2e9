import assert from 'node:assert/strict';
import fc from 'fast-check';
import { escapeMarkup, tag } from '../../../src/topology/export/markup.ts';

describe('Markup', () => {
  it('holds a text as text', () => {
    assert.equal(
      tag('a', { b: '"<&>\'\n', c: undefined, d: 1.26 }, escapeMarkup('<x>&')),
      '<a b="&quot;&lt;&amp;&gt;&#39;&#10;" d="1.3">&lt;x&gt;&amp;</a>',
    );
    assert.equal(escapeMarkup('\u0000a\u001Fb\uFFFE\uD800'), '\u{FFFD}a\u{FFFD}b\u{FFFD}\u{FFFD}');
    assert.equal(escapeMarkup('👩‍👧'), '👩‍👧');
  });

  it('never lets a text through that could end it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) =>
        assert.doesNotMatch(escapeMarkup(text), /[<>"'\u0000-\u0008]|&(?!amp;|lt;|gt;|quot;|#\d+;)/),
      ),
    );
  });
});
