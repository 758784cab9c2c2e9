import { Analysis } from '../src/analysis/analysis.ts';
import { relevantText } from '../src/manifests/manifestFiles.ts';
import type { Snapshot } from '../src/analysis/snapshot.ts';
import type { SourceEntry } from '../src/rendering/sources.ts';
import { parseDocument } from 'yaml';
import { quantiles, timedOnProcessor } from './measure.ts';

/** Who applies what, in workspaces of which the sources grow and the clusters with them: processor time, in parses of all texts by the bare library. */

function row(what: string, figures: string): void {
  console.log(`  ${what.padEnd(52)} ${figures}`);
}

const service = (name: string): string =>
  `apiVersion: v1\nkind: Service\nmetadata: { name: ${name} }\nspec: { selector: { app: ${name} }, ports: [{ port: 80, targetPort: http }] }\n`;
const deployment = (name: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: ${name} }\nspec:\n  selector: { matchLabels: { app: ${name} } }\n  template:\n    metadata: { labels: { app: ${name} } }\n    spec: { containers: [{ name: main, image: main, ports: [{ name: http, containerPort: 8080 }] }] }\n`;
const application = (count: number): string =>
  Array.from({ length: count }, (_, index) => `${service(`s${index}`)}---\n${deployment(`s${index}`)}`).join('---\n');

/** One base, and so many overlays that change a label. */
function overlays(count: number): Map<string, string> {
  const files = new Map([
    ['base/kustomization.yaml', 'resources: [app.yaml]\n'],
    ['base/app.yaml', application(5)],
  ]);
  for (let index = 0; index < count; index++)
    files.set(`overlays/o${index}/kustomization.yaml`, `resources: [../../base]\nlabels: [{ pairs: { site: o${index} } }]\n`);
  return files;
}

/** Sites of Flux, each with an overlay of its own and its own variables, on bases that all share. */
function sites(count: number): Map<string, string> {
  const files = new Map([
    ['apps/base/kustomization.yaml', 'resources: [app.yaml]\n'],
    ['apps/base/app.yaml', application(5)],
    ['infra/kustomization.yaml', 'resources: [infra.yaml]\n'],
  ]);
  files.set(
    'infra/infra.yaml',
    Array.from({ length: 3 }, (_, index) => `${service(`infra${index}`)}---\n${deployment(`infra${index}`)}`).join('---\n'),
  );
  for (let index = 0; index < count; index++) {
    files.set(`apps/sites/site${index}/kustomization.yaml`, `resources: [../../base]\nlabels: [{ pairs: { site: site${index} } }]\n`);
    files.set(
      `clusters/site${index}/apps.yaml`,
      ['apps', 'infra']
        .map(
          (name) =>
            `apiVersion: kustomize.toolkit.fluxcd.io/v1\nkind: Kustomization\nmetadata: { name: ${name}, namespace: flux-system }\nspec:\n  path: ./${name === 'apps' ? `apps/sites/site${index}` : 'infra'}\n  sourceRef: { kind: GitRepository, name: flux-system }\n  postBuild: { substitute: { SITE: site${index} } }\n`,
        )
        .join('---\n'),
    );
  }
  return files;
}

class Host {
  readonly analysis = new Analysis({ defaultProfile: 'custom', severities: {} }, [{ name: 'workspace', path: '' }]);
  readonly #files: Map<string, string>;
  readonly #folders = new Map<string, Map<string, 'file' | 'folder'>>([['', new Map()]]);

  constructor(files: Map<string, string>) {
    this.#files = files;
    for (const path of files.keys()) {
      const parts = path.split('/');
      parts.forEach((name, depth) => {
        const folder = parts.slice(0, depth).join('/');
        const entries = this.#folders.get(folder) ?? new Map<string, 'file' | 'folder'>();
        this.#folders.set(folder, entries.set(name, depth + 1 === parts.length ? 'file' : 'folder'));
      });
    }
    for (const [path, text] of files) this.analysis.setFile(path, relevantText(path, text));
  }

  write(path: string, text: string): void {
    this.#files.set(path, text);
    this.analysis.setFile(path, relevantText(path, text));
  }

  refreshed(): Snapshot {
    for (;;) {
      const snapshot = this.analysis.refreshAtOnce();
      const wanted = this.analysis.takeWanted();
      if (wanted === undefined) return snapshot;
      for (const path of wanted.files) {
        const text = this.#files.get(path);
        this.analysis.setSource(path, text === undefined ? undefined : new TextEncoder().encode(text));
      }
      for (const folder of wanted.folders)
        this.analysis.setListing(
          folder,
          this.#folders.get(folder) === undefined
            ? undefined
            : [...(this.#folders.get(folder) ?? [])].map(([name, kind]): SourceEntry => ({ name, kind })),
        );
    }
  }
}

function parseOf(files: ReadonlyMap<string, string>): number {
  return timedOnProcessor(() => {
    for (const text of files.values()) for (const part of text.split('---\n')) parseDocument(part);
  });
}

function measure(what: string, make: (count: number) => Map<string, string>, base: string, counts: readonly number[]): void {
  let before: { readonly count: number; readonly cold: number } | undefined;
  for (const count of counts) {
    const files = make(count);
    parseOf(files);
    const parse = parseOf(files);
    let host: Host | undefined;
    let snapshot: Snapshot | undefined;
    const cold = timedOnProcessor(() => {
      host = new Host(files);
      snapshot = host.refreshed();
    });
    const own = make(count).get(base) ?? '';
    const one = quantiles(Array.from({ length: 5 }, () => timedOnProcessor(() => void parseDocument(own.split('---\n')[0] ?? '')))).p50;
    const keystrokes = Array.from({ length: 5 }, (_, round) =>
      timedOnProcessor(() => {
        host?.write(base, own.replace('targetPort: http', `targetPort: htt${round}`));
        host?.refreshed();
      }),
    );
    const exponent = before === undefined ? '' : `, exponent ${(Math.log(cold / before.cold) / Math.log(count / before.count)).toFixed(2)}`;
    row(
      `${count} ${what}, ${snapshot?.clusters.length} clusters`,
      `cold ${cold.toFixed(0)} ms, ${(cold / parse).toFixed(1)} x the parse of all${exponent}; a keystroke in the base ${quantiles(keystrokes).p50.toFixed(0)} ms, ${(quantiles(keystrokes).p50 / one).toFixed(0)} x its parse`,
    );
    before = { count, cold };
  }
}

console.log('who applies what (processor time)');
measure('overlays of one base', overlays, 'base/app.yaml', [50, 250, 1000]);
measure('sites on shared bases', sites, 'apps/base/app.yaml', [30, 100, 300]);
