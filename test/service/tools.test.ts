import { expect } from 'chai';
import { globSync } from 'glob';
import { readFileSync } from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import { english } from '../../src/base/message.ts';
import { run } from '../../src/cli/main.ts';
import { diskSources } from '../../src/cli/sourceReader.ts';
import { LocalService } from '../../src/service/localService.ts';
import { inOneGo } from '../../src/service/surroundings.ts';
import { toolForms } from '../../src/service/toolForms.ts';
import { answerTool } from '../../src/service/tools.ts';

let service: LocalService | undefined;

/** The folder as the command line reads it. */
function serve(folder: string): LocalService {
  const opened = new LocalService({
    folders: [{ name: folder, path: folder }],
    settings: { defaultProfile: 'custom', severities: {} },
    language: 'en',
    sources: diskSources('.', [folder]),
    surroundings: inOneGo((error) => {
      throw error;
    }),
  });
  for (const file of globSync(`${folder}/**/*.yaml`, { posix: true }).sort()) opened.setFile(file, readFileSync(file, 'utf8'));
  opened.complete();
  service = opened;
  return opened;
}

async function ask(folder: string, name: string, input: unknown): Promise<string> {
  return (await answerTool(serve(folder), name, input, english)).text;
}

async function printed(...words: readonly string[]): Promise<string> {
  const { output } = await run([...words, '--format', 'json'], {
    currentFolder: '.',
    coloured: false,
    standardInput: () => Promise.resolve(new Uint8Array()),
  });
  return output;
}

const faulty = 'examples/store-42-faulty';

describe('tools of an agent', () => {
  afterEach(() => service?.dispose());

  it('answer as the command line does', async () => {
    expect(await ask(faulty, 'check', {})).to.equal(await printed('check', faulty));
    expect(await ask(faulty, 'resolve', { name: 'web', from: 'shop/database-0' })).to.equal(
      await printed('resolve', 'web', '--from', 'shop/database-0', faulty),
    );
    expect(await ask(faulty, 'trace', { from: 'outside', to: 'shop/web:80' })).to.equal(
      await printed('trace', '--from', 'outside', '--to', 'shop/web:80', faulty),
    );
    expect(await ask(faulty, 'addresses', {})).to.equal(await printed('addresses', faulty));
    const { clusters } = JSON.parse(await ask(faulty, 'what_if', { events: ['fail worker'] })) as {
      readonly clusters: readonly { readonly steps: readonly unknown[] }[];
    };
    expect(clusters[0]?.steps).to.have.length(1);
  });

  it('render a folder as each cluster gets it', async () => {
    type Rendered = { readonly units: readonly { readonly clusters: readonly string[]; readonly resources: readonly unknown[] }[] };
    const told = JSON.parse(await ask('examples/three-stores', 'render', { folder: './stores/west/', origins: true })) as Rendered;
    const whole = JSON.parse(await printed('render', '--origins', 'examples/three-stores/stores/west')) as Rendered;
    expect(told.units.map(({ clusters }) => clusters)).to.deep.equal([['west']]);
    expect(told.units[0]?.resources).to.deep.equal(whole.units[0]?.resources);
    expect(JSON.parse(await ask('examples/three-stores', 'render', { folder: 'nowhere' }))).to.deep.equal({ version: 1, units: [] });
  });

  it('tell the findings of a path alone', async () => {
    const { findings } = JSON.parse(await ask(faulty, 'check', { path: 'apps' })) as {
      readonly findings: readonly { readonly file: string }[];
    };
    expect(findings.map(({ file }) => file)).to.deep.equal([
      `${faulty}/apps/database.yaml`,
      `${faulty}/apps/web.yaml`,
      `${faulty}/apps/web.yaml`,
    ]);
  });

  it('say to a model what it has to ask otherwise, whatever it sends', async () => {
    for (const [name, input, text] of [
      ['trace', { from: 'outside' }, 'The tool trace needs to.'],
      ['resolve', undefined, 'The tool resolve needs name.'],
      ['what_if', { events: [] }, 'The tool what_if needs events.'],
      ['what_if', { events: 'fail worker' }, '"event"'],
      ['what_if', { events: ['dance'] }, 'dance'],
      ['render', { folder: 7 }, 'The tool render needs folder.'],
      ['constructor', {}, 'There is no tool constructor.'],
      ['trace', { from: 'nobody/here', to: 'shop/web:80' }, 'nobody'],
    ] as const)
      expect(await ask(faulty, name, input), name).to.contain(text);
  });
});

describe('what models are told of the tools', () => {
  it('is the same in the editor as by the Model Context Protocol', () => {
    type Contributed = { readonly name: string; readonly modelDescription: string; readonly inputSchema: unknown };
    const { contributes } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      readonly contributes: { readonly languageModelTools: readonly Contributed[] };
    };
    expect(
      contributes.languageModelTools.map(({ name, modelDescription, inputSchema }) => [name, modelDescription, inputSchema]),
    ).to.deep.equal(
      Object.entries(toolForms).map(([name, { description, inputSchema }]) => [`edgeNetwork_${name}`, description, inputSchema]),
    );
  });
});
