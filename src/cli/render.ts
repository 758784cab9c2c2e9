import { printable } from '../base/text.ts';
import { renderPaths, type UnitProblem, type UnitReport } from '../service/rendering.ts';
import type { Command } from './arguments.ts';
import type { Outcome } from './outcome.ts';
import { nodeSources, shownPath, sourcePath } from './sources.ts';
import { writeRenderJson } from './writers/renderJson.ts';

/** Exit code 1 where the real tool fails for one of the units: the others are printed nevertheless. */
export function render(command: Extract<Command, { readonly name: 'render' }>, currentFolder: string): Outcome {
  const { paths, format, chart, texts, origins } = command;
  const { units, missing } = renderPaths(nodeSources(), {
    paths: paths.map((given) => sourcePath(currentFolder, given)),
    shown: (source) => shownPath(currentFolder, source),
    pathOf: (name) => sourcePath(currentFolder, name),
    chart,
    texts,
    origins,
  });
  const complaint = units.flatMap(({ problems }) => problems.map(line)).join('');
  if (missing.length > 0)
    return { output: '', complaint: missing.map((given) => `${printable(given)}: no such file or folder\n`).join(''), exitCode: 2 };
  return {
    output: written(units, format),
    complaint,
    exitCode: units.some(({ problems }) => problems.some(({ severity }) => severity === 'error')) ? 1 : 0,
  };
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
