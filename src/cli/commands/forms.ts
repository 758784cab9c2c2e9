import { addressesForm } from './addresses.ts';
import { checkForm } from './check.ts';
import { diffForm } from './diff.ts';
import { lspForm } from './lsp.ts';
import { mcpForm } from './mcp.ts';
import { reachForm } from './reach.ts';
import { renderForm } from './render.ts';
import { resolveForm } from './resolve.ts';
import { routeForm } from './route.ts';
import { topologyForm } from './topology.ts';
import { traceForm } from './trace.ts';
import { whatIfForm } from './whatIf.ts';

/** All commands, in the order of the help. */
export const forms = [
  checkForm,
  topologyForm,
  addressesForm,
  resolveForm,
  routeForm,
  traceForm,
  reachForm,
  whatIfForm,
  diffForm,
  renderForm,
  mcpForm,
  lspForm,
] as const;

/** A command that has been read. */
export type FormedCommand = ReturnType<(typeof forms)[number]['parse']>;
