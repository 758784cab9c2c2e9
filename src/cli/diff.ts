import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { english } from '../base/message.ts';
import { printableJson } from '../base/text.ts';
import { brokenExport, comparableOfExport, exportedTopology, type ExportedTopology } from '../service/exportedTopology.ts';
import { compareWorkspaces, type ComparableWorkspace } from '../service/comparison.ts';
import { decodeText } from '../service/manifestFiles.ts';
import type { Service } from '../service/service.ts';
import type { SourceReader } from '../service/sourceReader.ts';
import type { Command } from './arguments.ts';
import { readRevision } from './git.ts';
import type { Outcome } from './outcome.ts';
import { diskSources } from './sourceReader.ts';
import { printable, type Paint } from './terminal.ts';
import { readWorkspace, UnreadablePath, type WorkspaceTexts } from './workspace.ts';
import { writeDiffMarkdown } from './writers/diffMarkdown.ts';
import { writeDiffText } from './writers/diffText.ts';

type DiffCommand = Extract<Command, { readonly name: 'diff' }>;

/** A service that was told all that was read, with the errors of our own that it met. */
export type Serve = (texts: WorkspaceTexts, sources: SourceReader) => { readonly service: Service; readonly failures: readonly unknown[] };

/** What changes from one folder, file, export or revision to another. Nothing is printed where nothing changes. */
export async function diff(
  command: DiffCommand,
  { currentFolder, standardInput }: { readonly currentFolder: string; readonly standardInput: () => Promise<Uint8Array> },
  serve: Serve,
  paint: Paint,
): Promise<Outcome> {
  const readers = { currentFolder, standardInput, exclude: command.exclude };
  const before = await readSide(command.old, readers);
  const after = await readSide(command.new, readers);
  // An export tells less than manifests do: what is held against one is told by an export, too.
  const asExported = 'exported' in before || 'exported' in after;
  const told = async (side: Side): Promise<ComparableWorkspace> => {
    if ('exported' in side) return comparableOfExport(side.exported, english);
    const { service, failures } = serve(side.texts, side.sources);
    const answer = await service.comparable({ asExported });
    service.dispose();
    if (failures.length > 0) throw failures[0];
    return answer;
  };
  const comparison = compareWorkspaces(await told(before), await told(after));
  const unread = [before, after].flatMap((side) => ('exported' in side ? [] : side.texts.unread));
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

type Side = { readonly texts: WorkspaceTexts; readonly sources: SourceReader } | { readonly exported: ExportedTopology };

/**
 * What `topology --format json` has saved, a folder or file that is there, else a revision; nothing: the current folder as it is. Each is read from its own folder, so that the same file has
 * the same path on both sides.
 */
async function readSide(
  side: string | undefined,
  {
    currentFolder,
    standardInput,
    exclude,
  }: { readonly currentFolder: string; readonly standardInput: () => Promise<Uint8Array>; readonly exclude: readonly string[] },
): Promise<Side> {
  const target = path.resolve(currentFolder, side ?? '.');
  const found = side === '-' ? undefined : statSync(target, { throwIfNoEntry: false });
  if (found === undefined && side !== '-' && side !== undefined) return readRevision(side, currentFolder, exclude);
  const isFolder = found?.isDirectory() === true;
  const folder = side === '-' ? currentFolder : isFolder ? target : path.dirname(target);
  const paths = side === '-' ? ['-'] : isFolder ? [] : [path.basename(target)];
  const input = side === '-' ? await standardInput() : undefined;
  const exported = exportIn(
    side ?? '-',
    input ?? (found?.isFile() === true && target.endsWith('.json') ? readFileSync(target) : undefined),
  );
  if (exported !== undefined) return { exported };
  const texts = await readWorkspace(paths, {
    currentFolder: folder,
    exclude,
    standardInput: () => (input === undefined ? standardInput() : Promise.resolve(input)),
  });
  return {
    texts,
    sources: diskSources(
      folder,
      texts.folders.map((each) => each.path),
    ),
  };
}

/** However long it is: an export is many times as long as the manifests of which it tells. */
function exportIn(side: string, bytes: Uint8Array | undefined): ExportedTopology | undefined {
  const text = bytes === undefined ? '' : decodeText(bytes);
  const broken = brokenExport(text);
  if (broken !== undefined) throw new UnreadablePath(`${side}: ${english.say(broken)}`);
  return exportedTopology(text);
}
