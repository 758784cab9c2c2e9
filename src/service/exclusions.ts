import { readConfiguration } from '../manifests/configuration.ts';
import { excludedBy } from '../manifests/manifestFiles.ts';

/** Which files the `exclude` lists of configuration files leave out, each below its own folder. */
export class Exclusions {
  readonly #byFile = new Map<
    string,
    { readonly folder: string; readonly patterns: string; readonly excludes: (path: string) => boolean }
  >();

  /** Notes the text of a configuration file. Whether other files are left out now. */
  note(file: string, text: string | undefined): boolean {
    const before = this.#byFile.get(file)?.patterns;
    const { folder, exclude } = text === undefined ? nothing : readConfiguration({ file, text });
    const patterns = exclude.length === 0 ? undefined : exclude.join('\n');
    if (patterns === before) return false;
    if (patterns === undefined) this.#byFile.delete(file);
    else this.#byFile.set(file, { folder, patterns, excludes: excludedBy(exclude) });
    return true;
  }

  leavesOut(path: string): boolean {
    for (const { folder, excludes } of this.#byFile.values())
      if (path.startsWith(folder) && excludes(path.slice(folder.length))) return true;
    return false;
  }
}

const nothing = { folder: '', exclude: [] };
