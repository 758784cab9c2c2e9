// Runs inside the extension host (scripts/bench-host.mjs): what a large workspace costs it, and how long a person waits.
import * as vscode from 'vscode';
import type { ExtensionExports } from '../src/editor/activate.ts';

/** Milliseconds between two looks at the thread. */
const pace = 2;

/**
 * How long the thread was held between two looks. On a busy machine a process waits for its turn as well; `busy` counts only the time in which it
 * computed, its garbage collector included.
 */
class Watch {
  readonly late: number[] = [];
  readonly busy: number[] = [];
  #running = true;

  constructor() {
    let time = performance.now();
    let work = process.cpuUsage();
    const look = (): void => {
      const now = performance.now();
      const { user, system } = process.cpuUsage(work);
      work = process.cpuUsage();
      this.late.push(Math.max(0, now - time - pace));
      this.busy.push((user + system) / 1000);
      time = now;
      if (this.#running) setTimeout(look, pace);
    };
    setTimeout(look, pace);
  }

  end(): void {
    this.#running = false;
  }
}

export async function run(): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri ?? vscode.Uri.file('/');
  const extension = vscode.extensions.getExtension('edge-network.edge-network-topology');
  if (extension === undefined) throw new Error('The extension is not installed.');
  const faulty = vscode.Uri.joinPath(folder, 'faulty.yaml');
  // What the host does for itself at its start is not ours.
  await new Promise((resolve) => setTimeout(resolve, 3_000));

  const idle = new Watch();
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  idle.end();

  const began = performance.now();
  const exports = (await extension.activate()) as ExtensionExports;
  const activated = performance.now() - began;
  const reading = new Watch();
  const published = until(() => vscode.languages.getDiagnostics(faulty).length > 0);
  await vscode.window.showTextDocument(faulty);
  await published;
  const problems = performance.now() - began;
  await exports.whenReady();
  reading.end();

  const drawing = new Watch();
  const asked = performance.now();
  await vscode.commands.executeCommand('edgeNetwork.showTopology');
  await exports.topology.whenShown();
  const picture = performance.now() - asked;
  drawing.end();
  const graph = (await exports.topology.shown())?.graph;

  const resting = new Watch();
  const before = process.cpuUsage();
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  const { user, system } = process.cpuUsage(before);
  resting.end();

  print('activation', milliseconds(activated));
  print('first diagnostics after activation', milliseconds(problems));
  print(`first picture after the command (${graph?.elements.length ?? 0} elements)`, milliseconds(picture));
  print('host before activation', heldOf(idle));
  print('host while the workspace is read', heldOf(reading));
  print('host while the first picture is sent', heldOf(drawing));
  print('host afterwards', `${heldOf(resting)}; computing ${((user + system) / 30_000).toFixed(1)} % of the time`);
}

async function until(fits: () => boolean): Promise<void> {
  while (!fits()) {
    await new Promise<void>((resolve) => {
      const subscription = vscode.languages.onDidChangeDiagnostics(() => {
        subscription.dispose();
        resolve();
      });
    });
  }
}

function heldOf({ late, busy }: Watch): string {
  return `held ${quantilesOf(late)}; computing ${quantilesOf(busy)}`;
}

function quantilesOf(values: readonly number[]): string {
  const sorted = [...values].sort((one, other) => one - other);
  const p99 = sorted[Math.floor(sorted.length * 0.99)] ?? 0;
  return `p99 ${p99.toFixed(1)} ms, at most ${(sorted.at(-1) ?? 0).toFixed(1)} ms`;
}

function milliseconds(value: number): string {
  return `${value.toFixed(0)} ms`;
}

function print(what: string, figures: string): void {
  console.log(`[bench] ${what.padEnd(54)} ${figures}`);
}
