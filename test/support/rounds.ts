/** How often the usual share of a fuzzed test runs: `node scripts/test-fuzz.mjs --rounds 50`. */
export const rounds = Number(process.env['EDGE_NETWORK_FUZZ_ROUNDS'] ?? '1');

/** Where its random numbers begin: the same for the same. */
export const seed = Number(process.env['EDGE_NETWORK_FUZZ_SEED'] ?? '1');
