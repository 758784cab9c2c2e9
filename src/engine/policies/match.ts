/** Whether something holds; `unknown` where what decides it is not in the manifests. */
export type Match = 'yes' | 'no' | 'unknown';

export function matchOf(holds: boolean): Match {
  return holds ? 'yes' : 'no';
}

export function not(match: Match): Match {
  return match === 'yes' ? 'no' : match === 'no' ? 'yes' : 'unknown';
}

/** All must hold; none given hold. Looks no further than the first that does not. */
export function allOf(matches: Iterable<Match>): Match {
  let whole: Match = 'yes';
  for (const match of matches) {
    if (match === 'no') return 'no';
    if (match === 'unknown') whole = 'unknown';
  }
  return whole;
}

/** One is enough; none given do not hold. Looks no further than the first that does. */
export function anyOf(matches: Iterable<Match>): Match {
  let whole: Match = 'no';
  for (const match of matches) {
    if (match === 'yes') return 'yes';
    if (match === 'unknown') whole = 'unknown';
  }
  return whole;
}
