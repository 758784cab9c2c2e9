import path from 'node:path';
import { printable } from '../base/text.ts';
import { renderPaths, type UnitProblem, type UnitReport } from '../service/rendering.ts';
import type { Service } from '../service/service.ts';
import type { Command } from './arguments.ts';
import type { Outcome } from './outcome.ts';
import { nodeSources, shownPath, sourcePath } from './sources.ts';
import { writeRenderJson } from './writers/renderJson.ts';

/**
 * Exit code 1 where the real tool fails for one of the units: the others are printed nevertheless.
 * `builtFrom`: of folders below the current one, relative to it, the clusters that they are a part of, and what GitOps objects build from them.
 */
export async function render(
  command: Extract<Command, { readonly name: 'render' }>,
  currentFolder: string,
  builtFrom: (folders: readonly string[]) => Promise<readonly Awaited<ReturnType<Service['builtFrom']>>[]>,
): Promise<Outcome> {
  const { paths, format, chart, texts, origins } = command;
  const { units, missing } = renderPaths(nodeSources(), {
    paths: paths.map((given) => sourcePath(currentFolder, given)),
    shown: (source) => shownPath(currentFolder, source),
    pathOf: (name) => sourcePath(currentFolder, name),
    chart,
    texts,
    origins,
  });
  if (missing.length > 0)
    return { output: '', complaint: missing.map((given) => `${printable(given)}: no such file or folder\n`).join(''), exitCode: 2 };
  const told = format === 'json' ? await inClusters(units, builtFrom) : units;
  return {
    output: written(told, format),
    complaint: told.flatMap(({ problems }) => problems.map(line)).join(''),
    exitCode: told.some(({ problems }) => problems.some(({ severity }) => severity === 'error')) ? 1 : 0,
  };
}

/** A folder that GitOps objects build is what each of them makes of it. */
async function inClusters(
  units: readonly UnitReport[],
  builtFrom: (folders: readonly string[]) => Promise<readonly Awaited<ReturnType<Service['builtFrom']>>[]>,
): Promise<readonly UnitReport[]> {
  const known = units.filter(({ root }) => isBelow(root));
  const built = known.length === 0 ? [] : await builtFrom(known.map(({ root }) => (root === '.' ? '' : root)));
  return units.flatMap((unit): readonly UnitReport[] => {
    const found = built[known.indexOf(unit)];
    if (found === undefined) return [unit];
    return found.units.length === 0
      ? [{ ...unit, clusters: found.clusters }]
      : found.units.map((each) => ({ ...each, kind: unit.kind, root: unit.root }));
  });
}

function isBelow(root: string): boolean {
  return !root.startsWith('..') && !path.isAbsolute(root);
}

function written(units: readonly UnitReport[], format: Extract<Command, { readonly name: 'render' }>['format']): string {
  switch (format) {
    case 'json':
      return writeRenderJson(units);
    case 'text':
      return units.map(({ text }) => text ?? '').join('');
    case 'yaml':
      return units
        .filter(({ text }) => text !== undefined)
        .map(({ yaml }) => yaml())
        .filter((text) => text !== '')
        .join('---\n');
  }
}

function line({ file, line: row, column, severity, class: errorClass, message }: UnitProblem): string {
  return `${printable(`${file}:${row}:${column}: ${severity}: ${errorClass}: ${message}`)}\n`;
}
