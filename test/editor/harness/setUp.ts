// Imported after mocha's browser build and before the suites: gives them `describe` and `it`, and a clean window after each test.
import * as vscode from 'vscode';
import { lineReporter } from './reporter.ts';

mocha.setup({ ui: 'bdd', reporter: lineReporter as unknown as Mocha.ReporterConstructor, timeout: 180_000, checkLeaks: false });

before(async () => {
  // In a browser VS Code saves by itself after a second, and the next test would find the edit of the one before.
  await vscode.workspace.getConfiguration('files').update('autoSave', 'off', vscode.ConfigurationTarget.Global);
});

afterEach(async () => {
  // Webviews first: one that comes to light below a closed text would begin to load, and in VS Code 1.100 the next page waits half a minute for one that was closed while it loaded.
  const { tabGroups } = vscode.window;
  await tabGroups.close(tabGroups.all.flatMap(({ tabs }) => tabs).filter(({ input }) => input instanceof vscode.TabInputWebview));
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
});
