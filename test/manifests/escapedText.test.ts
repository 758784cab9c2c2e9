import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { writtenOffsets } from '../../src/manifests/escapedText.ts';
import { locate } from '../../src/manifests/locate.ts';
import { splitDocuments } from '../../src/manifests/documents.ts';

describe('the characters of a double-quoted text', () => {
  it('are each found where they are written', () => {
    assert.deepEqual(writtenOffsets('a\\"b'), [0, 1, 3, 4]);
    assert.deepEqual(writtenOffsets('\\u0041\\x42C'), [0, 6, 10, 11]);
    assert.deepEqual(writtenOffsets('\\U0001F600!'), [0, 0, 10, 11]);
  });

  it('are not told where lines are folded, or an escape is none', () => {
    for (const written of ['a\nb', '\\q', '\\u00', 'a\\']) assert.equal(writtenOffsets(written), undefined, written);
  });

  it('are all found in what JSON writes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const written = JSON.stringify(text).slice(1, -1);
        const offsets = writtenOffsets(written);
        assert.equal(offsets?.length, text.length + 1);
        assert.ok(offsets.every((offset, index) => index === 0 || offset >= (offsets[index - 1] ?? 0)));
        assert.equal(offsets.at(-1), written.length);
      }),
    );
  });

  it('give a part of a text its place among escapes', () => {
    const [document] = splitDocuments('a.json', '{"a": "{\\"b\\":\\"wrong\\"}"}').documents;
    assert.ok(document !== undefined);
    const { start, end } = locate({ document, path: ['a'], part: 'value', span: { start: 6, end: 11 } });
    assert.equal(document.text.slice(start, end), 'wrong');
  });
});
