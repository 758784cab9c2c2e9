// The pictures of the README anew, from the real thing: each scene in VS Code 1.100 with the built extension, light and dark.
// node scripts/pictures.mjs [topology] [rendered]        after npm run build
import { mkdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { Failure, main } from './failure.mjs';
import { openDriven, settle, webviewOf } from './hosts/drive.mjs';
import { at } from './paths.mjs';

/** @typedef {Awaited<ReturnType<typeof openDriven>>} Opened */

const size = { width: 1320, height: 960 };

/** @type {Readonly<Record<string, { folder: string, act: (opened: Opened) => Promise<void> }>>} */
const scenes = {
  topology: {
    folder: 'examples/store-42-faulty',
    async act(opened) {
      await showTopology(opened, 'apps/web.yaml:43:12');
      await opened.perform({ kind: 'open', value: 'apps/web.yaml:42:12' });
      await opened.perform({ kind: 'open', value: 'apps/web.yaml:43:12' });
    },
  },
  rendered: {
    folder: 'examples/three-stores',
    async act(opened) {
      const file = 'stores/west/address.yaml:7:22';
      await showTopology(opened, file);
      await opened.perform({ kind: 'open', value: file });
      await command(opened, 'edgeNetwork.showRendered');
      await opened.page.getByRole('tab', { name: /rendered/ }).waitFor();
      for (const id of ['focusSecondEditorGroup', 'moveEditorToFirstGroup', 'moveEditorToBelowGroup'])
        await command(opened, `workbench.action.${id}`);
      await settle(opened.page);
      await (await webviewOf(opened.page)).locator('select.clusters').selectOption({ label: 'west' });
      await opened.perform({ kind: 'open', value: file });
    },
  },
};

/** @param {Opened} opened */
const command = ({ perform }, /** @type {string} */ id) => perform({ kind: 'command', value: { id, args: [] } });

/**
 * A file, and the topology beside it.
 *
 * @param {Opened} opened
 * @param {string} file
 */
async function showTopology(opened, file) {
  await command(opened, 'workbench.action.closeSidebar');
  await opened.perform({ kind: 'open', value: file });
  await command(opened, 'edgeNetwork.showTopology');
  await (await webviewOf(opened.page)).locator('.card.kind-service').first().waitFor();
}

const themes = { light: 'Default Light Modern', dark: 'Default Dark Modern' };

/** Nothing but what the picture is about. */
const settings = {
  'window.commandCenter': false,
  'workbench.layoutControl.enabled': false,
  'workbench.activityBar.location': 'hidden',
  'editor.minimap.enabled': false,
  'editor.occurrencesHighlight': 'off',
  'editor.stickyScroll.enabled': false,
};

await main(async () => {
  const chosen = process.argv.slice(2);
  const unknown = chosen.find((name) => !(name in scenes));
  if (unknown !== undefined) throw new Failure(`${unknown} is no picture; there are ${Object.keys(scenes).join(' and ')}.`, 2);
  mkdirSync(at('docs/images'), { recursive: true });
  for (const [name, { folder, act }] of Object.entries(scenes)) {
    if (chosen.length > 0 && !chosen.includes(name)) continue;
    for (const [kind, theme] of Object.entries(themes)) {
      const opened = await openDriven({ folder: at(folder), host: 'code-server', theme, settings, size });
      await Promise.race([act(opened), opened.lost]);
      await settle(opened.page);
      const file = at('docs/images', `${name}-${kind}.png`);
      await opened.page.screenshot({ path: file });
      console.log(`${path.relative(process.cwd(), file)}: ${Math.ceil(statSync(file).size / 1024)} KB`);
      await opened.close();
    }
  }
});
