import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CheckReport } from '../service/questions.ts';
import type { SourceReader } from '../service/sourceReader.ts';
import type { CheckCommand } from './commands/check.ts';
import { tool } from './tool.ts';
import type { WorkspaceTexts } from './workspace.ts';

/** What was found of the same texts by an earlier run, so that nothing needs to be judged again. Never needed: what is missing, old, cut off or not to be written costs a whole run. */
export interface ReportCache {
  /** Absent where there is none, or where anything that it rests on has changed. */
  readonly known: CheckReport | undefined;
  /** What to judge by where there is none: notes what is read besides the texts. */
  readonly sources: SourceReader;
  /** Keeps what was found. Returns the system's reason where that cannot be written. */
  readonly keep: (report: CheckReport) => string | undefined;
}

/** What stands in a file: `sum` is of all else in it. */
interface Entry {
  readonly key: string;
  readonly sum: string;
  readonly reads: Reads;
  readonly report: CheckReport;
}

/** By path as it was asked for: the hash of what stood there, empty for nothing that could be read. */
interface Reads {
  readonly files: Readonly<Record<string, string>>;
  readonly folders: Readonly<Record<string, string>>;
}

/**
 * @param folder where it is kept, made where it is missing. A file for each question, so it does not grow with runs; no manifest, whatever folder it lies in.
 * @param sources what rendering would be read by, asked again for all that the report rests on
 */
export async function openReportCache(
  folder: string,
  texts: WorkspaceTexts,
  command: CheckCommand,
  sources: SourceReader,
): Promise<ReportCache> {
  const question = JSON.stringify([
    texts.folders,
    command.profile,
    Object.entries(command.severities).sort(),
    command.exclude,
    command.paths,
  ]);
  const file = path.join(folder, `check-${hashOf(question)}.cache`);
  const key = hashOf(JSON.stringify([programHash(), question, [...texts.files].map(([name, text]) => [name, hashOf(text)])]));
  const noted = { files: new Map<string, string>(), folders: new Map<string, string>() };
  const entry = readEntry(file);
  return {
    known: entry?.key === key && (await stillHolds(entry.reads, sources)) ? entry.report : undefined,
    sources: {
      read: async (paths) => {
        const found = await sources.read(paths);
        paths.forEach((each, index) => noted.files.set(each, hashOfFile(found[index])));
        return found;
      },
      list: async (folders) => {
        const found = await sources.list(folders);
        folders.forEach((each, index) => noted.folders.set(each, hashOfFolder(found[index])));
        return found;
      },
    },
    keep: (report) => {
      const content = { key, reads: { files: Object.fromEntries(noted.files), folders: Object.fromEntries(noted.folders) }, report };
      return write(file, JSON.stringify({ ...content, sum: hashOf(JSON.stringify(content)) }));
    },
  };
}

/** Undefined for what is not there, was cut off, or is not what was written. */
function readEntry(file: string): Entry | undefined {
  try {
    const { key, reads, report, sum } = JSON.parse(readFileSync(file, 'utf8')) as Entry;
    return hashOf(JSON.stringify({ key, reads, report })) === sum ? { key, reads, report, sum } : undefined;
  } catch {
    return undefined;
  }
}

async function stillHolds({ files, folders }: Reads, sources: SourceReader): Promise<boolean> {
  const same = async <T>(
    known: Readonly<Record<string, string>>,
    ask: (paths: readonly string[]) => Promise<readonly T[]>,
    hash: (found: T) => string,
  ) => {
    const paths = Object.keys(known);
    for (let from = 0; from < paths.length; from += atOnce) {
      const asked = paths.slice(from, from + atOnce);
      const found = await ask(asked);
      if (asked.some((each, index) => known[each] !== hash(found[index] as T))) return false;
    }
    return true;
  };
  return (await same(folders, sources.list, hashOfFolder)) && (await same(files, sources.read, hashOfFile));
}

/** Files that are held in memory together. */
const atOnce = 64;

/** Another build says other things of the same texts, and another Node may say numbers and lists in other forms. */
function programHash(): string {
  const scripts = readdirSync(__dirname)
    .filter((name) => /^commands\w*\.js$/.test(name))
    .sort()
    .map((name) => hashOf(readFileSync(path.join(__dirname, name))));
  return hashOf(JSON.stringify([tool().version, process.version, scripts]));
}

function hashOf(content: string | Uint8Array): string {
  return createHash('sha256').update(content).digest('hex');
}

function hashOfFile(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : hashOf(bytes);
}

/** A system lists a folder in any order. */
function hashOfFolder(entries: Awaited<ReturnType<SourceReader['list']>>[number]): string {
  return entries === undefined ? '' : hashOf(JSON.stringify(entries.map((entry) => JSON.stringify(entry)).sort()));
}

/** In one piece: another run may read it meanwhile. */
function write(file: string, text: string): string | undefined {
  const draft = `${file}.${process.pid}`;
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(draft, text);
    renameSync(draft, file);
    return undefined;
  } catch (error) {
    if (existsSync(draft)) rmSync(draft);
    return error instanceof Error ? error.message : String(error);
  }
}
