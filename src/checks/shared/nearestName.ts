import { nearestOf } from '../../base/nearest.ts';

/** The name that was meant: one that reads nearly alike, or that is the same but for an ending which only says what it is the name of (`portal`, `portal-app`). */
export function nearestName(text: string, names: readonly string[]): string | undefined {
  const near = nearestOf(text, names);
  if (near !== undefined) return near;
  const [same, ...others] = [...new Set(names.filter((name) => name !== text && withoutEnding(name) === withoutEnding(text)))];
  return others.length > 0 ? undefined : same;
}

function withoutEnding(text: string): string {
  return text.replace(/-(svc|service|app|application|deploy|deployment|server|api|web)$/, '');
}
