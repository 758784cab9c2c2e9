/**
 * The order in which goyaml v2 prints keys (sorter.go, `keyList.Less`): letters behind all else, runs of digits as numbers.
 * Not transitive for some mixes of letters and digits; there the library itself does not always print the same.
 */
export function naturalOrder(a: string, b: string): number {
  return compare(a, b, false);
}

/** go-yaml v3: as above, but a letter behind digits that both have comes before what is no letter. */
export function naturalOrderOfThree(a: string, b: string): number {
  return compare(a, b, true);
}

const letter = /^\p{L}$/u;
const digit = /^\p{Nd}$/u;

function compare(left: string, right: string, lettersEndNumbers: boolean): number {
  const a = Array.from(left);
  const b = Array.from(right);
  const common = Math.min(a.length, b.length);
  let at = 0;
  while (at < common && a[at] === b[at]) at += 1;
  const x = a[at];
  const y = b[at];
  if (x === undefined || y === undefined) return a.length - b.length;
  const isLetter = { x: letter.test(x), y: letter.test(y) };
  if (isLetter.x && isLetter.y) return pointOf(x) - pointOf(y);
  if (isLetter.x || isLetter.y) {
    const behindDigits = lettersEndNumbers && at > 0 && digit.test(a[at - 1] ?? '');
    return (behindDigits ? isLetter.x : isLetter.y) ? -1 : 1;
  }
  const start = (x === '0' || y === '0') && followsNonZero(a, at) ? 1n : 0n;
  const numberOfA = digitsFrom(a, at, start);
  const numberOfB = digitsFrom(b, at, start);
  if (numberOfA.value !== numberOfB.value) return numberOfA.value < numberOfB.value ? -1 : 1;
  return numberOfA.length - numberOfB.length || pointOf(x) - pointOf(y);
}

/** Whether the run of digits that ends before `at` holds one that is not zero. */
function followsNonZero(characters: readonly string[], at: number): boolean {
  for (let before = at - 1; before >= 0 && digit.test(characters[before] ?? ''); before--) if (characters[before] !== '0') return true;
  return false;
}

/** The digits as Go adds them up in an int64, which wraps around. */
function digitsFrom(characters: readonly string[], at: number, start: bigint): { readonly value: bigint; readonly length: number } {
  let value = start;
  let end = at;
  for (; digit.test(characters[end] ?? ''); end++) value = BigInt.asIntN(64, value * 10n + BigInt(pointOf(characters[end] ?? '') - 0x30));
  return { value, length: end - at };
}

function pointOf(character: string): number {
  return character.codePointAt(0) ?? 0;
}
