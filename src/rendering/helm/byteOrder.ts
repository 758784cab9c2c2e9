/** As Go compares strings: by bytes of UTF-8, which is by code points. */
export function compareBytes(a: string, b: string): number {
  if (a === b) return 0;
  const end = Math.min(a.length, b.length);
  for (let at = 0; at < end; at++) {
    const left = a.charCodeAt(at);
    const right = b.charCodeAt(at);
    if (left === right) continue;
    // Halves of a pair are above the whole of the basic plane.
    const pairs = Number(isHalf(left)) - Number(isHalf(right));
    return pairs === 0 ? left - right : pairs;
  }
  return a.length - b.length;
}

function isHalf(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}
