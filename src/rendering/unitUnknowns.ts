import { message } from '../base/message.ts';
import type { Reach } from '../manifests/reach.ts';
import type { Unknown } from '../manifests/unknown.ts';
import { unitKey, type Unit } from './clusters/unit.ts';
import type { RenderingProblem } from './rendered.ts';

/** What of a unit is not known because of its problems, each thing once, in their order. `textOfFile`: a source as it is written. */
export function unknownsOfUnit(
  unit: Unit | undefined,
  problems: readonly RenderingProblem[],
  textOfFile: (file: string) => string | undefined,
): readonly Unknown[] {
  const found = new Map<string, Unknown>();
  const key = unit === undefined ? undefined : unitKey(unit);
  for (const { severity, class: name, message: told, reach = anyOfUnit, at } of problems) {
    if (severity === 'warning' || (reach.makes === false && reach.changes === 'nothing')) continue;
    // Of an entry of a list the name, where it begins with that.
    const what = firstLine(textOfFile(at.file)?.slice(at.start, at.end) ?? '').replace(/^name: */, '') || at.file;
    const id = `${what}\n${JSON.stringify(reach)}`;
    // What is elsewhere is named by its own sentence.
    const sentence =
      name === 'elsewhere' && typeof told !== 'string' ? told : message('What {0} brings or changes is not known here.', what);
    if (!found.has(id)) found.set(id, { sentence, reach, ...(key !== undefined && { unit: key }) });
  }
  return [...found.values()];
}

const anyOfUnit: Reach = { changes: 'unit' };

function firstLine(text: string): string {
  const line = text.split('\n', 1)[0]?.trim() ?? '';
  return line.length > 80 ? `${line.slice(0, 79)}…` : line;
}
