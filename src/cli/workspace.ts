import {
  closeSync,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
  type Dirent,
  type Stats,
} from 'node:fs';
import path from 'node:path';
import type { ServiceFolder } from '../service/service.ts';
import { decodeText, excludedBy, foreignFolders, isReadPath, mostCharacters, relevantText } from '../service/manifestFiles.ts';

export interface WorkspaceTexts {
  /** By path relative to the current folder, with `/`; what standard input holds as `<stdin>`. */
  readonly files: ReadonlyMap<string, string>;
  readonly folders: readonly ServiceFolder[];
  /** Paths as given in which no manifest can be: folders without one, and files of another kind. */
  readonly empty: readonly string[];
  /** What lies below the paths and could not be read, with the reason. */
  readonly unread: readonly string[];
}

export interface WorkspaceOptions {
  readonly currentFolder: string;
  /** Globs of what is left out, relative to the current folder; not of paths that are given themselves. */
  readonly exclude: readonly string[];
  /** What `-` stands for. */
  readonly standardInput: () => Promise<Uint8Array>;
}

/** A path that is not there or cannot be read. */
export class UnreadablePath extends Error {}

/** Reads every manifest below the paths, `-` for standard input. Throws `UnreadablePath` for a path that is given; what lies below and cannot be read is noted, and what vanishes on the way is skipped. */
export async function readWorkspace(paths: readonly string[], options: WorkspaceOptions): Promise<WorkspaceTexts> {
  const reader = new Reader(options);
  reader.nameFrom(paths.filter((given) => given !== '-'));
  for (const given of paths.length === 0 ? ['.'] : paths) {
    if (given === '-') reader.readStandardInput(await options.standardInput());
    else reader.readGiven(given);
  }
  return reader;
}

class Reader implements WorkspaceTexts {
  readonly files = new Map<string, string>();
  readonly folders: ServiceFolder[] = [];
  readonly empty: string[] = [];
  readonly unread: string[] = [];
  readonly #currentFolder: string;
  readonly #isExcluded: (path: string) => boolean;
  readonly #visited = new Set<string>();
  /** What links may lead into: the current folder, and the repositories of the given paths; where those really are. */
  readonly #roots = new Set<string>();
  /** What all names in it begin with. */
  #around: string | undefined;
  /** Files in which a manifest may be, found so far. */
  #relevant = 0;

  constructor({ currentFolder, exclude }: WorkspaceOptions) {
    this.#currentFolder = currentFolder;
    this.#isExcluded = excludedBy(exclude);
  }

  /** Of paths that lie above the current folder: to be known before any file gets its name. */
  nameFrom(given: readonly string[]): void {
    const above = given
      .map((each) => path.resolve(this.#currentFolder, each))
      .filter((absolute) => absolute !== this.#currentFolder && isBelow(absolute, this.#currentFolder))
      .sort((one, other) => one.length - other.length)[0];
    this.#around = above === undefined ? undefined : (repositoryOf(above) ?? above);
  }

  readStandardInput(bytes: Uint8Array): void {
    this.#begin(this.#currentFolder);
    this.files.set('<stdin>', bytes.length > mostBytes ? beginningOf(bytes) : decodeText(bytes));
  }

  readGiven(given: string): void {
    const absolute = path.resolve(this.#currentFolder, given);
    let stats: Stats;
    try {
      stats = statSync(absolute);
      if (stats.isSocket() || stats.isBlockDevice()) throw new Error('this is neither a file nor a folder');
    } catch (error) {
      throw new UnreadablePath(`${given}: ${reasonOf(error)}`);
    }
    const before = this.#relevant;
    this.#begin(stats.isDirectory() ? absolute : path.dirname(absolute));
    if (stats.isDirectory()) this.#readFolder(absolute, true);
    else this.#readText(absolute, stats, true);
    if (this.#relevant === before && !(stats.isFile() && isReadPath(absolute)) && !stats.isFIFO()) this.empty.push(given);
  }

  #begin(folder: string): void {
    for (const root of [this.#currentFolder, repositoryOf(folder) ?? folder]) this.#roots.add(realpathSync(root));
    const known = this.#relative(folder);
    if (!this.folders.some((other) => other.path === known))
      this.folders.push({ name: path.basename(folder), path: known, ...this.#repositoryOf(folder) });
    this.#readConfigurationsAbove(folder);
  }

  /** The nearest folder at or above that holds a repository; where none does, any from the folder itself up to the current one may be the root of what was one. */
  #repositoryOf(folder: string): Pick<ServiceFolder, 'repositories' | 'above'> {
    const repository = repositoryOf(folder);
    if (repository !== undefined) return { repositories: [this.#relative(repository)], above: [] };
    const found = [this.#relative(folder)];
    for (let at = folder; at !== this.#currentFolder && path.dirname(at) !== at;) {
      at = path.dirname(at);
      found.push(this.#relative(at));
    }
    return { repositories: found.at(-1) === '' ? found : found.slice(0, 1) };
  }

  /** What `.edge-network.yaml` files say in the folders above, up to the repository's: they hold for all below. */
  #readConfigurationsAbove(start: string): void {
    for (let folder = start; ; folder = path.dirname(folder)) {
      for (const name of ['.edge-network.yaml', '.edge-network.yml']) {
        const file = path.join(folder, name);
        const stats = statSync(file, { throwIfNoEntry: false });
        if (stats?.isFile() === true) this.#readText(file, stats, true);
      }
      if (existsSync(path.join(folder, '.git')) || folder === path.resolve(this.#currentFolder) || path.dirname(folder) === folder) return;
    }
  }

  /** A folder that a link leads to is entered once. */
  #readFolder(folder: string, given: boolean): void {
    let entries: Dirent[];
    try {
      const real = realpathSync(folder);
      if (this.#visited.has(real)) return;
      this.#visited.add(real);
      entries = readdirSync(folder, { withFileTypes: true });
    } catch (error) {
      if (given) throw new UnreadablePath(`${folder}: ${reasonOf(error)}`);
      this.#noteUnread(folder, error);
      return;
    }
    for (const entry of entries.sort((one, other) => (one.name < other.name ? -1 : 1))) {
      const child = path.join(folder, entry.name);
      if (foreignFolders.includes(entry.name) || this.#isExcluded(path.relative(this.#currentFolder, child).split(path.sep).join('/')))
        continue;
      if (entry.isDirectory()) this.#readFolder(child, false);
      else if (entry.isSymbolicLink() || (entry.isFile() && isReadPath(entry.name))) this.#readEntry(child);
    }
  }

  /** A file, or what a link leads to. Pipes, sockets and devices are no manifests, whatever their name. */
  #readEntry(child: string): void {
    let stats: Stats;
    try {
      stats = statSync(child);
    } catch (error) {
      // A link may lead nowhere, or to itself.
      this.#noteUnread(child, error);
      return;
    }
    if (!stats.isDirectory() && !(stats.isFile() && isReadPath(child))) return;
    const real = realpathSync(child);
    if (![...this.#roots].some((root) => isBelow(root, real)))
      this.unread.push(`${this.#relative(child)}: a link that leads out of the folder`);
    else if (stats.isDirectory()) this.#readFolder(child, false);
    else this.#readText(child, stats, false);
  }

  #readText(file: string, stats: Stats, given: boolean): void {
    try {
      const text = stats.isFile() && stats.size <= mostBytes ? decodeText(readFileSync(file)) : bounded(file);
      const name = this.#relative(file);
      const relevant = relevantText(name, text);
      if ((relevant ?? '') !== '' && !this.files.has(name)) this.#relevant++;
      const kept = given ? text : relevant;
      if (kept !== undefined) this.files.set(name, kept);
    } catch (error) {
      if (given) throw new UnreadablePath(`${file}: ${reasonOf(error)}`);
      this.#noteUnread(file, error);
    }
  }

  #noteUnread(absolute: string, error: unknown): void {
    const code = codeOf(error);
    // Gone meanwhile, or a link that leads nowhere: as good as not there. A name that is no UTF-8 cannot be asked for.
    if ((code === 'ENOENT' && !absolute.includes('\u{FFFD}')) || code === 'ELOOP') return;
    this.unread.push(`${this.#relative(absolute)}: ${absolute.includes('\u{FFFD}') ? 'its name is not UTF-8' : reasonOf(error)}`);
  }

  /** One name for each file: where a given path lies above the current folder, all in its repository is named from there, as what its files name is. */
  #relative(absolute: string): string {
    const names = (from: string, to: string): string => path.relative(from, to).split(path.sep).join('/');
    const around = this.#around;
    if (around === undefined || !isBelow(around, absolute)) return names(this.#currentFolder, absolute);
    return [names(this.#currentFolder, around), names(around, absolute)].filter((part) => part !== '').join('/');
  }
}

/** The nearest folder at or above that holds a repository. */
function repositoryOf(folder: string): string | undefined {
  for (let at = folder; ; at = path.dirname(at)) {
    if (existsSync(path.join(at, '.git'))) return at;
    if (path.dirname(at) === at) return undefined;
  }
}

function isBelow(folder: string, absolute: string): boolean {
  const relative = path.relative(folder, absolute);
  return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
}

/** Characters take up to four bytes: a file beyond that is surely too large. */
const mostBytes = mostCharacters * 4;

/** What can be read of a large file or of a pipe. */
function bounded(file: string): string {
  const handle = openSync(file, 'r');
  try {
    const chunks: Buffer[] = [];
    let length = 0;
    while (length <= mostBytes) {
      const chunk = Buffer.alloc(1 << 16);
      const read = readSync(handle, chunk);
      if (read === 0) return decodeText(Buffer.concat(chunks));
      chunks.push(chunk.subarray(0, read));
      length += read;
    }
    return beginningOf(Buffer.concat(chunks));
  } finally {
    closeSync(handle);
  }
}

/** One character more than the limit: enough to see that the text is too large, and what it is. */
function beginningOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.subarray(0, mostCharacters + 1)).toString('latin1');
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}

function reasonOf(error: unknown): string {
  switch (codeOf(error)) {
    case 'ENOENT':
      return 'no such file or folder';
    case 'EACCES':
      return 'permission denied';
    case 'ELOOP':
      return 'a link that leads to itself';
    default:
      return error instanceof Error ? error.message : String(error);
  }
}
