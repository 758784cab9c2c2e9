import { expect } from 'chai';
import * as vscode from 'vscode';
import type { ToolName } from '../../src/server/protocol.ts';
import { problemsToBe, readyExtension } from './harness/extension.ts';
import { replaceText, showFile } from './harness/window.ts';

/** As an agent in the window asks; it is the chat that asks its user first. */
async function answered(name: ToolName, input: object): Promise<string> {
  const { content } = await vscode.lm.invokeTool(
    `edgeNetwork_${name}`,
    { input, toolInvocationToken: undefined },
    new vscode.CancellationTokenSource().token,
  );
  return content.map((part) => (part instanceof vscode.LanguageModelTextPart ? part.value : '')).join('');
}

describe('an agent in the window', () => {
  before(readyExtension);

  const questions: Readonly<Record<ToolName, readonly [input: object, field: string]>> = {
    check: [{ path: 'site' }, 'findings'],
    addresses: [{ cluster: 'site' }, 'clusters'],
    resolve: [{ name: 'web.shop.svc.cluster.local', cluster: 'site' }, 'answers'],
    trace: [{ from: 'outside', to: '10.128.44.244:80', cluster: 'site' }, 'steps'],
    what_if: [{ events: ['fail worker'], cluster: 'site' }, 'clusters'],
    render: [{ folder: 'fleet/east' }, 'units'],
  };

  it('is offered six tools, each with a form', () => {
    const own = vscode.lm.tools.filter(({ name }) => name.startsWith('edgeNetwork_'));
    expect(own.map(({ name }) => name)).to.have.members(Object.keys(questions).map((name) => `edgeNetwork_${name}`));
    for (const { description, inputSchema } of own) {
      expect(description).to.match(/Returns JSON/);
      expect(inputSchema).to.have.property('type', 'object');
    }
  });

  for (const [name, [input, field]] of Object.entries(questions) as readonly (readonly [ToolName, readonly [object, string]])[])
    it(`gets JSON from ${name}`, async () => {
      const answer = JSON.parse(await answered(name, input)) as Readonly<Record<string, unknown>>;
      expect(answer[field], JSON.stringify(answer).slice(0, 400)).to.be.an('array');
      // Of a workspace without a fault.
      if (name !== 'check') expect(answer[field]).to.not.deep.equal([]);
    });

  it('sees what is typed and not saved yet', async () => {
    const editor = await showFile('site/web.yaml');
    await replaceText(editor, 'selector:\n    app: web', 'selector:\n    app: wep');
    await problemsToBe('site/web.yaml', ['selector/no-match']);
    const { findings } = JSON.parse(await answered('check', { path: 'site' })) as {
      readonly findings: readonly { readonly code: string }[];
    };
    expect(findings.map(({ code }) => code)).to.deep.equal(['selector/no-match']);
  });

  it('is told how to ask otherwise', async () => {
    expect(await answered('trace', { from: 'outside' })).to.contain('needs to');
    expect(await answered('check', { folder: 'site' })).to.contain('takes path');
  });
});
