/** How well a host fits a pattern: the number of characters that it writes out, behind a whole host first; undefined: not at all. A `*` stands for `labels`. */
export function hostFit(pattern: string | undefined, host: string, labels: 'one' | 'some'): number | undefined {
  if (pattern === undefined || pattern === '') return 0;
  const wanted = pattern.toLowerCase();
  const asked = host.toLowerCase().replace(/\.$/, '');
  if (!wanted.startsWith('*.')) return wanted === asked ? 10_000 + wanted.length : undefined;
  const rest = wanted.slice(1);
  if (!asked.endsWith(rest) || asked.length <= rest.length) return undefined;
  const covered = asked.slice(0, -rest.length);
  return labels === 'one' && covered.includes('.') ? undefined : rest.length;
}

/** Whether hosts that fit both patterns exist. `*` covers one label or more. */
export function hostsMeet(one: string | undefined, other: string | undefined): boolean {
  if (one === undefined || one === '' || other === undefined || other === '') return true;
  const [a, b] = [one.toLowerCase(), other.toLowerCase()];
  if (!a.startsWith('*.') && !b.startsWith('*.')) return a === b;
  if (!a.startsWith('*.')) return hostFit(b, a, 'some') !== undefined;
  if (!b.startsWith('*.')) return hostFit(a, b, 'some') !== undefined;
  return a.endsWith(b.slice(1)) || b.endsWith(a.slice(1));
}

/** Whether a path begins with all elements of another: `/foo` begins `/foo/bar`, not `/foobar`. */
export function hasPathPrefix(path: string, prefix: string): boolean {
  const wanted = withoutLastSlashes(prefix);
  return path === wanted || path.startsWith(`${wanted}/`) || wanted === '';
}

export function withoutLastSlashes(path: string): string {
  let end = path.length;
  while (end > 0 && path[end - 1] === '/') end--;
  return path.slice(0, end);
}
