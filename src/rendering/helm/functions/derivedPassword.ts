import { hmac } from '@noble/hashes/hmac';
import { scrypt } from '@noble/hashes/scrypt';
import { sha256 } from '@noble/hashes/sha2';
import { bytesOf } from '../goText.ts';

const seed = 'com.lyndir.masterpassword';

/** Patterns of the Master Password algorithm; each letter names a set of characters. */
const patterns: ReadonlyMap<string, readonly string[]> = new Map([
  ['maximum', ['anoxxxxxxxxxxxxxxxxx', 'axxxxxxxxxxxxxxxxxno']],
  [
    'long',
    (
      'CvcvnoCvcvCvcv CvcvCvcvnoCvcv CvcvCvcvCvcvno CvccnoCvcvCvcv CvccCvcvnoCvcv CvccCvcvCvcvno CvcvnoCvccCvcv CvcvCvccnoCvcv CvcvCvccCvcvno ' +
      'CvcvnoCvcvCvcc CvcvCvcvnoCvcc CvcvCvcvCvccno CvccnoCvccCvcv CvccCvccnoCvcv CvccCvccCvcvno CvcvnoCvccCvcc CvcvCvccnoCvcc CvcvCvccCvccno ' +
      'CvccnoCvcvCvcc CvccCvcvnoCvcc CvccCvcvCvccno'
    ).split(' '),
  ],
  ['medium', ['CvcnoCvc', 'CvcCvcno']],
  ['short', ['Cvcn']],
  ['basic', ['aaanaaan', 'aannaaan', 'aaannaaa']],
  ['pin', ['nnnn']],
]);

const letters = 'AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz';
const characters: Readonly<Record<string, string>> = {
  V: 'AEIOU',
  C: 'BCDFGHJKLMNPQRSTVWXYZ',
  v: 'aeiou',
  c: 'bcdfghjklmnpqrstvwxyz',
  A: 'AEIOUBCDFGHJKLMNPQRSTVWXYZ',
  a: letters,
  n: '0123456789',
  o: "@&%?,=[]_:-+*$#!'^~;()/.",
  x: `${letters}0123456789!@#$%^&*()`,
};

/** Of any other type there is a complaint in place of a password. */
export function isPasswordType(type: string): boolean {
  return patterns.has(type);
}

/** Sprig's `derivePassword` (crypto.go): always the same for the same arguments. Slow on purpose: it takes a part of a second. */
export function derivedPassword(counter: number, type: string, password: string, user: string, site: string): string {
  const templates = patterns.get(type);
  if (templates === undefined) return `cannot find password template ${type}`;
  const key = scrypt(bytesOf(password), joined(bytesOf(seed), sized(user)), { N: 32768, r: 8, p: 2, dkLen: 64 });
  const random = hmac(sha256, key, joined(bytesOf(seed), sized(site), bigEndian(counter)));
  const template = templates[(random[0] ?? 0) % templates.length] ?? '';
  return Array.from(template, (kind, index) => {
    const set = characters[kind] ?? '';
    return set.charAt((random[index + 1] ?? 0) % set.length);
  }).join('');
}

function sized(text: string): Uint8Array {
  const bytes = bytesOf(text);
  return joined(bigEndian(bytes.length), bytes);
}

function bigEndian(value: number): Uint8Array {
  return Uint8Array.of((value >>> 24) & 0xff, (value >>> 16) & 0xff, (value >>> 8) & 0xff, value & 0xff);
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}
