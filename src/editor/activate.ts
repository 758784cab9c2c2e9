import * as vscode from 'vscode';
import { registerAsk } from './ask.ts';
import { registerChosenEdits } from './chosenEdits.ts';
import { registerCompare } from './compare.ts';
import type { Kubectl } from './clusterSnapshot.ts';
import { registerClusterStatus } from './clusterStatus.ts';
import { registerDocumentation } from './documentation.ts';
import { registerExample } from './example.ts';
import { registerExplorer } from './explorer.ts';
import { LanguageServer, type ClientFactory } from './languageServer.ts';
import { Log } from './log.ts';
import { registerNewSite } from './newSite.ts';
import { registerPlaces } from './places.ts';
import { registerRenderedManifest } from './renderedManifest.ts';
import { registerStatusBar } from './statusBar.ts';
import { registerTools } from './tools.ts';
import { TopologyPanel } from './topologyPanel.ts';
import { registerTrace } from './trace.ts';
import { registerWhatIf } from './whatIf.ts';

/** What `activate` returns: for the tests, which would otherwise have to wait for what they cannot see. */
export interface ExtensionExports {
  /** Resolves when the workspace has been read, judged and published. */
  whenReady(): Promise<void>;
  readonly topology: Pick<TopologyPanel, 'shown' | 'whenShown' | 'receive' | 'onDidSend'>;
  /** Of the server, where it is a process. */
  serverProcess(): number | undefined;
}

/** The same for desktop, remote and web; they differ in how the server is reached. */
export function activateWith(
  context: vscode.ExtensionContext,
  create: ClientFactory,
  serverProcess: () => number | undefined,
  kubectl?: Kubectl,
): ExtensionExports {
  const began = performance.now();
  const log = new Log();
  const server = new LanguageServer(log, create);
  const topology = new TopologyPanel(context, server, log);
  context.subscriptions.push(
    log,
    server,
    topology,
    registerStatusBar(server),
    registerClusterStatus(server),
    registerDocumentation(context, log),
    registerRenderedManifest(server),
    registerTrace(server),
    registerNewSite(server),
    registerExplorer(server),
    registerAsk(server),
    registerPlaces(server),
    registerChosenEdits(server),
    registerTools(server),
    registerExample(context, server, log),
    registerWhatIf(server),
    registerCompare(server, topology, kubectl),
    vscode.commands.registerCommand('edgeNetwork.showOutput', () => log.show()),
    vscode.commands.registerCommand('edgeNetwork.restartAnalysis', () => server.restart()),
  );
  void vscode.commands.executeCommand('setContext', 'edgeNetwork.active', true);
  // Not isWeb: a browser may show the window of a remote machine, which has programs.
  void vscode.commands.executeCommand('setContext', 'edgeNetwork.asksClusters', kubectl !== undefined);
  server.start();
  log.info(`ready in ${(performance.now() - began).toFixed(1)} ms`);
  return {
    whenReady: async () => {
      await server.ask('edgeNetwork/settled', {});
    },
    topology,
    serverProcess,
  };
}
