import { statSync } from 'node:fs';
import path from 'node:path';
import { printableJson } from '../base/text.ts';
import { compareWorkspaces, type ComparableWorkspace } from '../service/comparison.ts';
import type { Service } from '../service/service.ts';
import type { SourceReader } from '../service/sourceReader.ts';
import type { Command } from './arguments.ts';
import { readRevision } from './git.ts';
import type { Outcome } from './outcome.ts';
import { diskSources } from './sourceReader.ts';
import { printable, type Paint } from './terminal.ts';
import { readWorkspace, type WorkspaceTexts } from './workspace.ts';
import { writeDiffMarkdown } from './writers/diffMarkdown.ts';
import { writeDiffText } from './writers/diffText.ts';

type DiffCommand = Extract<Command, { readonly name: 'diff' }>;

/** A service that was told all that was read, with the errors of our own that it met. */
export type Serve = (texts: WorkspaceTexts, sources: SourceReader) => { readonly service: Service; readonly failures: readonly unknown[] };

/** What changes from one folder, file or revision to another. Nothing is printed where nothing changes. */
export async function diff(
  command: DiffCommand,
  { currentFolder, standardInput }: { readonly currentFolder: string; readonly standardInput: () => Promise<Uint8Array> },
  serve: Serve,
  paint: Paint,
): Promise<Outcome> {
  const unread: string[] = [];
  const read = async (side: string | undefined): Promise<ComparableWorkspace> => {
    const { texts, sources } = await readSide(side, { currentFolder, standardInput, exclude: command.exclude });
    unread.push(...texts.unread);
    const { service, failures } = serve(texts, sources);
    const answer = await service.comparable();
    service.dispose();
    if (failures.length > 0) throw failures[0];
    return answer;
  };
  const before = await read(command.old);
  const comparison = compareWorkspaces(before, await read(command.new));
  const writers = {
    text: () => writeDiffText(comparison, paint),
    markdown: () => writeDiffMarkdown(comparison),
    json: () => printableJson({ version: 1, ...comparison }),
  };
  return {
    output: writers[command.format](),
    complaint: [...new Set(unread)].map((text) => `Left out: ${printable(text)}\n`).join(''),
    exitCode: 0,
  };
}

/** A folder or file that is there, else a revision; nothing: the current folder as it is. Each is read from its own folder, so that the same file has the same path on both sides. */
async function readSide(
  side: string | undefined,
  {
    currentFolder,
    standardInput,
    exclude,
  }: { readonly currentFolder: string; readonly standardInput: () => Promise<Uint8Array>; readonly exclude: readonly string[] },
): Promise<{ readonly texts: WorkspaceTexts; readonly sources: SourceReader }> {
  const target = path.resolve(currentFolder, side ?? '.');
  const found = side === '-' ? undefined : statSync(target, { throwIfNoEntry: false });
  if (found === undefined && side !== '-' && side !== undefined) return readRevision(side, currentFolder, exclude);
  const isFolder = found?.isDirectory() === true;
  const folder = side === '-' ? currentFolder : isFolder ? target : path.dirname(target);
  const paths = side === '-' ? ['-'] : isFolder ? [] : [path.basename(target)];
  const texts = await readWorkspace(paths, { currentFolder: folder, exclude, standardInput });
  return {
    texts,
    sources: diskSources(
      folder,
      texts.folders.map((each) => each.path),
    ),
  };
}
