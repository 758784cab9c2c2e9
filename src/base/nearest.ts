/** The candidate that a text was meant to be, going by its spelling; absent when none is near. Of equally near ones the first. */
export function nearestOf(text: string, candidates: Iterable<string>): string | undefined {
  let nearest: string | undefined;
  let least = Infinity;
  for (const candidate of candidates) {
    const distance = editDistance(text, candidate, Math.min(least, 3));
    if (distance >= least || !isNear(text, distance)) continue;
    nearest = candidate;
    least = distance;
  }
  return nearest;
}

/** Few enough letters differ for a slip: one in a short word, two in a longer one. */
export function isNear(text: string, distance: number): boolean {
  return distance <= (text.length < 5 ? 1 : 2) && distance < text.length;
}

/** Letters to add, leave out, change or swap with their neighbour. One beyond `limit` is returned as `limit + 1`, whatever it is. */
export function editDistance(one: string, other: string, limit = Infinity): number {
  let start = 0;
  let oneEnd = one.length;
  let otherEnd = other.length;
  while (start < oneEnd && start < otherEnd && one.charCodeAt(start) === other.charCodeAt(start)) start++;
  while (oneEnd > start && otherEnd > start && one.charCodeAt(oneEnd - 1) === other.charCodeAt(otherEnd - 1)) {
    oneEnd--;
    otherEnd--;
  }
  if (Math.abs(oneEnd - otherEnd) > limit) return limit + 1;
  return distanceBetween(one.slice(start, oneEnd), other.slice(start, otherEnd), limit);
}

function distanceBetween(one: string, other: string, limit: number): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    let least = row;
    for (let column = 1; column <= other.length; column++) {
      const change = (last[column - 1] ?? 0) + (one[row - 1] === other[column - 1] ? 0 : 1);
      let distance = Math.min((last[column] ?? 0) + 1, (current[column - 1] ?? 0) + 1, change);
      if (row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1])
        distance = Math.min(distance, (beforeLast[column - 2] ?? 0) + 1);
      current.push(distance);
      least = Math.min(least, distance);
    }
    // A swap reaches back two rows, but never below what they hold less one.
    if (least > limit + 1) return limit + 1;
    beforeLast = last;
    last = current;
  }
  return last[other.length] ?? 0;
}
