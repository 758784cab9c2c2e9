import { expect } from 'chai';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { PassThrough } from 'node:stream';
import { createInterface } from 'node:readline';
import { run } from '../../src/cli/main.ts';
import { serveTools } from '../../src/cli/mcp/serve.ts';
import { toolForms, type ToolName } from '../../src/service/toolForms.ts';

interface Answer {
  readonly id: number | null;
  readonly result?: {
    readonly serverInfo?: { readonly name: string; readonly version: string };
    readonly instructions?: string;
    readonly capabilities?: unknown;
    readonly tools?: readonly { readonly name: string; readonly inputSchema: unknown; readonly annotations: unknown }[];
    readonly content?: readonly { readonly type: string; readonly text: string }[];
    readonly isError?: boolean;
  };
  readonly error?: { readonly code: number; readonly message: string };
}

/** An agent at the other end of standard input and output, which speaks in lines of JSON. */
class Agent {
  readonly input = new PassThrough();
  readonly output = new PassThrough();
  readonly notes: string[] = [];
  readonly ended: Promise<number>;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #last = 0;

  constructor(currentFolder: string, ...words: readonly string[]) {
    createInterface(this.output).on('line', (line) => {
      const answer = JSON.parse(line) as Answer;
      this.#waiting.get(answer.id ?? -1)?.(answer);
    });
    this.ended = run(['mcp', ...words], {
      currentFolder,
      coloured: false,
      standardInput: () => Promise.resolve(new Uint8Array()),
      serveTools: (toolbox) =>
        serveTools(toolbox, '1.2.3', { input: this.input, output: this.output, note: (text) => this.notes.push(text) }),
    }).then(({ exitCode }) => exitCode);
  }

  request(method: string, params: object): Promise<Answer> {
    const id = ++this.#last;
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve);
      this.input.write(`${JSON.stringify({ jsonrpc: '2.0', id, method, params })}\n`);
    });
  }

  async initialize(): Promise<Answer> {
    const params = { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'agent', version: '1' } };
    const answer = await this.request('initialize', params);
    this.input.write(`${JSON.stringify({ jsonrpc: '2.0', method: 'notifications/initialized' })}\n`);
    return answer;
  }

  async call(name: string, input?: object): Promise<{ readonly text: string; readonly refused: boolean }> {
    const { result } = await this.request('tools/call', { name, arguments: input });
    return { text: result?.content?.[0]?.text ?? '', refused: result?.isError === true };
  }
}

async function printed(currentFolder: string, ...words: readonly string[]): Promise<string> {
  const standardInput = () => Promise.resolve(new Uint8Array());
  return (await run([...words, '--format', 'json'], { currentFolder, coloured: false, standardInput })).output;
}

describe('agents by the Model Context Protocol', () => {
  let folder: string;
  let agent: Agent;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'edge-network-mcp-'));
    cpSync('examples/store-42-faulty', path.join(folder, 'site'), { recursive: true });
    cpSync('examples/three-stores', path.join(folder, 'stores'), { recursive: true });
  });
  afterEach(async () => {
    agent.input.end();
    expect(await agent.ended).to.equal(0);
    rmSync(folder, { recursive: true });
  });

  it('are told who answers, from what, and by which tools', async () => {
    agent = new Agent(folder, 'site');
    const { result } = await agent.initialize();
    expect(result?.serverInfo).to.deep.equal({ name: 'edge-network', version: '1.2.3' });
    // No news of the list of tools, which is the same as long as the program runs.
    expect(result?.capabilities).to.deep.equal({ tools: {} });
    expect(result?.instructions).to.contain(`manifests in site (below ${folder})`);
    const listed = await agent.request('tools/list', {});
    expect(listed.result?.tools?.map(({ name, inputSchema }) => [name, inputSchema])).to.deep.equal(
      Object.entries(toolForms).map(([name, form]) => [name, form.inputSchema]),
    );
    for (const { annotations } of listed.result?.tools ?? []) expect(annotations).to.include({ readOnlyHint: true });
  });

  it('get from each tool what the command line prints, and no file is written', async () => {
    agent = new Agent(folder, 'site', 'stores');
    await agent.initialize();
    const before = readdirSync(folder, { recursive: true });
    const site = ['site', 'stores'] as const;
    const cluster = 'site';
    const asked: readonly (readonly [ToolName, object, readonly string[]])[] = [
      ['check', {}, ['check', ...site]],
      ['addresses', { cluster }, ['addresses', '--cluster', cluster, ...site]],
      [
        'resolve',
        { name: 'web', from: 'shop/database-0', cluster },
        ['resolve', 'web', '--from', 'shop/database-0', '--cluster', cluster, ...site],
      ],
      [
        'trace',
        { from: 'outside', to: 'shop/web:80', cluster },
        ['trace', '--from', 'outside', '--to', 'shop/web:80', '--cluster', cluster, ...site],
      ],
    ];
    for (const [name, input, words] of asked) {
      const { text, refused } = await agent.call(name, input);
      expect(refused, text).to.equal(false);
      expect(text, name)
        .to.equal(await printed(folder, ...words))
        .and.not.equal('');
    }
    const whatIf = JSON.parse((await agent.call('what_if', { events: ['fail worker'], cluster })).text) as {
      readonly clusters: readonly unknown[];
    };
    expect(whatIf.clusters).to.have.length(1);
    const rendered = JSON.parse((await agent.call('render', { folder: 'stores/stores/west' })).text) as {
      readonly units: readonly { readonly resources: readonly unknown[] }[];
    };
    expect(rendered.units[0]?.resources).to.not.deep.equal([]);
    expect(readdirSync(folder, { recursive: true })).to.deep.equal(before);
  });

  it('see what they have written since the last question', async () => {
    agent = new Agent(folder, 'site');
    await agent.initialize();
    const count = async () => (JSON.parse((await agent.call('check')).text) as { readonly findings: readonly unknown[] }).findings.length;
    const before = await count();
    writeFileSync(
      path.join(folder, 'site/more.yaml'),
      readFileSync(path.join(folder, 'site/apps/web.yaml'), 'utf8').replaceAll('web', 'shelf'),
    );
    expect(await count()).to.be.above(before);
  });

  it('are told how to ask otherwise, whatever they send', async () => {
    mkdirSync(path.join(folder, 'empty'));
    agent = new Agent(folder, 'site');
    await agent.initialize();
    for (const [name, input, text] of [
      ['trace', { from: 'outside' }, 'The tool trace needs to.'],
      ['check', { folder: 'site' }, 'The tool check takes path, but not folder.'],
      ['check', { path: 7 }, 'path has to be a text.'],
      ['render', { folder: 'site', origins: 'yes' }, 'origins has to be true or false.'],
      ['what_if', { events: [1, 'fail worker'] }, 'events has to be a list of texts.'],
      ['what_if', { events: ['dance'] }, 'dance'],
      ['resolve', { name: 'web', cluster: 'nowhere' }, 'nowhere'],
      ['trace', { from: 'outside', to: 'shop/web:80', protocol: 'ICMP' }, 'protocol has to be one of TCP, UDP, SCTP.'],
    ] as const) {
      const answer = await agent.call(name, input);
      expect(answer.refused, answer.text).to.equal(true);
      expect(answer.text).to.contain(text);
    }
    expect((await agent.call('check', { path: null as unknown as string })).refused).to.equal(false);
    expect((await agent.request('tools/call', { name: 'constructor', arguments: {} })).error?.message).to.contain(
      'There is no tool constructor.',
    );
    expect((await agent.request('tools/call', { name: 'check', arguments: 'all' })).error).to.not.equal(undefined);
    expect((await agent.request('nothing/here', {})).error?.code).to.equal(-32601);
    agent.input.write('{ this is no JSON\n');
    expect((await agent.request('ping', {})).result).to.deep.equal({});
    expect(agent.notes).to.have.length(1);
  });

  it('are told of a folder that holds no manifest, and of one that is not there', async () => {
    mkdirSync(path.join(folder, 'empty'));
    agent = new Agent(folder, 'empty');
    await agent.initialize();
    expect(await agent.call('check')).to.deep.equal({ refused: true, text: 'There is no manifest below empty.' });
    rmSync(path.join(folder, 'empty'), { recursive: true });
    expect((await agent.call('check')).text).to.contain('no such file or folder');
  });

  it('get the answers to all that they have asked before they went', async () => {
    agent = new Agent(folder, 'site');
    await agent.initialize();
    const asked = [agent.call('check'), agent.call('addresses'), agent.call('resolve', { name: 'web' })];
    agent.input.end();
    for (const { text } of await Promise.all(asked)) expect(text).to.not.equal('');
  });
});
