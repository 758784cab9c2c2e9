import path from 'node:path';
import { english, type Message } from '../src/base/message.ts';
import { clustersAmong } from '../src/analysis/snapshot.ts';
import { unappliedChanges, unseenPods, unseenServices } from '../src/checks/shared/unseen.ts';
import { injection } from '../src/checks/shared/port/declaredPorts.ts';
import { readWorkspace } from '../src/cli/workspace.ts';
import { diskSources } from '../src/cli/sourceReader.ts';
import { References } from '../src/engine/references/references.ts';
import { resourcesOf } from '../src/manifests/cluster.ts';
import { Judge } from '../src/service/judge.ts';
import { analysisSettings } from '../src/service/settings.ts';
import { inOneGo } from '../src/service/surroundings.ts';

/** Of each question about a Service: how many findings could be as severe as their pages say, and what keeps the others from it. */
class Tally {
  sure = 0;
  all = 0;
  readonly reasons = new Map<string, number>();

  note(doubt: Message | undefined): void {
    this.all++;
    if (doubt === undefined) this.sure++;
    else {
      const reason = english.say(doubt).replaceAll(/(?:https?|oci|ssh):\S+/g, '…');
      this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + 1);
    }
  }

  get share(): string {
    return this.all === 0 ? '-' : `${Math.round((100 * this.sure) / this.all)} %`;
  }
}

const questions = [
  'selector that misses by a slip',
  'selector near to nothing',
  'port',
  'name or backend that misses by a slip',
  'name or backend near to nothing',
] as const;
type Tallies = Readonly<Record<(typeof questions)[number], Tally>>;

const total = empty();
const mostReasons = 12;
void main();

async function main(): Promise<void> {
  for (const folder of process.argv.slice(2)) print(folder, await measured(folder));
  print('all', total);
}

function empty(): Tallies {
  return {
    'selector that misses by a slip': new Tally(),
    'selector near to nothing': new Tally(),
    port: new Tally(),
    'name or backend that misses by a slip': new Tally(),
    'name or backend near to nothing': new Tally(),
  };
}

function print(title: string, tallies: Tallies): void {
  console.log(`\n${title}: ${tallies['name or backend near to nothing'].all} services`);
  for (const question of questions) {
    const tally = tallies[question];
    console.log(`  ${question.padEnd(40)} ${tally.share.padStart(6)} of ${tally.all}`);
    const reasons = [...tally.reasons].sort(([, one], [, other]) => other - one).slice(0, title === 'all' ? mostReasons : 2);
    for (const [reason, count] of reasons) console.log(`      ${String(count).padStart(5)} ${reason}`);
  }
}

/** Every Service of every cluster that a folder shows, as if something about it were wrong. */
async function measured(folder: string): Promise<Tallies> {
  const currentFolder = path.resolve(folder);
  const { files, folders } = await readWorkspace(['.'], {
    currentFolder,
    exclude: [],
    standardInput: () => Promise.resolve(new Uint8Array()),
  });
  const fail = (error: unknown): void => console.error(error);
  const sources = diskSources(
    currentFolder,
    folders.map((each) => each.path),
  );
  const judge = new Judge(analysisSettings({ defaultProfile: 'custom', severities: {} }), folders, inOneGo(fail), () => undefined, sources);
  for (const [file, text] of files) judge.setFile(file, text);
  judge.complete();
  await judge.settled();
  const own = empty();
  const note = (question: (typeof questions)[number], doubt: Message | undefined): void => {
    own[question].note(doubt);
    total[question].note(doubt);
  };
  for (const { cluster, allocation } of clustersAmong(judge.snapshot.clusters)) {
    const { podOwners } = new References(allocation).around;
    for (const service of resourcesOf(cluster, 'Service')) {
      const { selector = {}, metadata } = service;
      const { namespace, name } = metadata;
      note('name or backend that misses by a slip', unseenServices(cluster, { namespace, name: `${name}x`, near: 'likely' }));
      note('name or backend near to nothing', unseenServices(cluster, { namespace, name: `un-${name}` }));
      if (Object.keys(selector).length === 0) continue;
      const owners = podOwners.selected(selector, namespace);
      const written = [service, ...owners.map(({ resource }) => resource)];
      note('selector that misses by a slip', unseenPods(cluster, { namespace, labels: selector, near: 'likely', written }));
      note('selector near to nothing', unseenPods(cluster, { namespace, labels: selector, written: [service] }));
      if (owners.length > 0) note('port', unappliedChanges(cluster, ...written) ?? injection(owners, ''));
    }
  }
  judge.dispose();
  return own;
}
