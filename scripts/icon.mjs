// Makes media/icon.png of media/icon.svg; the Marketplace takes no SVG.
// node scripts/icon.mjs
import { readFileSync } from 'node:fs';
import { main } from './failure.mjs';
import { openBrowser } from './hosts/browser.mjs';
import { at } from './paths.mjs';

await main(async () => {
  const browser = await openBrowser();
  const page = await browser.newPage({ viewport: { width: 256, height: 256 } });
  await page.setContent(
    `<style>body { margin: 0; background: transparent } svg { display: block }</style>${readFileSync(at('media/icon.svg'), 'utf8')}`,
  );
  await page.screenshot({ path: at('media/icon.png'), omitBackground: true });
  console.log('media/icon.png');
});
