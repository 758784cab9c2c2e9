import * as vscode from 'vscode';
import type { ToolName } from '../server/protocol.ts';
import type { LanguageServer } from './languageServer.ts';

/** What an agent in the editor may ask: the questions of the command line, with its JSON. Nothing here writes a file or leaves this machine. */
export function registerTools(server: LanguageServer): vscode.Disposable {
  const names: readonly ToolName[] = ['check', 'addresses', 'resolve', 'trace', 'what_if', 'render'];
  return vscode.Disposable.from(
    ...names.map((name) =>
      vscode.lm.registerTool<object>(`edgeNetwork_${name}`, {
        prepareInvocation: ({ input }) => ({
          invocationMessage: doing(name),
          confirmationMessages: { title: asking(name), message: confirmed(input) },
        }),
        invoke: async ({ input }) => {
          const answer = await server.ask('edgeNetwork/tool', { name, input });
          if (answer === undefined) throw new Error(vscode.l10n.t('The analysis does not run.'));
          // An error of a tool is for its user; a refusal says to the model how to ask.
          return new vscode.LanguageModelToolResult([new vscode.LanguageModelTextPart(answer.text)]);
        },
      }),
    ),
  );
}

function doing(name: ToolName): string {
  switch (name) {
    case 'check':
      return vscode.l10n.t('Checking the manifests of this workspace');
    case 'addresses':
      return vscode.l10n.t('Listing the addresses of the clusters');
    case 'resolve':
      return vscode.l10n.t('Resolving a name in a cluster');
    case 'trace':
      return vscode.l10n.t('Tracing a connection');
    case 'what_if':
      return vscode.l10n.t('Working out what events change');
    case 'render':
      return vscode.l10n.t('Rendering manifests');
  }
}

function asking(name: ToolName): string {
  switch (name) {
    case 'check':
      return vscode.l10n.t('Tell the agent the problems of the manifests?');
    case 'addresses':
      return vscode.l10n.t('Tell the agent who has which address?');
    case 'resolve':
      return vscode.l10n.t('Tell the agent what a name resolves to?');
    case 'trace':
      return vscode.l10n.t('Tell the agent the way of a connection?');
    case 'what_if':
      return vscode.l10n.t('Tell the agent what events change?');
    case 'render':
      return vscode.l10n.t('Tell the agent the rendered manifests?');
  }
}

/** What the model asks for stands in a block of code: a text of a model is no Markdown. */
function confirmed(input: object): vscode.MarkdownString {
  const text = new vscode.MarkdownString(vscode.l10n.t('This reads the manifests of the workspace and changes nothing.'));
  const asked = JSON.stringify(input, undefined, 2);
  return asked === '{}' ? text : text.appendCodeblock(asked.slice(0, 2_000), 'json');
}
