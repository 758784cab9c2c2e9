import { expect } from 'chai';
import { readFileSync } from 'node:fs';
import { afterEach, describe, it } from 'mocha';
import { LocalService } from '../../src/service/localService.ts';
import { inOneGo } from '../../src/service/surroundings.ts';
import type { ExplorerGroup } from '../../src/service/explorer.ts';

const example = ['edge-network.yaml', 'apps/web.yaml', 'apps/database.yaml'];
let service: LocalService | undefined;

function serve(files: Readonly<Record<string, string>> | undefined): LocalService {
  const read = files ?? Object.fromEntries(example.map((file) => [file, readFileSync(`examples/store-42-faulty/${file}`, 'utf8')]));
  const opened = new LocalService({
    folders: [{ name: 'site', path: 'site' }],
    settings: { defaultProfile: 'custom', severities: {} },
    language: 'en',
    surroundings: inOneGo((error) => {
      throw error;
    }),
  });
  for (const [path, text] of Object.entries(read)) opened.setFile(`site/${path}`, text);
  opened.complete();
  service = opened;
  return opened;
}

describe('the tree of clusters', () => {
  afterEach(() => service?.dispose());

  it('holds what the cluster consists of, each with where it is written', async () => {
    const opened = serve(undefined);
    const [cluster, ...more] = await opened.explorer();
    expect(more).to.deep.equal([]);
    expect(cluster).to.deep.include({
      name: 'store-42-faulty',
      alternative: false,
      errors: 3,
      counts: { problems: 6, ranges: 9, nodes: 2, services: 6 },
    });
    expect(cluster?.at?.path).to.equal('site/edge-network.yaml');
    const said = async (group: ExplorerGroup) =>
      (await opened.explorerEntries({ cluster: cluster?.key ?? '', group })).map(
        ({ sort, label, detail, at }) => `${sort} ${label} | ${detail} | ${at?.path ?? '–'}`,
      );
    const services = await said('services');
    expect(services.at(-1)).to.match(
      /^warning web-admin \| shop · no external address · \? 172\.28\.\S+ · 3 endpoints \| site\/apps\/web\.yaml$/,
    );
    expect(services[0]).to.match(/^service kubernetes \| default · 172\.28\.0\.1 \| –$/);
    expect((await said('problems')).map((line) => line.split(' ')[0])).to.deep.equal([
      'error',
      'error',
      'error',
      'warning',
      'warning',
      'warning',
    ]);
    expect((await said('nodes'))[0]).to.match(/^node master \| .*10\.128\.44\.241 · control-plane/);
    expect((await said('ranges')).join('\n')).to.match(
      /^range 10\.128\.44\.241-10\.128\.44\.243 \| Kubernetes node IPs · 3 of 3 used \| site\/edge-network\.yaml$/m,
    );
  });

  it('gives names, goals and objects as the other questions take them', async () => {
    const opened = serve(undefined);
    const [cluster] = await opened.explorer();
    const entries = await opened.explorerEntries({ cluster: cluster?.key ?? '', group: 'services' });
    const web = entries.find(({ label, detail }) => label === 'web' && detail.startsWith('shop'));
    expect(web).to.deep.include({
      dnsName: 'web.shop.svc.cluster.local',
      goal: 'shop/web:80',
      object: 'Service shop/web',
      address: '10.128.44.243',
    });
    const answer = await opened.resolve({ name: web?.dnsName ?? '', type: 'A', from: undefined, cluster: undefined });
    expect(answer.type === 'resolved' ? answer.rcode : answer.text).to.equal('NOERROR');
    const traced = await opened.trace({ from: 'outside', to: web?.goal ?? '', protocol: 'TCP', cluster: cluster?.name });
    expect(traced.type).to.equal('traced');
    expect((await opened.whatIfObjects()).map(({ object }) => object)).to.include.members(['Service shop/web', 'Node master']);
  });

  it('is empty of what is not there', async () => {
    const opened = serve({});
    expect(await opened.explorer()).to.deep.equal([]);
    expect(await opened.explorerEntries({ cluster: 'gone', group: 'services' })).to.deep.equal([]);
    expect(await opened.askable()).to.deep.equal([]);
    expect((await opened.explainAddress({ address: '10.0.0.1', cluster: undefined })).type).to.equal('refused');
  });
});

describe('an address explained', () => {
  afterEach(() => service?.dispose());

  const factsOf = async (address: string): Promise<readonly string[]> => {
    const answer = await serve(undefined).explainAddress({ address, cluster: undefined });
    return answer.type === 'refused'
      ? [answer.text]
      : answer.facts.map(({ text, because: [first] }) => `${text} ${first?.path.replace('site/', '') ?? '–'}`);
  };

  it('says who has it, in what it lies and where it leads', async () => {
    expect(await factsOf('10.128.44.243')).to.deep.equal([
      'Service shop/web, external address apps/web.yaml',
      'In Kubernetes external service IPs 10.128.44.243-10.128.44.244 edge-network.yaml',
      'In Kubernetes node IPs 10.128.44.241-10.128.44.243 edge-network.yaml',
      'In LAN subnet 10.128.44.0/22 edge-network.yaml',
      'Port 80/TCP of shop/web leads nowhere apps/web.yaml',
    ]);
    expect((await factsOf('8.8.8.8'))[0]).to.equal('Nobody in this cluster has it. –');
    expect(await factsOf('8.8.8')).to.deep.equal(['8.8.8 is not an address.']);
  });
});
