let run: ((name: string) => void) | undefined;

/** Says how this host runs a script that lies beside the first one. */
export function setScriptRunner(runner: (name: string) => void): void {
  run = runner;
}

/** Runs a script that lies beside the first one, to its end: what is large and not always needed (`esbuild.mjs`). */
export function runScript(name: string): void {
  if (run === undefined) throw new Error(`Nobody has said where ${name} is`);
  run(name);
}
