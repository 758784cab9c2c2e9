/**
 * SHA-256 of the text's UTF-8 bytes as eight 32-bit words, most significant first. FIPS 180-4. The platform's own is asynchronous, which the engine is not.
 * A cluster asks for one for each pair of an external address and a node: short texts of plain characters, which are one block and need no encoder.
 */
export function sha256(text: string): Uint32Array {
  const hash = new Uint32Array(initial);
  if (fillBlock(text)) {
    compress(hash);
    return hash;
  }
  const bytes = encoder.encode(text);
  const padded = new Uint8Array(((bytes.length + 8) >> 6) * 64 + 64);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, Math.floor(bytes.length / 0x20000000));
  view.setUint32(padded.length - 4, bytes.length << 3);
  for (let block = 0; block < padded.length; block += 64) {
    for (let index = 0; index < 16; index++) schedule[index] = view.getInt32(block + index * 4);
    compress(hash);
  }
  return hash;
}

/** Writes a padded text into the schedule where it is one block of ASCII; false where it is not. */
function fillBlock(text: string): boolean {
  const { length } = text;
  if (length > 55) return false;
  let word = 0;
  for (let index = 0; index < 64; index++) {
    const code = index < length ? text.charCodeAt(index) : index === length ? 0x80 : 0;
    if (code > 0x80 || (code === 0x80 && index !== length)) return false;
    word = (word << 8) | code;
    if ((index & 3) === 3) schedule[index >> 2] = word;
  }
  schedule[15] = length << 3;
  return true;
}

/** As comparing the hashes' bytes. */
export function compareHashes(one: Uint32Array, other: Uint32Array): number {
  for (let index = 0; index < one.length; index++) {
    if (one[index] !== other[index]) return at(one, index) - at(other, index);
  }
  return 0;
}

const encoder = new TextEncoder();

/** The first 32 bits of the fractional parts of the square roots of the first 8 primes, and of the cube roots of the first 64. */
const [initial, constants] = (() => {
  const primes: number[] = [];
  for (let candidate = 2; primes.length < 64; candidate++) if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  const fraction = (root: number) => Math.floor((root - Math.floor(root)) * 2 ** 32);
  return [
    Uint32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime))),
    Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)) | 0),
  ];
})();

const schedule = new Int32Array(64);

/** Takes the block in the schedule's first 16 words into the hash. */
function compress(hash: Uint32Array): void {
  for (let index = 16; index < 64; index++) {
    const early = at(schedule, index - 15);
    const late = at(schedule, index - 2);
    const s0 = rotate(early, 7) ^ rotate(early, 18) ^ (early >>> 3);
    const s1 = rotate(late, 17) ^ rotate(late, 19) ^ (late >>> 10);
    schedule[index] = (at(schedule, index - 16) + s0 + at(schedule, index - 7) + s1) | 0;
  }
  let a = at(hash, 0) | 0,
    b = at(hash, 1) | 0,
    c = at(hash, 2) | 0,
    d = at(hash, 3) | 0,
    e = at(hash, 4) | 0,
    f = at(hash, 5) | 0,
    g = at(hash, 6) | 0,
    h = at(hash, 7) | 0;
  for (let index = 0; index < 64; index++) {
    const s1 = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const first = (h + s1 + ((e & f) ^ (~e & g)) + at(constants, index) + at(schedule, index)) | 0;
    const s0 = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const second = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + second) | 0;
  }
  hash[0] = at(hash, 0) + a;
  hash[1] = at(hash, 1) + b;
  hash[2] = at(hash, 2) + c;
  hash[3] = at(hash, 3) + d;
  hash[4] = at(hash, 4) + e;
  hash[5] = at(hash, 5) + f;
  hash[6] = at(hash, 6) + g;
  hash[7] = at(hash, 7) + h;
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}

function at(words: Uint32Array | Int32Array, index: number): number {
  return words[index] ?? 0;
}
