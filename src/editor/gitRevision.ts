import * as vscode from 'vscode';
import { listFiles, readFiles } from './workspaceReader.ts';

/** What of VS Code's git extension is used here. https://github.com/microsoft/vscode/blob/main/extensions/git/src/api/git.d.ts */
interface GitExtension {
  getAPI(version: 1): GitAPI;
}

interface GitAPI {
  getRepository(uri: vscode.Uri): GitRepository | null;
}

interface GitRepository {
  getRefs(query: object): Promise<readonly { readonly type: number; readonly name?: string; readonly commit?: string }[]>;
  /** Absent where the two have nothing in common. */
  getMergeBase(ref: string, other: string): Promise<string | undefined>;
  getCommit(ref: string): Promise<{ readonly hash: string }>;
  /** From the revision to the files as they are. */
  diffWith(
    ref: string,
  ): Promise<readonly { readonly uri: vscode.Uri; readonly originalUri: vscode.Uri; readonly renameUri?: vscode.Uri }[]>;
  show(ref: string, path: string): Promise<string>;
  /** Looks anew; `state` tells of files that have just been written only some time later by itself. */
  status(): Promise<void>;
  readonly state: {
    /** What is checked out; `upstream` is the remote branch that it follows. */
    readonly HEAD?: {
      readonly name?: string;
      readonly commit?: string;
      readonly upstream?: { readonly remote: string; readonly name: string };
    };
    readonly untrackedChanges?: readonly { readonly uri: vscode.Uri }[];
    readonly workingTreeChanges: readonly { readonly uri: vscode.Uri; readonly status: number }[];
  };
}

/** A revision that somebody may want to compare with. `begins`: the commit at which what is checked out left the branch `name`. */
export interface OfferedRevision {
  readonly name: string;
  readonly revision: string;
  readonly kind: 'head' | 'begins' | 'branch' | 'remote' | 'tag';
}

/** Branches that others begin at, by the names that people give them; what a pull request changes is held against where it left one. */
const trunks = /^(?:[^/]+\/)?(?:main|master|trunk|develop)$/;
const kinds: Readonly<Record<number, OfferedRevision['kind']>> = { 0: 'branch', 1: 'remote', 2: 'tag' };
const mostOffered = 300;

/** What there is to compare with in the first repository of the workspace: what is checked out first, then where it left its trunk; none without git. */
export async function offeredRevisions(): Promise<readonly OfferedRevision[]> {
  const git = await gitAPI();
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const repository = git?.getRepository(folder.uri);
    if (repository === undefined || repository === null) continue;
    try {
      return await revisionsIn(repository);
    } catch {
      // One without a commit has none.
    }
  }
  return [];
}

async function revisionsIn(repository: GitRepository): Promise<readonly OfferedRevision[]> {
  const { HEAD: head } = repository.state;
  const refs = (await repository.getRefs({})).flatMap(({ type, name, commit }) => {
    const kind = kinds[type];
    return name === undefined || kind === undefined || name.endsWith('/HEAD') ? [] : [{ name, revision: name, kind, commit }];
  });
  const others = refs.filter(({ name }) => name !== head?.name);
  const begins = await Promise.all(
    others
      .filter(({ name, kind }) => kind !== 'tag' && trunks.test(name))
      .map(async ({ name, commit }): Promise<readonly OfferedRevision[]> => {
        const base = await repository.getMergeBase('HEAD', name).catch(() => undefined);
        // Where the trunk has not gone on, or holds all of this already, its own entry says the same.
        return base === undefined || base === '' || base === commit || base === head?.commit
          ? []
          : [{ name, revision: base, kind: 'begins' }];
      }),
  );
  return [{ name: 'HEAD', revision: 'HEAD', kind: 'head' }, ...begins.flat(), ...others.slice(0, mostOffered)];
}

async function gitAPI(): Promise<GitAPI | undefined> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  return extension === undefined ? undefined : (await extension.activate()).getAPI(1);
}

/** Status.UNTRACKED */
const untracked = 7;
const mostBytes = 10 * 1024 * 1024;

/** The manifests of the workspace as a revision has them; undefined where there is no such revision, or nobody to ask. What has not changed since is read as it is. */
export async function textsOfRevision(revision: string): Promise<readonly { readonly uri: string; readonly text: string }[] | undefined> {
  const git = await gitAPI();
  const found: { readonly uri: string; readonly text: string }[] = [];
  let any = false;
  for (const folder of vscode.workspace.workspaceFolders ?? []) {
    const repository = git?.getRepository(folder.uri);
    if (repository === undefined || repository === null) continue;
    try {
      found.push(...(await textsIn(repository, folder.uri, revision)));
      any = true;
    } catch {
      // It has no such revision.
    }
  }
  return any ? found : undefined;
}

async function textsIn(repository: GitRepository, folder: vscode.Uri, revision: string): Promise<{ uri: string; text: string }[]> {
  const { hash } = await repository.getCommit(revision);
  await repository.status();
  const changes = await repository.diffWith(hash);
  const elsewhere = new Set([
    ...changes.flatMap(({ uri, originalUri, renameUri }) => [
      String(uri),
      String(originalUri),
      ...(renameUri === undefined ? [] : [String(renameUri)]),
    ]),
    ...(repository.state.untrackedChanges ?? []).map(({ uri }) => String(uri)),
    ...repository.state.workingTreeChanges.filter(({ status }) => status === untracked).map(({ uri }) => String(uri)),
  ]);
  const wanted = { folder: String(folder), names: ['*.yaml', '*.yml', '*.json', 'Kustomization'], skipped: ['.git', 'node_modules'] };
  const uris = (await listFiles(wanted, new vscode.CancellationTokenSource().token)).filter((uri) => !elsewhere.has(uri));
  const texts = await readFiles({ uris, mostBytes });
  const files = uris.flatMap((uri, index) => {
    const text = texts[index] ?? null;
    return text === null ? [] : [{ uri, text }];
  });
  const inside = `${folder.path.replace(/\/$/, '')}/`;
  for (const { originalUri } of changes) {
    if (!originalUri.path.startsWith(inside) || !/\.(ya?ml|json)$|\/Kustomization$/i.test(originalUri.path)) continue;
    try {
      files.push({ uri: String(originalUri), text: await repository.show(hash, originalUri.fsPath) });
    } catch {
      // The revision does not have it yet.
    }
  }
  return files;
}
