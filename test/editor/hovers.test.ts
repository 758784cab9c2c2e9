import { expect } from 'chai';
import * as vscode from 'vscode';
import { readyExtension } from './harness/extension.ts';
import { rangeOf, showFile } from './harness/window.ts';

async function hoversAt(document: vscode.TextDocument, position: vscode.Position): Promise<readonly vscode.Hover[]> {
  return vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, position);
}

/** The Markdown of all of them. */
function markdownOf(hovers: readonly vscode.Hover[]): string {
  return hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : ''))
    .join('\n');
}

async function hoverOn(document: vscode.TextDocument, text: string): Promise<string> {
  return markdownOf(await hoversAt(document, rangeOf(document, text).start.translate(0, 1)));
}

/** Markdown without its escapes. */
const plain = (markdown: string) => markdown.replaceAll(/\\(?=[^\w\s])/g, '');

describe('hovers', () => {
  before(readyExtension);

  it('tell of a range how large it is and who is in it', async () => {
    const { document } = await showFile('site/edge-network.yaml');
    const text = plain(await hoverOn(document, '10.128.44.241-10.128.44.242'));
    expect(text).to.contain('Kubernetes node IPs 10.128.44.241-10.128.44.242');
    expect(text).to.contain('`10.128.44.241` Node master');
  });

  it('tell of a service its addresses, names and endpoints', async () => {
    const { document } = await showFile('site/web.yaml');
    const service = document.getText().indexOf('kind: Service');
    const offset = document.getText().indexOf('web', service);
    const hovers = await hoversAt(document, document.positionAt(offset + 1));
    const text = plain(markdownOf(hovers));
    expect(text).to.contain('Service shop/web');
    expect(text).to.match(/External address: `10\.128\.44\.244`/);
    expect(text).to.contain('`web.shop.svc.cluster.local`');
    expect(text).to.match(/`172\.27\.\d+\.\d+:8080`/);
    expect(hovers[0]?.range === undefined ? '' : document.getText(hovers[0].range)).to.equal('web');
  });

  it('take what a manifest says for text, not for Markdown', async () => {
    const name = '[x](command:edgeNetwork.showOutput) <b>`y`';
    const document = await vscode.workspace.openTextDocument({
      language: 'yaml',
      content: `apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata:\n  name: odd\nspec:\n  externalNetworks:\n    - name: ${JSON.stringify(name)}\n      subnet: 10.20.0.0/16\n`,
    });
    await vscode.window.showTextDocument(document);
    const markdown = await hoverOn(document, '10.20.0.0');
    expect(plain(markdown)).to.contain(name);
    expect(markdown).not.to.match(/(?<!\\)\[x|(?<!\\)<b>/);
  });

  it('are silent where there is nothing to tell', async () => {
    const { document } = await showFile('site/web.yaml');
    expect(await hoverOn(document, 'replicas')).to.equal('');
  });
});
