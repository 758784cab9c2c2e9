import * as vscode from 'vscode';
import type { SiteDraft, SiteField } from '../service/service.ts';
import type { LanguageServer } from './languageServer.ts';
import { complain, inform } from './notifications.ts';
import { withoutIcons } from './plainText.ts';

const fileName = 'edge-network.yaml';

/** Asks for the folder and the values of a site, writes the manifest and opens it. */
export async function askForNewSite(server: LanguageServer): Promise<void> {
  const folder = await askForFolder();
  if (folder === undefined) return;
  const target = vscode.Uri.joinPath(folder, fileName);
  if (await exists(target)) {
    await vscode.window.showTextDocument(target);
    void inform(vscode.l10n.t('{0} describes a site already.', vscode.workspace.asRelativePath(target)));
    return;
  }
  const draft = await askForValues(server, folder);
  const written = draft === undefined ? undefined : await server.ask('edgeNetwork/site/text', { draft });
  if (written === undefined) return;
  try {
    await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(written.text));
    // The next file that is opened leaves it open.
    await vscode.window.showTextDocument(target, { preview: false });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void complain(vscode.l10n.t('{0} could not be written: {1}', vscode.workspace.asRelativePath(target), reason));
  }
}

async function exists(uri: vscode.Uri): Promise<boolean> {
  return await vscode.workspace.fs.stat(uri).then(
    () => true,
    () => false,
  );
}

/** The folder whose manifests the site is about. */
async function askForFolder(): Promise<vscode.Uri | undefined> {
  const roots = (vscode.workspace.workspaceFolders ?? []).map(({ uri }) => uri);
  const open = vscode.window.activeTextEditor?.document.uri;
  const beside = open !== undefined && vscode.workspace.getWorkspaceFolder(open) !== undefined ? [vscode.Uri.joinPath(open, '..')] : [];
  const known = [...new Map([...roots, ...beside].map((uri) => [uri.path.replace(/\/$/, ''), uri])).values()];
  const [only, another] = known;
  if (only !== undefined && another === undefined) return only;
  const browse = vscode.l10n.t('Another folder…');
  const chosen =
    only === undefined
      ? { uri: undefined }
      : await vscode.window.showQuickPick(
          [
            ...known.map((uri) => ({
              label: withoutIcons(uri.path.split('/').findLast((part) => part !== '') ?? '/'),
              description: withoutIcons(vscode.workspace.asRelativePath(uri, true)),
              uri,
            })),
            { label: browse, description: '', uri: undefined },
          ],
          { title: vscode.l10n.t('New Site'), placeHolder: vscode.l10n.t('All manifests below this folder belong to the site') },
        );
  if (chosen === undefined) return undefined;
  if (chosen.uri !== undefined) return chosen.uri;
  const [picked] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: vscode.l10n.t('Write the site here'),
    })) ?? [];
  return picked;
}

const fields: readonly SiteField[] = ['name', 'subnet', 'gateway', 'nodeIPs', 'serviceIPs'];

/** One value after the other, with a way back. Undefined when the reader has had enough. */
async function askForValues(server: LanguageServer, folder: vscode.Uri): Promise<SiteDraft | undefined> {
  const name = (folder.path.split('/').findLast((part) => part !== '') ?? '').toLowerCase();
  let draft: SiteDraft = { name, subnet: '', gateway: '', nodeIPs: '', serviceIPs: '' };
  let step = 0;
  while (step < fields.length) {
    const field = fields[step] ?? 'name';
    const answer = await askForValue(server, draft, field, step);
    if (answer === undefined) return undefined;
    if (answer === 'back') step--;
    else {
      draft = { ...draft, [field]: answer.value };
      step++;
    }
  }
  return draft;
}

function askForValue(
  server: LanguageServer,
  draft: SiteDraft,
  field: SiteField,
  step: number,
): Promise<{ readonly value: string } | 'back' | undefined> {
  const input = vscode.window.createInputBox();
  // What is wrong stands in the place of the prompt.
  input.title = titleOf(field);
  input.step = step + 1;
  input.totalSteps = fields.length;
  input.ignoreFocusOut = true;
  input.buttons = step > 0 ? [vscode.QuickInputButtons.Back] : [];
  input.value = draft[field];
  input.prompt = promptOf(field);
  let asked = 0;
  const look = async (value: string): Promise<boolean> => {
    const question = ++asked;
    const said = await server.ask('edgeNetwork/site/field', { draft: { ...draft, [field]: value.trim() }, field });
    if (question !== asked) return false;
    input.placeholder = vscode.l10n.t('For example {0}', said?.example ?? '');
    input.validationMessage = said?.fault;
    return said !== undefined && said.fault === undefined;
  };
  void look(input.value);
  return new Promise((resolve) => {
    input.onDidChangeValue(look);
    input.onDidTriggerButton(() => {
      resolve('back');
      input.hide();
    });
    input.onDidAccept(async () => {
      const value = input.value.trim();
      if (!(await look(value))) return;
      resolve({ value });
      input.hide();
    });
    input.onDidHide(() => {
      resolve(undefined);
      input.dispose();
    });
    input.show();
  });
}

function titleOf(field: SiteField): string {
  switch (field) {
    case 'name':
      return vscode.l10n.t('New Site: Name');
    case 'subnet':
      return vscode.l10n.t('New Site: Subnet');
    case 'gateway':
      return vscode.l10n.t('New Site: Gateway');
    case 'nodeIPs':
      return vscode.l10n.t('New Site: Kubernetes Node IPs');
    case 'serviceIPs':
      return vscode.l10n.t('New Site: Kubernetes External Service IPs');
  }
}

function promptOf(field: SiteField): string {
  switch (field) {
    case 'name':
      return vscode.l10n.t('Name of the site');
    case 'subnet':
      return vscode.l10n.t('Subnet of the port that is enabled for compute; empty if it is not known');
    case 'gateway':
      return vscode.l10n.t('Gateway of this subnet; empty if it is not known');
    case 'nodeIPs':
      return vscode.l10n.t('Kubernetes node IPs, first and last; empty if they are not known');
    case 'serviceIPs':
      return vscode.l10n.t('Kubernetes external service IPs, first and last; empty if they are not known');
  }
}
