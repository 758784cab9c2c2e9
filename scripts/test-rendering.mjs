// Rendering held against the real programs: the charts and kustomizations of test/rendering/fixtures through `edge-network render` and through `helm template` or `kubectl kustomize`.
// node scripts/test-rendering.mjs [--grep TEXT]
//
// Where the programs cannot be had, it says so and tries nothing.
import { parseArgs } from 'node:util';
import { main } from './failure.mjs';
import { root } from './paths.mjs';
import { installRenderers } from './renderers/install.mjs';
import { runTests, testFiles } from './suites.mjs';

await main(async () => {
  const { values } = parseArgs({ options: { grep: { type: 'string' } } });
  process.chdir(root);
  const renderers = await installRenderers();
  if ('missing' in renderers) {
    console.log(`[suite] left out: ${renderers.missing}`);
    return 0;
  }
  process.env['EDGE_NETWORK_HELM'] = renderers.helm;
  process.env['EDGE_NETWORK_KUBECTL'] = renderers.kubectl;
  return (await runTests(testFiles(['test/renderers']), { name: 'rendering', grep: values.grep })) ? 0 : 1;
});
