/** What the API server draws random name suffixes from: no vowels, and no 0, 1 and 3. apimachinery pkg/util/rand/rand.go */
const suffixAlphabet = 'bcdfghjklmnpqrstvwxz2456789';

const suffixLength = 5;
const suffixes = suffixAlphabet.length ** suffixLength;

/** The longest base of a generated name. apiserver pkg/storage/names/generate.go */
const maxBaseLength = 58;

/** `metadata.generateName` made a name. */
export function generatedName(base: string, suffix: string): string {
  return `${cut(base, maxBaseLength)}${suffix}`;
}

/** The base of an indexed Job's pod: the name gives way, the index does not. kubernetes pkg/controller/job/indexed_job_utils.go podGenerateNameWithIndex */
export function indexedBase(job: string, index: number): string {
  const tail = `-${index}-`;
  return `${cut(job, maxBaseLength - tail.length)}${tail}`;
}

/** A name that no API server takes may hold characters of two UTF-16 units: they stay whole. */
function cut(text: string, length: number): string {
  return text.slice(0, length).replace(/[\uD800-\uDBFF]$/, '');
}

/**
 * Stands in for the random suffix of pod number `index` of an owner: the same in every run, and different for each index of one owner.
 * `owner` is any text that names it.
 */
export function standInSuffix(owner: string, index: number): string {
  // The step has no factor in common with the number of suffixes, so the walk visits all before it repeats.
  let number = (fnv1a(owner) + index * 7_368_787) % suffixes;
  let text = '';
  for (let position = 0; position < suffixLength; position++) {
    text += suffixAlphabet.charAt(number % suffixAlphabet.length);
    number = Math.floor(number / suffixAlphabet.length);
  }
  return text;
}

/**
 * Stands in for a Deployment's template hash, which is taken over an internal dump and cannot be had from the manifest; spelled as the real one is:
 * the decimal digits of 32 bits in the suffix alphabet. apimachinery pkg/util/rand/rand.go SafeEncodeString
 */
export function standInTemplateHash(owner: string): string {
  return Array.from(String(fnv1a(owner)), (digit) => suffixAlphabet.charAt(digit.charCodeAt(0) % suffixAlphabet.length)).join('');
}

/** FNV-1a, 32 bits, of the UTF-16 units: only ever compared with itself. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash >>> 0;
}
