import assert from 'node:assert/strict';
import { LineIndex } from '../../src/base/text.ts';

describe('lines of a text', () => {
  const texts: readonly (readonly [string, string])[] = [
    ['line feeds', 'ab\ncd\n\nef'],
    ['carriage returns with line feeds', 'ab\r\ncd\r\n\r\nef'],
    ['carriage returns alone', 'ab\rcd\r\ref'],
  ];
  for (const [name, text] of texts) {
    it(`are counted with ${name}`, () => {
      const lines = new LineIndex(text);
      assert.deepEqual(lines.positionAt(text.indexOf('d')), { line: 1, character: 1 });
      assert.deepEqual(lines.positionAt(text.indexOf('e')), { line: 3, character: 0 });
      assert.equal(lines.offsetAt({ line: 3, character: 1 }), text.indexOf('f'));
    });
  }

  it('take places outside the text to its nearest end', () => {
    const lines = new LineIndex('ab\ncd');
    assert.deepEqual(lines.positionAt(99), { line: 1, character: 2 });
    assert.deepEqual(lines.positionAt(-1), { line: 0, character: 0 });
    assert.equal(lines.offsetAt({ line: 9, character: 0 }), 5);
    assert.equal(lines.offsetAt({ line: 0, character: 99 }), 3);
  });
});
