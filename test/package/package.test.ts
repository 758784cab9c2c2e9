import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { createContext, Script } from 'node:vm';

/** What `scripts/test-package.mjs` has built. */
const vsix = process.env['EDGE_NETWORK_VSIX'] ?? '';
const files = (process.env['EDGE_NETWORK_VSIX_FILES'] ?? '').split('\n');

const kilobyte = 1000;

describe('the package', () => {
  for (const client of ['dist/extension.js', 'dist/extension.web.js'])
    it(`has a client of at most 520 KB in ${client}, most of it its library`, () => isWithin(statSync(client).size, 520));

  // The engine to the letter of the components, the sentences and the checks; this bound keeps it from growing unseen.
  it('has a server of at most 1200 KB', () => isWithin(statSync('dist/server.js').size, 1200));

  // Kustomize, Helm and GitOps objects to the letter, the topology with its plan and exports, hovers, fixes, policies, paths and events, the questions of the command line.
  it('has at most 1520 KB that the server loads when it is first needed', () => isWithin(statSync('dist/later.js').size, 1520));

  it('has a server that works in a web worker as well, where nothing of Node is at hand, and loads there what it needs', async () => {
    const scripts: string[] = [];
    const sent: { readonly method?: string; readonly params?: unknown }[] = [];
    const worker = {
      ...{ postMessage: (message: object) => sent.push(message), addEventListener: () => undefined },
      ...{ MessageChannel: Channel, setTimeout, performance, URL, TextEncoder, TextDecoder, atob },
      importScripts: (address: string) => {
        scripts.push(address);
        run(address.replace('https://example.test/', ''));
      },
    };
    const context = createContext({ ...worker, self: worker });
    const run = (file: string): void => void new Script(readFileSync(file, 'utf8')).runInContext(context);
    const complaints: unknown[] = [];
    const complain = (error: unknown) => complaints.push(error);
    process.on('unhandledRejection', complain);
    run('dist/server.js');
    await until(() => typeof Reflect.get(worker, 'onmessage') === 'function');
    const tell = (message: object) => {
      (Reflect.get(worker, 'onmessage') as (event: object) => void)({ data: { jsonrpc: '2.0', ...message } });
    };
    const initializationOptions = { script: 'https://example.test/dist/server.js' };
    tell({ id: 1, method: 'initialize', params: { capabilities: {}, workspaceFolders: [], initializationOptions } });
    tell({ method: 'initialized', params: {} });
    const textDocument = { uri: 'untitled:Untitled-1', languageId: 'yaml', version: 1, text: corefile };
    tell({ method: 'textDocument/didOpen', params: { textDocument } });
    await until(() =>
      sent.some(({ method, params }) => method === 'textDocument/publishDiagnostics' && JSON.stringify(params).includes('[a-')),
    );
    process.off('unhandledRejection', complain);
    assert.deepEqual(complaints, []);
    assert.deepEqual(scripts, ['https://example.test/dist/later.js']);
  });

  it('has a page of at most 750 KB', () => isWithin(sizeOfFolder('dist/webview'), 750));

  it('has at most 1.69 MB in all, two translations included', () => isWithin(statSync(vsix).size, 1690));

  it('tells of every package that the sources import, with its version and a licence', () => {
    const notices = readFileSync('dist/third-party-notices.txt', 'utf8');
    const imported = new Set(
      ['src', 'webview']
        .flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((file) => path.join(folder, file)))
        .filter((file) => file.endsWith('.ts'))
        .flatMap((file) => [...readFileSync(file, 'utf8').matchAll(/^import (?!type )[^;]*?'((?:@[\w-]+\/)?[\w.-]+)[^']*';$/gm)])
        .map(([, name = '']) => name)
        .filter((name) => !name.startsWith('.') && name !== 'vscode' && name !== 'node'),
    );
    assert.ok(imported.size > 8);
    for (const name of imported) {
      const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8')) as { version: string };
      assert.ok(new RegExp(`^${name.replaceAll('.', '\\.')} ${version.replaceAll('.', '\\.')} \\(.+\\)$`, 'm').test(notices), name);
    }
  });

  it('holds the files of test/package/files.txt and no other (node scripts/test-package.mjs --accept)', () => {
    const expected = readFileSync('test/package/files.txt', 'utf8')
      .split('\n')
      .filter((line) => line !== '');
    assert.deepEqual(files, expected);
  });
});

/** An expression that Go does not take. */
const corefile = `apiVersion: v1
kind: ConfigMap
metadata: { name: coredns, namespace: kube-system }
data:
  Corefile: |
    .:53 {
        rewrite name regex (.*)[a-\\.example\\.test a.example.test
    }
`;

class Channel {
  readonly port2: { onmessage?: () => void } = {};
  readonly port1 = { postMessage: () => void setTimeout(() => this.port2.onmessage?.()) };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 10));
}

function isWithin(size: number, kilobytes: number): void {
  assert.ok(size <= kilobytes * kilobyte, `${Math.ceil(size / kilobyte)} KB`);
}

function sizeOfFolder(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(path.join(entry.parentPath, entry.name)).size, 0);
}
