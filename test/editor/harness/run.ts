declare const Mocha: { readonly prototype: { run(this: BrowserMocha, whenDone: (failures: number) => void): void } };

/** What VS Code calls in its extension host: runs every imported suite, rejects when a test failed. */
export function run(): Promise<void> {
  return new Promise((resolve, reject) => {
    // The browser build's own `run` reads the address bar, which no extension host has.
    Mocha.prototype.run.call(mocha, (failures) => {
      if (failures === 0) resolve();
      else reject(new Error(`${String(failures)} tests failed.`));
    });
  });
}
