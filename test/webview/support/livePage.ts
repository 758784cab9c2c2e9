import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { TopologySession } from '../../../src/service/page/topologySession.ts';
import type { FromPage } from '../../../src/topology/protocol.ts';
import { workspaceOf } from '../../support/analysed.ts';
import { openPage, settled, type OpenOptions, type OpenPage } from './page.ts';

/** A page with what stands behind it in the product: what it asks is answered from manifests. */
export interface LivePage extends OpenPage {
  /** Resolves when all that the page has said so far is answered, and drawn. */
  readonly answered: () => Promise<void>;
  /** What was opened in the editor, `path:line`, newest last. */
  readonly opened: readonly string[];
}

/** The manifests of a folder of the repository, by path within. */
export function filesIn(folder: string): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  const visit = (within: string) => {
    for (const name of readdirSync(path.join(folder, within)).sort()) {
      const file = path.posix.join(within, name);
      if (statSync(path.join(folder, file)).isDirectory()) visit(file);
      else if (/\.ya?ml$/.test(name)) files[file] = readFileSync(path.join(folder, file), 'utf8');
    }
  };
  visit('');
  return files;
}

export async function openLivePage(files: Readonly<Record<string, string>>, options: Omit<OpenOptions, 'message'> = {}): Promise<LivePage> {
  const session = new TopologySession();
  session.update(workspaceOf(files).refreshAtOnce(), false);
  const page = await openPage(options);
  const opened: string[] = [];
  let heard = 0;
  const answered = async () => {
    for (;;) {
      // Whatever the page says at the next beat is answered as well.
      await settled(page.page);
      const said = await page.page.evaluate((from) => (window as unknown as { posted: FromPage[] }).posted.slice(from), heard);
      heard += said.length;
      if (said.length === 0) return;
      for (const message of said) {
        if (message.type === 'positions' || message.type === 'export' || message.type === 'captured' || message.type === 'raster') continue;
        if (message.type === 'endComparison') continue;
        const outcome = session.receive(message);
        if (outcome.type === 'send') for (const answer of outcome.messages) await page.send(JSON.parse(JSON.stringify(answer)) as unknown);
        if (outcome.type === 'reveal' && outcome.range !== undefined) opened.push(`${outcome.range.path}:${outcome.range.start.line + 1}`);
      }
    }
  };
  await answered();
  return { ...page, answered, opened };
}
