import { baseName } from '../../../base/path.ts';
import { pathMatcher } from './pathMatch.ts';

/** Whether a path below the chart's folder is left out. A folder that is takes all that lies in it along. */
export type IgnoreRules = (path: string, kind: 'file' | 'folder') => boolean;

interface Rule {
  readonly negated: boolean;
  readonly foldersOnly: boolean;
  readonly matches: (path: string) => boolean;
}

/**
 * What a chart's `.helmignore` leaves out, and hidden files in `templates/`. A rule that begins with `!` takes nothing back: it leaves out all that it does not match.
 * `invalid` is the first line (from 0) that Helm refuses; it refuses the chart with it. helm/pkg/ignore/rules.go
 */
export function ignoreRules(text: string | undefined): { readonly ignores: IgnoreRules } | { readonly invalid: number } {
  const rules: Rule[] = [];
  for (const [line, written] of [...(text ?? '').split('\n'), 'templates/.?*'].entries()) {
    const pattern = written.trim();
    if (pattern === '' || pattern.startsWith('#')) continue;
    const rule = ruleOf(pattern);
    if (rule === undefined) return { invalid: line };
    rules.push(rule);
  }
  return { ignores: (path, kind) => ignored(rules, path, kind) };
}

function ruleOf(pattern: string): Rule | undefined {
  if (pattern.includes('**') || pathMatcher(pattern) === undefined) return undefined;
  const negated = pattern.startsWith('!');
  const foldersOnly = pattern.endsWith('/');
  const rest = pattern.slice(negated ? 1 : 0, foldersOnly && pattern.length > (negated ? 1 : 0) ? -1 : undefined);
  const anchored = rest.startsWith('/');
  const matcher = pathMatcher(anchored ? rest.slice(1) : rest) ?? (() => false);
  return { negated, foldersOnly, matches: anchored || rest.includes('/') ? matcher : (path) => matcher(baseName(path)) };
}

function ignored(rules: readonly Rule[], path: string, kind: 'file' | 'folder'): boolean {
  for (const { negated, foldersOnly, matches } of rules) {
    const suits = !(foldersOnly && kind === 'file') && matches(path);
    if (suits !== negated) return true;
  }
  return false;
}
