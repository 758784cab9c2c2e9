import * as vscode from 'vscode';
import type { ExportAnswer, ExportRequest } from '../service/service.ts';
import type { EditorMessage, PinnedPlace } from '../topology/protocol.ts';
import { complain, inform } from './notifications.ts';

const formats = ['svg', 'png', 'drawio', 'mermaid', 'json'] as const;
type ExportFormat = (typeof formats)[number];
const themes = ['light', 'dark'] as const;
type ExportTheme = (typeof themes)[number];

const endings: Readonly<Record<ExportFormat, string>> = { svg: 'svg', png: 'png', drawio: 'drawio', mermaid: 'mmd', json: 'json' };

type Captured = Extract<EditorMessage, { readonly type: 'captured' }>;

/** What an export needs of the panel. */
export interface ExportedPage {
  /** Nothing is drawn. */
  readonly isEmpty: boolean;
  /** What the reader dragged. */
  readonly positions: readonly PinnedPlace[];
  /** Undefined when the page does not answer. */
  readonly capture: () => Promise<Captured | undefined>;
  /** Undefined when there is nothing to write (any longer). */
  readonly write: (request: ExportRequest) => Promise<ExportAnswer | undefined>;
  /** A PNG as base64; undefined when the page cannot make one. */
  readonly rasterize: (picture: Pick<ExportAnswer, 'text' | 'width' | 'height'>) => Promise<string | undefined>;
}

/** What to write and where to; what is absent the reader is asked for. */
export interface ExportChoice {
  readonly format?: ExportFormat | undefined;
  readonly theme?: ExportTheme | undefined;
  readonly target?: vscode.Uri | undefined;
}

/** What of a command's argument can be understood. */
export function parseExportChoice(value: unknown): ExportChoice {
  if (typeof value !== 'object' || value === null) return {};
  const { format, theme, target } = value as Readonly<Record<string, unknown>>;
  return {
    format: formats.find((one) => one === format),
    theme: themes.find((one) => one === theme),
    target: target instanceof vscode.Uri ? target : undefined,
  };
}

/**
 * Asks for a format, for colours and for a file, and writes the picture that the page shows, or the whole topology as JSON. Says why when it cannot. Returns the file written;
 * undefined when there is none, because the reader changed their mind or something was in the way.
 */
export async function exportTopology(choice: ExportChoice, page: ExportedPage): Promise<vscode.Uri | undefined> {
  if (page.isEmpty) return refuse(vscode.l10n.t('There is nothing to export: no manifest in this workspace describes a cluster.'));
  const format = choice.format ?? (await askForFormat());
  if (format === undefined) return undefined;
  const theme = choice.theme ?? (format === 'svg' || format === 'png' ? await askForTheme() : 'light');
  if (theme === undefined) return undefined;

  const captured = await page.capture();
  if (captured === undefined)
    return refuse(vscode.l10n.t('The topology could not be exported: its panel did not answer. Open it and try again.'));
  const { level, toggled, places } = captured;
  const answer = await page.write({ format, theme, captured: { level, toggled, places }, positions: page.positions });
  if (answer === undefined) return refuse(vscode.l10n.t('The topology could not be exported: there is nothing to show any longer.'));
  const content = format === 'png' ? bytesOf(await page.rasterize(answer)) : new TextEncoder().encode(answer.text);
  if (content === undefined) return refuse(vscode.l10n.t('The topology is too large for a PNG. SVG has no such limit.'));

  const target = choice.target ?? (await askForFile(answer.title, format));
  if (target === undefined) return undefined;
  try {
    await vscode.workspace.fs.writeFile(target, content);
  } catch (error) {
    return refuse(
      vscode.l10n.t(
        '{0} could not be written: {1}',
        vscode.workspace.asRelativePath(target),
        error instanceof Error ? error.message : String(error),
      ),
    );
  }
  if (choice.target === undefined) offerToOpen(target);
  return target;
}

function bytesOf(base64: string | undefined): Uint8Array | undefined {
  return base64 === undefined ? undefined : Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

async function askForFormat(): Promise<ExportFormat | undefined> {
  const items: readonly (vscode.QuickPickItem & { readonly format: ExportFormat })[] = [
    { format: 'svg', label: 'SVG', detail: vscode.l10n.t('The picture as it is shown, sharp at any size') },
    { format: 'png', label: 'PNG', detail: vscode.l10n.t('The picture as it is shown, in pixels') },
    { format: 'drawio', label: 'draw.io', detail: vscode.l10n.t('The picture as it is shown, to be edited in diagrams.net') },
    { format: 'mermaid', label: 'Mermaid', detail: vscode.l10n.t('What is shown as a flowchart for Markdown; Mermaid places it') },
    {
      format: 'json',
      label: 'JSON',
      detail: vscode.l10n.t('All addresses, endpoints, DNS records and findings of every cluster, for programs'),
    },
  ];
  return (
    await vscode.window.showQuickPick(items, {
      title: vscode.l10n.t('Export Topology'),
      placeHolder: vscode.l10n.t('Format of the file'),
      matchOnDetail: true,
    })
  )?.format;
}

/** The theme in force first. */
async function askForTheme(): Promise<ExportTheme | undefined> {
  const { kind } = vscode.window.activeColorTheme;
  const isDark = kind === vscode.ColorThemeKind.Dark || kind === vscode.ColorThemeKind.HighContrast;
  const items: readonly (vscode.QuickPickItem & { readonly theme: ExportTheme })[] = [
    { theme: 'light', label: vscode.l10n.t('Light'), detail: vscode.l10n.t('Dark lines on white') },
    { theme: 'dark', label: vscode.l10n.t('Dark'), detail: vscode.l10n.t('Light lines on dark grey') },
  ];
  return (
    await vscode.window.showQuickPick(isDark ? items.toReversed() : items, {
      title: vscode.l10n.t('Export Topology'),
      placeHolder: vscode.l10n.t('Colours of the picture'),
    })
  )?.theme;
}

async function askForFile(title: string, format: ExportFormat): Promise<vscode.Uri | undefined> {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  const name = `${
    title
      .slice(0, 200)
      .replace(/[^\p{L}\p{N}._-]+/gu, '-')
      .replace(/^[-.]+|[-.]+$/g, '')
      .slice(0, 60) || 'edge-network'
  }-topology.${endings[format]}`;
  return await vscode.window.showSaveDialog({
    title: vscode.l10n.t('Export Topology'),
    filters: { [format === 'drawio' ? 'draw.io' : format === 'mermaid' ? 'Mermaid' : format.toUpperCase()]: [endings[format]] },
    ...(folder === undefined ? {} : { defaultUri: vscode.Uri.joinPath(folder.uri, name) }),
  });
}

function offerToOpen(target: vscode.Uri): void {
  const open = vscode.l10n.t('Open');
  void inform(vscode.l10n.t('The topology has been exported to {0}.', vscode.workspace.asRelativePath(target)), open).then((chosen) => {
    if (chosen === open) void vscode.commands.executeCommand('vscode.open', target);
  });
}

function refuse(reason: string): undefined {
  void complain(reason);
  return undefined;
}
