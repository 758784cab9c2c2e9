import type { Connection } from 'vscode-languageserver';
import { excludedBy, foreignFolders } from '../service/manifestFiles.ts';
import type { ServiceSettings } from '../service/service.ts';
import type { Folder } from './filePaths.ts';

const section = 'edgeNetwork';

/** What the reader has set, checked by the service: a value that is none of those offered counts as not set. */
export interface Settings {
  readonly service: ServiceSettings;
  /** Glob patterns of what is left out, by the address of the folder that they are for. */
  readonly excluded: ReadonlyMap<string, readonly string[]>;
  /** Kinds of inlay hints that are not shown. */
  readonly hiddenHints: readonly string[];
  /** Kinds of code lenses. */
  readonly hiddenLenses: readonly string[];
}

/** Asks a client that can be asked, else takes what it has told: settings as in the editor, `{ "defaultProfile": …, "checks": …, "exclude": … }`. */
export async function readSettings(connection: Connection, canAsk: boolean, told: unknown, folders: readonly Folder[]): Promise<Settings> {
  if (!canAsk) {
    const { exclude } = recordOf(told);
    return { ...ofReader(told), excluded: new Map(folders.map(({ uri }) => [uri, patternsOf(exclude)])) };
  }
  const answers: readonly unknown[] = await connection.workspace.getConfiguration([
    { section },
    ...folders.flatMap(({ uri }) => [
      { scopeUri: uri, section: `${section}.exclude` },
      { scopeUri: uri, section: 'files.exclude' },
    ]),
  ]);
  return {
    ...ofReader(answers[0]),
    excluded: new Map(
      folders.map(({ uri }, index) => [uri, [...hiddenBy(answers[2 * index + 2]), ...patternsOf(answers[2 * index + 1])]] as const),
    ),
  };
}

/** Whether a path below a folder is left out: by settings, or because it lies in a folder of other people's files. */
export function excludedWith({ excluded }: Settings): (folder: string, relativePath: string) => boolean {
  const tests = new Map(
    [...excluded].map(([folder, patterns]) => [folder, excludedBy([...foreignFolders.map((name) => `**/${name}`), ...patterns])]),
  );
  return (folder, relativePath) => tests.get(folder)?.(relativePath) ?? false;
}

export function sameExclusions({ excluded: one }: Settings, { excluded: other }: Settings): boolean {
  return JSON.stringify([...one]) === JSON.stringify([...other]);
}

function serviceSettings(value: unknown): ServiceSettings {
  const { defaultProfile, checks } = recordOf(value);
  return {
    defaultProfile: typeof defaultProfile === 'string' ? defaultProfile : 'custom',
    severities: Object.fromEntries(
      Object.entries(recordOf(checks)).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
    ),
  };
}

function ofReader(value: unknown): Omit<Settings, 'excluded'> {
  return { service: serviceSettings(value), hiddenHints: switchedOff(value, 'inlayHints'), hiddenLenses: switchedOff(value, 'codeLens') };
}

function switchedOff(value: unknown, group: string): readonly string[] {
  return Object.entries(recordOf(recordOf(value)[group])).flatMap(([kind, shown]) => (shown === false ? [kind] : []));
}

/** Of `files.exclude`; entries with a condition (`{ "when": … }`) are about build products beside their sources: no manifests. */
function hiddenBy(value: unknown): readonly string[] {
  return Object.entries(recordOf(value)).flatMap(([pattern, hidden]) => (hidden === true ? [pattern] : []));
}

function patternsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((pattern) => typeof pattern === 'string') : [];
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Readonly<Record<string, unknown>>) : {};
}
