// Fuzzed texts and fixes: a bounded, seeded share of them, or more.
// node scripts/test-fuzz.mjs [--rounds N] [--seed N]
import { parseArgs } from 'node:util';
import { Failure, main } from './failure.mjs';
import { root } from './paths.mjs';
import { runTests, testFiles } from './suites.mjs';

await main(async () => {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '1' }, seed: { type: 'string', default: '1' } } });
  for (const [name, text] of Object.entries(values))
    if (!/^[1-9][0-9]{0,6}$/u.test(text)) throw new Failure(`--${name} takes a number from 1 on, not ${text}.`, 2);
  process.env['EDGE_NETWORK_FUZZ_ROUNDS'] = values.rounds;
  process.env['EDGE_NETWORK_FUZZ_SEED'] = values.seed;
  process.chdir(root);
  return (await runTests(testFiles(['test/fuzz']), { name: 'fuzz' })) ? 0 : 1;
});
