import assert from 'node:assert/strict';
import type { Range } from 'vscode-languageserver-types';
import { LocalService } from '../../src/service/localService.ts';
import type { FileFix, Judgement, Service, TopologyOutcome } from '../../src/service/service.ts';
import type { Surroundings } from '../../src/service/surroundings.ts';
import { protocolVersion, type Description, type ToPage } from '../../src/topology/protocol.ts';

const site =
  'apiVersion: edgenetwork/v1\nkind: EdgeNetwork\nmetadata:\n  name: store\nspec:\n  profile: azure-stack-edge\n  kubernetesNodeIPs: 10.0.0.10-10.0.0.12\n  kubernetesServiceIPs: 10.0.0.12-10.0.0.20\n';
const healthy = site.replace('10.0.0.12-10.0.0.20', '10.0.0.13-10.0.0.20');
const pod =
  'apiVersion: v1\nkind: Pod\nmetadata:\n  name: web\n  labels:\n    app: web\nspec:\n  containers:\n  - name: main\n    image: main\n';
const service = (app: string) =>
  `apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n  selector:\n    app: ${app}\n  ports:\n  - port: 80\n`;

/** A service whose clock the test moves. */
class Scene {
  readonly errors: unknown[] = [];
  readonly judgements: Judgement[] = [];
  readonly service: LocalService;
  #time = 0;
  #timers: { readonly at: number; readonly callback: () => void }[] = [];

  constructor(files: Readonly<Record<string, string>>, surroundings: Partial<Surroundings> = {}) {
    this.service = new LocalService({
      folders: [{ name: 'w', path: 'w' }],
      settings: { defaultProfile: 'custom', severities: {} },
      language: 'en',
      surroundings: {
        now: () => this.#time,
        later: (milliseconds, callback) => {
          const timer = { at: this.#time + milliseconds, callback };
          this.#timers.push(timer);
          return () => (this.#timers = this.#timers.filter((other) => other !== timer));
        },
        pause: () => Promise.resolve(),
        budget: Infinity,
        interval: 150,
        failed: (error) => this.errors.push(error),
        ...surroundings,
      },
    });
    this.service.onDidJudge((judgement) => this.judgements.push(judgement));
    for (const [path, text] of Object.entries(files)) this.service.setFile(path, text);
  }

  async advance(milliseconds: number): Promise<void> {
    this.#time += milliseconds;
    const due = this.#timers.filter(({ at }) => at <= this.#time);
    this.#timers = this.#timers.filter(({ at }) => at > this.#time);
    for (const { callback } of due) callback();
    await turn();
  }
}

const turn = () => new Promise((resolve) => setTimeout(resolve, 0));

async function judged(files: Readonly<Record<string, string>>): Promise<Scene> {
  const scene = new Scene(files);
  scene.service.complete();
  await scene.advance(0);
  return scene;
}

const never = () => new AbortController().signal;
/** Of a whole line. */
const line = (number: number): Range => ({ start: { line: number, character: 0 }, end: { line: number, character: 99 } });
const codes = (service_: Service, path: string) => service_.findings(path).map(({ code }) => code);

/** A promise and whether it has been fulfilled. */
function watched<T>(promise: Promise<T>): { readonly promise: Promise<T>; done: boolean } {
  const watch = { promise, done: false };
  void promise.then(() => (watch.done = true));
  return watch;
}

describe('the service: judgements', () => {
  it('publishes a hundred findings of one rule in a file, and one line for all others, whose fixes are offered at it', async () => {
    const scene = await judged({
      'w/web.yaml':
        Array.from({ length: 120 }, () => service('wep'))
          .map((text, number) => text.replace('name: web', `name: web-${number}`))
          .join('---\n') + `---\n${pod}`,
    });
    const list = scene.service.findings('w/web.yaml');
    assert.deepEqual([list.length, list.at(-1)?.message], [101, '20 more findings of selector/no-match in this file are not listed here.']);
    assert.equal(list.at(-1)?.severity, 'warning');
    const fixes = await scene.service.fixes('w/web.yaml', line(list.at(-1)?.range.start.line ?? 0), never());
    assert.ok(fixes?.some(({ about }) => about.some(({ code }) => code === 'selector/no-match')));
  });

  it('judges nothing before the workspace is complete, then all of it at once', async () => {
    const scene = new Scene({ 'w/site.yaml': site });
    await scene.advance(1_000);
    assert.equal(scene.judgements.length, 0);
    scene.service.complete();
    await scene.advance(0);
    assert.deepEqual(
      scene.judgements.map(({ state }) => state),
      [{ version: 1, files: 1, clusters: 1, hasManifests: true, errors: 1, warnings: 0 }],
    );
    assert.deepEqual(codes(scene.service, 'w/site.yaml'), ['range/overlap']);
  });

  it('keeps the counts of the whole workspace as files change and go', async () => {
    const { service: door, advance } = bound(await judged({ 'w/site.yaml': site, 'w/web.yaml': service('api'), 'w/pod.yaml': pod }));
    assert.deepEqual([door.state.errors, door.state.warnings], [1, 1]);
    door.setFile('w/site.yaml', healthy);
    await advance(150);
    assert.deepEqual([door.state.errors, door.state.warnings], [0, 1]);
    door.setFile('w/web.yaml', undefined);
    await advance(150);
    assert.deepEqual([door.state.files, door.state.errors, door.state.warnings], [2, 0, 0]);
    assert.deepEqual(door.findings('w/web.yaml'), []);
  });

  it('tells of files whose findings may differ, and of no other cluster', async () => {
    const scene = await judged({ 'w/a/site.yaml': site, 'w/b/site.yaml': site.replace('store', 'other').replaceAll('10.0.0.', '10.1.0.') });
    assert.deepEqual([...(scene.judgements[0]?.files ?? [])].sort(), ['w/a/site.yaml', 'w/b/site.yaml']);
    scene.service.setFile('w/a/site.yaml', healthy);
    await scene.advance(150);
    assert.deepEqual(scene.judgements[1]?.files, ['w/a/site.yaml']);
  });

  it('tells of a text that was edited during the judgement when it has caught up with it', async () => {
    let goOn: (() => void) | undefined;
    const scene = new Scene(
      { 'w/a.yaml': site, 'w/b/site.yaml': site },
      { budget: -1, pause: () => new Promise((resolve) => (goOn = resolve)) },
    );
    const finish = async (judgements: number): Promise<void> => {
      while (scene.judgements.length < judgements) {
        goOn?.();
        await turn();
      }
    };
    scene.service.complete();
    await scene.advance(0);
    // Until every file has been read: the first edit that the work under way does not see.
    for (let step = 0; step < 3; step++) {
      goOn?.();
      await turn();
    }
    assert.equal(scene.judgements.length, 0);
    scene.service.setFile('w/a.yaml', `# one more line\n${site}`);
    await finish(1);
    assert.deepEqual([scene.judgements[0]?.files, scene.service.isCurrent('w/a.yaml')], [['w/b/site.yaml'], false]);
    await scene.advance(150);
    await finish(2);
    assert.deepEqual([scene.judgements[1]?.files.includes('w/a.yaml'), scene.service.isCurrent('w/a.yaml')], [true, true]);
    assert.equal(scene.service.findings('w/a.yaml')[0]?.range.start.line, 8);
  });

  it('weighs findings anew when the settings change', async () => {
    const { service: door, advance } = bound(await judged({ 'w/site.yaml': site }));
    door.setSettings({ defaultProfile: 'nonsense', severities: { 'range/overlap': 'hint', 'dns/corefile': 'loud' } });
    await advance(150);
    assert.equal(door.findings('w/site.yaml')[0]?.severity, 'hint');
    assert.equal(door.state.errors, 0);
  });

  it('finds the clusters anew when the folders change', async () => {
    const scene = await judged({ 'w/web.yaml': service('web'), 'w/v/pod.yaml': pod });
    assert.equal(scene.service.state.clusters, 1);
    scene.service.setFolders([
      { name: 'w', path: 'w' },
      { name: 'v', path: 'w/v' },
    ]);
    await scene.advance(150);
    assert.equal(scene.service.state.clusters, 2);
  });

  it('tells its host of an error of its own, lets nobody wait for ever, and goes on', async () => {
    const scene = await judged({ 'w/site.yaml': site });
    scene.service.setFile('w/site.yaml', 5 as unknown as string);
    const settled = watched(scene.service.settled());
    await scene.advance(150);
    assert.deepEqual([scene.errors.length, settled.done, scene.judgements.length], [1, true, 1]);
    scene.service.setFile('w/site.yaml', healthy);
    await scene.advance(150);
    assert.deepEqual([scene.errors.length, scene.judgements.length, scene.service.state.errors], [1, 2, 0]);
  });

  it('does not judge again when a file is noted with the text that it has', async () => {
    const scene = await judged({ 'w/site.yaml': site });
    scene.service.setFile('w/site.yaml', site);
    await scene.advance(1_000);
    assert.equal(scene.judgements.length, 1);
  });

  it('tells every listener although one throws, and goes on', async () => {
    const scene = new Scene({ 'w/site.yaml': site });
    const told: number[] = [];
    scene.service.onDidJudge(() => {
      throw new Error('a listener of the test');
    });
    const end = scene.service.onDidJudge(({ state }) => told.push(state.version));
    scene.service.complete();
    await scene.advance(0);
    assert.deepEqual([told, scene.errors.length], [[1], 1]);
    end();
    scene.service.setFile('w/site.yaml', healthy);
    await scene.advance(150);
    assert.deepEqual([told, scene.judgements.length], [[1], 2]);
  });
});

describe('the service: what configuration files leave out', () => {
  it('leaves a file out as long as one says so', async () => {
    const { service: door, advance } = bound(await judged({ 'w/site.yaml': site, 'w/old/site.yaml': site }));
    assert.equal(door.state.files, 2);
    door.setFile('w/.edge-network.yaml', 'exclude: ["**/old"]\n');
    await advance(150);
    assert.deepEqual([door.state.files, door.findings('w/old/site.yaml').length], [2, 0]);
    door.setFile('w/old/site.yaml', healthy);
    door.setFile('w/old/new.yaml', service('web'));
    assert.equal(await door.hover('w/old/new.yaml', { line: 3, character: 8 }, never()), undefined);
    await advance(150);
    assert.equal(door.state.files, 2);
    door.setFile('w/old/new.yaml', undefined);
    door.setFile('w/.edge-network.yaml', undefined);
    await advance(150);
    assert.equal(door.state.files, 2);
    assert.deepEqual(
      codes(door, 'w/old/site.yaml'),
      codes(door, 'w/site.yaml').filter((code) => code !== 'range/overlap'),
    );
  });

  it('takes the profile of the nearest one, before the setting, and follows it', async () => {
    const reserved = service('web').replace('spec:', 'spec:\n  clusterIP: 10.96.0.10');
    const { service: door, advance } = bound(
      await judged({
        'w/a/web.yaml': reserved,
        'w/.edge-network.yaml': 'profile: talos\n',
        'w/a/.edge-network.yaml': 'profile: kubeadm\n',
      }),
    );

    const isReserved = () => codes(door, 'w/a/web.yaml').includes('service/reserved-address');
    assert.equal(isReserved(), true);
    door.setFile('w/a/.edge-network.yaml', 'profile: k3s\n');
    await advance(150);
    assert.equal(isReserved(), false);
    door.setFile('w/a/.edge-network.yaml', 'profile: k4s\n');
    await advance(150);
    assert.deepEqual(codes(door, 'w/a/.edge-network.yaml'), ['resource/wrong-type']);
  });
});

describe('the service: waiting', () => {
  it('settles when what was noted before has been judged', async () => {
    const scene = await judged({ 'w/site.yaml': site });
    scene.service.setFile('w/site.yaml', healthy);
    const settled = watched(scene.service.settled());
    await scene.advance(100);
    assert.equal(settled.done, false);
    await scene.advance(50);
    assert.equal(settled.done, true);
    assert.deepEqual(codes(scene.service, 'w/site.yaml'), []);
  });

  it('settles when it is cancelled, and when the service ends', async () => {
    const scene = new Scene({ 'w/site.yaml': site });
    const cancellation = new AbortController();
    const [one, other] = [watched(scene.service.settled(cancellation.signal)), watched(scene.service.settled())];
    cancellation.abort();
    await turn();
    assert.deepEqual([one.done, other.done], [true, false]);
    scene.service.dispose();
    await turn();
    assert.equal(other.done, true);
  });

  it('answers a question about a file by its present text', async () => {
    const scene = await judged({ 'w/site.yaml': healthy });
    scene.service.setFile('w/site.yaml', site);
    assert.equal(scene.service.isCurrent('w/site.yaml'), false);
    const fixes = watched(scene.service.fixes('w/site.yaml', line(7), never()));
    await scene.advance(100);
    assert.equal(fixes.done, false);
    await scene.advance(50);
    assert.ok((await fixes.promise)?.some(({ about }) => about[0]?.code === 'range/overlap'));
  });

  it('does not wait for other files', async () => {
    const scene = await judged({ 'w/site.yaml': site, 'w/web.yaml': service('web') });
    scene.service.setFile('w/web.yaml', service('other'));
    assert.notEqual(await scene.service.hover('w/site.yaml', { line: 7, character: 26 }, never()), undefined);
  });

  it('waits two seconds at most', async () => {
    const scene = new Scene({ 'w/site.yaml': site });
    const hover = watched(scene.service.hover('w/site.yaml', { line: 7, character: 26 }, never()));
    await scene.advance(1_999);
    assert.equal(hover.done, false);
    await scene.advance(1);
    assert.deepEqual([hover.done, await hover.promise], [true, undefined]);
  });

  it('answers at once with undefined when cancelled, and of a file that is not read here', async () => {
    const scene = new Scene({ 'w/site.yaml': site });
    const cancellation = new AbortController();
    const hover = scene.service.hover('w/site.yaml', { line: 7, character: 26 }, cancellation.signal);
    cancellation.abort();
    assert.equal(await hover, undefined);
    assert.equal(await scene.service.fixAll('w/nowhere.yaml', never()), undefined);
  });
});

describe('the service: answers', () => {
  it('hovers with every text of a manifest escaped', async () => {
    const { service: door } = await judged({ 'w/web.yaml': service('"[web](http://example.com)`<b>"'), 'w/pod.yaml': pod });
    const hover = await door.hover('w/web.yaml', { line: 6, character: 12 }, never());
    const text = hover?.sections.join('') ?? '';
    assert.notEqual(text, '');
    assert.equal(/(?<!\\)\]\(|^[^`]*(?<!\\)<b>/m.test(text.replaceAll(/(`+)(?!`).*?[^`]\1(?!`)/g, '')), false, text);
  });

  it('gives fixes as edits by file, then suppressions, narrowest first', async () => {
    const { service: door } = await judged({ 'w/pool.yaml': overlapping });
    const fixes = (await door.fixes('w/pool.yaml', line(7), never())) ?? [];
    const titles = fixes.map(({ title }) => title);
    assert.match(titles[0] ?? '', /host|10\.0\.0/);
    assert.deepEqual(
      titles.filter((title) => title.startsWith('Disable')).map((title) => title.replace(/^Disable \S+ /, '')),
      ['for this line', 'for IPAddressPool lan', 'for this file', 'here in .edge-network.yaml'],
    );
    const made = fixes.at(-1)?.edits[0];
    assert.deepEqual([made?.path, made?.create, made?.edits.length], ['w/.edge-network.yaml', true, 1]);
    assert.equal(applied(overlapping, fixes[0], 'w/pool.yaml').includes('10.0.0.5/28'), false);
  });

  it('gives no edit of a text that has not been judged', async () => {
    const { service: door, advance } = bound(await judged({ 'w/pool.yaml': overlapping, 'w/.edge-network.yaml': 'ignore: []\n' }));
    const before = (await door.fixes('w/pool.yaml', line(7), never())) ?? [];
    door.setFile('w/.edge-network.yaml', 'ignore:\n');
    const after = (await door.fixes('w/pool.yaml', line(7), never())) ?? [];
    assert.equal(after.length, before.length - 1);
    await advance(150);
    assert.equal((await door.fixes('w/pool.yaml', line(7), never()))?.length, before.length);
  });

  it('puts all safe findings of a file right in one edit; without one there is none', async () => {
    const loose = healthy.replace('spec:', 'spec:\n  podSubnet: 172.27.0.1/16\n  serviceSubnet: 172.28.0.1/16');
    const { service: door } = await judged({ 'w/site.yaml': loose, 'w/web.yaml': service('web') });
    const all = await door.fixAll('w/site.yaml', never());
    assert.equal(applied(loose, all, 'w/site.yaml'), loose.replaceAll('.0.1/16', '.0.0/16'));
    assert.equal(await door.fixAll('w/web.yaml', never()), undefined);
  });
});

describe('the service: a page', () => {
  it('is sent the graph when it is ready, then what a judgement changes', async () => {
    const scene = await judged({ 'w/site.yaml': site, 'w/pod.yaml': pod });
    const { page, sent } = opened(scene);
    assert.deepEqual(sent, []);
    assert.deepEqual(page.receive({ type: 'ready', protocol: protocolVersion }), { type: 'nothing' });
    assert.deepEqual(
      sent.map(({ type }) => type),
      ['graph'],
    );
    assert.equal(page.shown.version, undefined);
    page.receive({ type: 'shown', version: 1 });
    assert.equal(page.shown.version, 1);
    scene.service.setFile('w/web.yaml', service('web'));
    await scene.advance(150);
    assert.deepEqual(
      sent.map(({ type }) => type),
      ['graph', 'patch'],
    );
    page.dispose();
    scene.service.setFile('w/web.yaml', undefined);
    await scene.advance(150);
    assert.equal(sent.length, 2);
  });

  it('says that the workspace is being read until it has been judged', () => {
    const { page } = opened(new Scene({ 'w/site.yaml': site }));
    assert.equal(page.shown.status.state, 'loading');
  });

  it('leads to the manifest of an element and to that of the text cursor', async () => {
    const scene = await judged({ 'w/site.yaml': site, 'w/pod.yaml': pod });
    const { page, sent } = opened(scene);
    page.receive({ type: 'ready', protocol: protocolVersion });
    const id = page.shown.graph.elements.find(({ kind }) => kind === 'pod')?.id ?? '';
    const outcome = page.receive({ type: 'reveal', id, focus: true });
    assert.ok(outcome.type === 'reveal' && outcome.at?.path === 'w/pod.yaml');
    page.moveCursor({ path: 'w/pod.yaml', position: { line: 3, character: 9 } });
    assert.deepEqual(sent.at(-1), { type: 'highlight', ids: [id] });
    page.moveCursor(undefined);
    assert.deepEqual(sent.at(-1), { type: 'highlight', ids: [] });
  });

  it('gives a chosen fix as edits, and refuses it when the text has changed since', async () => {
    const scene = await judged({ 'w/pool.yaml': overlapping });
    const { page, sent } = opened(scene);
    page.receive({ type: 'ready', protocol: protocolVersion });
    const choose = (): TopologyOutcome => {
      const id = page.shown.graph.elements.find(({ kind }) => kind === 'loadBalancerPool')?.id ?? '';
      page.receive({ type: 'describe', id });
      const last = sent.at(-1);
      const number = last?.type === 'description' ? firstFix(last.description) : undefined;
      return page.receive({ type: 'choose', number: number ?? -1 });
    };
    const chosen = choose();
    assert.ok(chosen.type === 'edit' && chosen.edits[0]?.path === 'w/pool.yaml', JSON.stringify(chosen));
    scene.service.setFile('w/pool.yaml', `# a line more\n${overlapping}`);
    assert.equal(choose().type, 'refuse');
  });

  it('exports what it shows in every format', async () => {
    const { page } = opened(await judged({ 'w/site.yaml': site, 'w/pod.yaml': pod }));
    page.receive({ type: 'ready', protocol: protocolVersion });
    const cluster = page.shown.graph.elements.find(({ kind }) => kind === 'cluster')?.id ?? '';
    const captured = { level: 0, toggled: [], places: [[cluster, [0, 0, 400, 300]]] as const };
    const beginnings = { svg: '<svg', png: '<svg', drawio: '<mxfile', mermaid: 'flowchart', json: '{' } as const;
    for (const format of ['svg', 'png', 'drawio', 'mermaid', 'json'] as const) {
      const { text, title, width } = await page.export({ format, theme: 'light', captured, positions: [[cluster, 1, 2]] });
      assert.ok(text.replace(/^<\?xml[^>]*>\s*/, '').startsWith(beginnings[format]), `${format}: ${text.slice(0, 60)}`);
      assert.equal(title, 'store');
      assert.equal(width > 0, format === 'svg' || format === 'png');
      if (format === 'json') assert.match(text, /"positions": \[/);
    }
  });
});

const overlapping = `apiVersion: metallb.io/v1beta1
kind: IPAddressPool
metadata:
  name: lan
  namespace: metallb-system
spec:
  addresses:
  - 10.0.0.5/28
---
apiVersion: metallb.io/v1beta1
kind: L2Advertisement
metadata:
  name: lan
  namespace: metallb-system
`;

function bound(scene: Scene): { readonly service: LocalService; readonly advance: Scene['advance'] } {
  return { service: scene.service, advance: (milliseconds) => scene.advance(milliseconds) };
}

function opened({ service: door }: Scene) {
  const sent: ToPage[] = [];
  return { page: door.openTopology({ send: (messages) => sent.push(...messages) }), sent };
}

function firstFix(description: Description | undefined): number | undefined {
  return description?.findings.flatMap(({ fixes }) => fixes ?? [])[0]?.number;
}

function applied(text: string, fix: FileFix | undefined, path: string): string {
  const lines = text.split('\n');
  const offsetAt = ({ line: at, character }: Range['start']) => lines.slice(0, at).reduce((sum, each) => sum + each.length + 1, character);
  return [...(fix?.edits.find((file) => file.path === path)?.edits ?? [])]
    .sort((one, other) => offsetAt(other.range.start) - offsetAt(one.range.start))
    .reduce((sum, { range, newText }) => sum.slice(0, offsetAt(range.start)) + newText + sum.slice(offsetAt(range.end)), text);
}
