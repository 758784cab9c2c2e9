import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { DrawRequest } from '../service/questions.ts';
import { UnreadablePath } from './workspace.ts';

type Positions = DrawRequest['positions'];

/** What the reader dragged in the panel, from a file that the panel's export to JSON wrote. Ids of what is no longer there do no harm. Throws `UnreadablePath`. */
export function readPositions(file: string, currentFolder: string): Positions {
  let text: string;
  try {
    text = readFileSync(path.resolve(currentFolder, file), 'utf8');
  } catch (error) {
    throw new UnreadablePath(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const positions = positionsIn(text);
  if (positions === undefined)
    throw new UnreadablePath(`${file}: this is no topology with positions. The panel writes one: Export Topology…, JSON.`);
  return positions;
}

function positionsIn(text: string): Positions | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const list: unknown = isRecord(value) ? value['positions'] : undefined;
  if (!Array.isArray(list)) return undefined;
  return list.flatMap((one: unknown) => {
    if (!isRecord(one)) return [];
    const { id, x, y } = one;
    return typeof id === 'string' && typeof x === 'number' && typeof y === 'number' ? [[id, x, y] as const] : [];
  });
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
