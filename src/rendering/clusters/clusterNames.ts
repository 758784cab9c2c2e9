/** Gives plans of one name the segment above in front, and more of them until no two are alike; what cannot be told apart so gets a number. */
export function uniquelyNamed<P extends { readonly name: string; readonly root: string }>(plans: readonly P[]): readonly P[] {
  const named = plans.map((plan) => ({ plan, above: segmentsAbove(plan), name: plan.name }));
  for (let again = true; again;) {
    again = false;
    for (const group of sameNamed(named)) {
      for (const each of group) {
        const segment = each.above.pop();
        if (segment === undefined) continue;
        each.name = `${segment}/${each.name}`;
        again = true;
      }
    }
  }
  for (const group of sameNamed(named))
    group.forEach((each, index) => (each.name = index === 0 ? each.name : `${each.name} (${index + 1})`));
  return named.map(({ plan, name }) => (name === plan.name ? plan : { ...plan, name }));
}

/** The innermost last; without the one that the name is. */
function segmentsAbove({ name, root }: { readonly name: string; readonly root: string }): string[] {
  const segments = root.split('/').filter((segment) => segment !== '');
  if (segments.at(-1) === name) segments.pop();
  return segments;
}

function sameNamed<E extends { readonly name: string }>(named: readonly E[]): readonly (readonly E[])[] {
  const groups = new Map<string, E[]>();
  for (const each of named) {
    const group = groups.get(each.name);
    if (group === undefined) groups.set(each.name, [each]);
    else group.push(each);
  }
  return [...groups.values()].filter((group) => group.length > 1);
}
