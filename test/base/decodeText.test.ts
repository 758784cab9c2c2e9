import assert from 'node:assert/strict';
import { decodeText } from '../../src/base/decodeText.ts';
import { problemsOf } from '../support/reading.ts';

const text = 'kind: Service # grün 🎉\n';

function swapped(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(bytes, (_, index) => bytes[index ^ 1] ?? 0);
}

describe('the bytes of a file', () => {
  const utf16 = Buffer.from(`\uFEFF${text}`, 'utf16le');
  for (const [what, bytes] of [
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte-order mark', Buffer.from(`\uFEFF${text}`)],
    ['UTF-16, as PowerShell writes it', utf16],
    ['UTF-16 of the other order', swapped(utf16)],
  ] as const)
    it(`are ${what}`, () => assert.equal(decodeText(bytes), text));

  it('are none for an empty file, and none that can be read for half a mark', () => {
    assert.equal(decodeText(new Uint8Array()), '');
    assert.equal(decodeText(Uint8Array.of(0xff)), '\uDCFF');
  });

  it('keep a character that was written to say that one was lost', () => {
    assert.equal(decodeText(Buffer.from('a: \uFFFD\n')), 'a: \uFFFD\n');
  });

  const service = 'apiVersion: v1\nkind: Service\nmetadata: { name: web }\n';
  const notUtf8 = /^yaml\/syntax: This is not UTF-8, so kubectl refuses the whole document\./;
  it('of Windows code pages are said to be no UTF-8, where the first stands', () => {
    const problems = problemsOf(decodeText(Buffer.from(`# gr\u00fcn\n${service}# \u00e4\n`, 'latin1')));
    assert.equal(problems.length, 1);
    assert.match(problems[0] ?? '', notUtf8);
    assert.ok(problems[0]?.endsWith('@ \uDCFF'));
  });

  it('of UTF-16 with half a character are said to be wrong', () => {
    const [problem] = problemsOf(decodeText(Buffer.from(`\uFEFF${service}# \uD83C\n`, 'utf16le')));
    assert.match(problem ?? '', notUtf8);
  });

  for (const bytes of [Buffer.from(service, 'utf16le'), swapped(Buffer.from(service, 'utf16le'))])
    it(`of UTF-16 without a mark are said to be so: ${bytes.subarray(0, 2).toString('hex')}`, () => {
      assert.deepEqual(
        problemsOf(decodeText(bytes)).map((problem) => problem.slice(0, 45)),
        ['yaml/syntax: This text holds zero bytes, as U'],
      );
    });

  it('that are no text at all, in a file that names no kind, are passed over', () => {
    assert.deepEqual(problemsOf(decodeText(Uint8Array.from({ length: 512 }, (_, index) => index))), []);
  });
});
