import { sha1 } from '@noble/hashes/legacy';
import { sha256, sha512 } from '@noble/hashes/sha2';
import { goFunction } from '../function.ts';
import { bytesOf } from '../goText.ts';
import { string, type GoFunction } from '../value.ts';

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** RFC 1950; Go prints it as a decimal number. */
function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) % 65521;
    high = (high + low) % 65521;
  }
  return high * 65536 + low;
}

function hash(digest: (bytes: Uint8Array) => string): GoFunction {
  return goFunction(['string'], (context, text) => {
    context.spend(text.text.length);
    return string(digest(bytesOf(text.text)));
  });
}

export const hashes: Readonly<Record<string, GoFunction>> = {
  sha1sum: hash((bytes) => hex(sha1(bytes))),
  sha256sum: hash((bytes) => hex(sha256(bytes))),
  sha512sum: hash((bytes) => hex(sha512(bytes))),
  adler32sum: hash((bytes) => String(adler32(bytes))),
};
