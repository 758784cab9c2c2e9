import { BrowserMessageReader, BrowserMessageWriter, createConnection, ProposedFeatures } from 'vscode-languageserver/browser';
import { setScriptRunner } from '../base/laterScript.ts';
import { serve } from './server.ts';

/** The worker around the server, in VS Code for the Web. */
declare const self: DedicatedWorkerGlobalScope;

const { port1, port2 } = new MessageChannel();
const waiting: (() => void)[] = [];
port2.onmessage = () => waiting.shift()?.();

serve(createConnection(ProposedFeatures.all, new BrowserMessageReader(self), new BrowserMessageWriter(self)), {
  files: (client) => client,
  // A timer would wait four milliseconds each time.
  pause: () =>
    new Promise((resolve) => {
      waiting.push(resolve);
      port1.postMessage(undefined);
    }),
  pageOf: () => undefined,
  // The worker itself has been made of a copy, whose address says nothing.
  scriptIsAt: (address) => setScriptRunner((name) => self.importScripts(new URL(name, address).href)),
});
