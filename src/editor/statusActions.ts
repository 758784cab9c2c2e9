import * as vscode from 'vscode';
import type { StatusAction } from '../topology/protocol.ts';

/** Does what the reader of an empty topology chose. */
export async function performStatusAction(action: StatusAction): Promise<void> {
  switch (action) {
    case 'openFolder':
      await vscode.commands.executeCommand('workbench.action.files.openFolder');
      return;
    case 'showProblems':
      await vscode.commands.executeCommand('workbench.actions.view.problems');
      return;
    case 'newManifest': {
      // Not a file yet: it becomes one when the reader saves it.
      const document = await vscode.workspace.openTextDocument({ language: 'yaml', content: manifest });
      await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
    }
  }
}

/** A site as most are: to be changed where it differs. */
const manifest = `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata:
  name: my-site
  annotations:
    config.kubernetes.io/local-config: "true"
spec:
  profile: azure-stack-edge
  computeNetwork:
    subnet: 192.168.10.0/24
    gateway: 192.168.10.1
  kubernetesNodeIPs: 192.168.10.241-192.168.10.243
  kubernetesServiceIPs: 192.168.10.244-192.168.10.250
`;
