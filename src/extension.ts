import * as vscode from 'vscode';
import { AnalysisSession } from './editor/analysisSession.ts';
import { Diagnostics } from './editor/diagnostics.ts';
import { registerDocumentation } from './editor/documentation.ts';
import { registerHovers } from './editor/hovers.ts';
import { configureLocalization } from './editor/localization.ts';
import { Log } from './editor/log.ts';
import { registerQuickFixes } from './editor/quickFixes.ts';
import { registerStatusBar } from './editor/statusBar.ts';
import { TopologyPanel } from './editor/topologyPanel.ts';

/** What `activate` returns: for the tests, which would otherwise have to wait for what they cannot see. */
export interface ExtensionExports {
  /** Resolves when the workspace has been read and judged. */
  whenReady(): Promise<void>;
  readonly topology: Pick<TopologyPanel, 'shown' | 'whenShown' | 'receive' | 'onDidSend'>;
}

/** The same for desktop, remote and web. */
export function activate(context: vscode.ExtensionContext): ExtensionExports {
  const began = performance.now();
  configureLocalization();
  const log = new Log();
  const session = new AnalysisSession(log);
  const diagnostics = new Diagnostics(session, log);
  const topology = new TopologyPanel(context, session, log);
  context.subscriptions.push(
    log,
    session,
    diagnostics,
    topology,
    registerHovers(session),
    registerQuickFixes(session),
    registerStatusBar(session, diagnostics),
    registerDocumentation(context, log),
    vscode.commands.registerCommand('edgeNetwork.showOutput', () => log.show()),
    vscode.commands.registerCommand('edgeNetwork.restartAnalysis', () => session.restart()),
  );
  session.restart();
  log.info(`ready in ${(performance.now() - began).toFixed(1)} ms`);
  return { whenReady: () => session.whenReady(), topology };
}
