import * as vscode from 'vscode';
import { listFiles, readFiles } from './workspaceReader.ts';

/** What of VS Code's git extension is used here. https://github.com/microsoft/vscode/blob/main/extensions/git/src/api/git.d.ts */
interface GitExtension {
  getAPI(version: 1): { getRepository(uri: vscode.Uri): GitRepository | null };
}

interface GitRepository {
  getCommit(ref: string): Promise<{ readonly hash: string }>;
  /** From the revision to the files as they are. */
  diffWith(
    ref: string,
  ): Promise<readonly { readonly uri: vscode.Uri; readonly originalUri: vscode.Uri; readonly renameUri?: vscode.Uri }[]>;
  show(ref: string, path: string): Promise<string>;
  /** Looks anew; `state` tells of files that have just been written only some time later by itself. */
  status(): Promise<void>;
  readonly state: {
    readonly untrackedChanges?: readonly { readonly uri: vscode.Uri }[];
    readonly workingTreeChanges: readonly { readonly uri: vscode.Uri; readonly status: number }[];
  };
}

/** Status.UNTRACKED */
const untracked = 7;
const mostBytes = 10 * 1024 * 1024;

/** The manifests of the workspace as a revision has them; undefined where there is no such revision, or nobody to ask. What has not changed since is read as it is. */
export async function textsOfRevision(revision: string): Promise<readonly { readonly uri: string; readonly text: string }[] | undefined> {
  const extension = vscode.extensions.getExtension<GitExtension>('vscode.git');
  const git = extension === undefined ? undefined : (await extension.activate()).getAPI(1);
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
