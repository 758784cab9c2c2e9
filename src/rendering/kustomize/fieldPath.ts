import { splitPath } from './fieldSpec.ts';

/** A step of a path in replacements: a key, the place in a list, all elements, or those with a field (none: themselves) that matches. */
export type PathStep =
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'index'; readonly index: number }
  | { readonly type: 'every' }
  | { readonly type: 'matching'; readonly field: string; readonly value: string }
  | { readonly type: 'broken'; readonly text: string };

/** `.` between the steps; `\.` and brackets round a key keep its dots. kyaml/utils/pathsplitter.go (SmarterPathSplitter) */
export function fieldPath(path: string): readonly PathStep[] {
  return fieldPathParts(path).map(stepOf);
}

/** The path of a source: blanks round the steps, and empty steps, do not count. kyaml/yaml/match.go (cleanPath) */
export function cleanedPath(path: string): readonly PathStep[] {
  return fieldPathParts(path)
    .map((part) => part.trim())
    .filter((part) => part !== '')
    .map(stepOf);
}

function fieldPathParts(path: string): readonly string[] {
  const pieces = splitPath(path, '.');
  const parts: string[] = [];
  for (let at = 0; at < pieces.length; at++) {
    let part = pieces[at] ?? '';
    if (!part.startsWith('[') || part.endsWith(']')) {
      parts.push(part);
      continue;
    }
    while (at < pieces.length - 1) {
      const next = pieces[++at] ?? '';
      part += `.${next}`;
      if (next.endsWith(']')) break;
    }
    parts.push(part.includes('=') ? part : part.replaceAll(/^[[\]]+|[[\]]+$/g, ''));
  }
  return parts;
}

function stepOf(part: string): PathStep {
  if (/^\+?[0-9]+$/.test(part)) return { type: 'index', index: Number(part) };
  if (part.startsWith('[') && part.endsWith(']')) {
    const inside = part.slice(1, -1);
    const equals = inside.indexOf('=');
    if (equals < 0) return { type: 'broken', text: part };
    return { type: 'matching', field: inside.slice(0, equals), value: inside.slice(equals + 1) };
  }
  return part === '*' ? { type: 'every' } : { type: 'key', key: part };
}
