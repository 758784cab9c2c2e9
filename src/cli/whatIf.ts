import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { WhatIfEvent } from '../service/questions.ts';
import type { Service } from '../service/service.ts';
import { printableJson } from '../base/text.ts';
import type { Command } from './arguments.ts';
import type { Outcome } from './outcome.ts';
import { printable, type Paint } from './terminal.ts';
import { UnreadablePath } from './workspace.ts';
import { writeWhatIfText } from './writers/whatIfText.ts';

/** Asks what events change; those of the command line, then those of a file. */
export async function whatIf(
  service: Service,
  { events, list, cluster, format }: Extract<Command, { readonly name: 'what-if' }>,
  { currentFolder, standardInput }: { readonly currentFolder: string; readonly standardInput: () => Promise<Uint8Array> },
  paint: Paint,
): Promise<Outcome> {
  const asked = events.map((text): WhatIfEvent => {
    const [word, ...rest] = text.trim().split(/\s/);
    const file = word === 'apply' && rest.length > 0 ? rest.join(' ').trim() : undefined;
    return file === undefined ? { kind: 'words', text } : { kind: 'apply', name: file, text: textOf(file, currentFolder) };
  });
  if (list !== undefined)
    asked.push({ kind: 'list', text: list === '-' ? new TextDecoder().decode(await standardInput()) : textOf(list, currentFolder) });
  const answer = await service.whatIf({ cluster, events: asked, whole: format === 'json' });
  if (answer.type === 'refused') return { output: '', complaint: `${printable(answer.text)}\n`, exitCode: 2 };
  return {
    output: format === 'json' ? printableJson({ version: 1, clusters: answer.clusters }) : writeWhatIfText(answer, paint),
    complaint: '',
    exitCode: 0,
  };
}

/** Larger files than a manifest may be hold no manifest. */
function textOf(file: string, currentFolder: string): string {
  try {
    return readFileSync(path.resolve(currentFolder, file), 'utf8');
  } catch (error) {
    throw new UnreadablePath(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
