import { goFunction } from '../function.ts';
import { bool, type GoFunction } from '../value.ts';
import { like } from './text.ts';
import { withoutTrailing } from '../../../base/withoutTrailing.ts';

/** Go's `path.Clean`. */
export function cleanPath(path: string): string {
  const isRooted = path.startsWith('/');
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue;
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop();
    else if (part !== '..' || !isRooted) parts.push(part);
  }
  return (isRooted ? '/' : '') + parts.join('/') || '.';
}

function lastPart(path: string): string {
  if (path === '') return '.';
  const trimmed = withoutTrailing(path, '/');
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

function extension(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot);
}

function onText(change: (path: string) => string): GoFunction {
  return goFunction(['string'], (_, text) => like(change(text.text), text));
}

const base = onText(lastPart);
const dir = onText((path) => cleanPath(path.slice(0, path.lastIndexOf('/') + 1)));
const clean = onText(cleanPath);
const ext = onText(extension);
const isAbs = goFunction(['string'], (_, text) => bool(text.text.startsWith('/')));

/** The `os` ones are the same where Helm's charts are rendered for a cluster. */
export const paths: Readonly<Record<string, GoFunction>> = {
  base,
  dir,
  clean,
  ext,
  isAbs,
  osBase: base,
  osDir: dir,
  osClean: clean,
  osExt: ext,
  osIsAbs: isAbs,
};
