import * as vscode from 'vscode';
import type { Location } from 'vscode-languageserver-types';
import type { LanguageServer } from './languageServer.ts';

/** What a click on a lens leads to: one place at once, several as a list to look through. */
export function registerPlaces(server: LanguageServer): vscode.Disposable {
  return vscode.commands.registerCommand(
    'edgeNetwork.showPlaces',
    (uri: string, position: Location['range']['start'], places: readonly Location[]) =>
      vscode.commands.executeCommand(
        'editor.action.goToLocations',
        vscode.Uri.parse(uri, true),
        new vscode.Position(position.line, position.character),
        places.map((place) => server.locationOf(place)),
        'peek',
      ),
  );
}
