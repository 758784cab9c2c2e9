import { McpServer } from '@modelcontextprotocol/sdk/server/mcp.js';
import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import { CallToolRequestSchema, ErrorCode, ListToolsRequestSchema, McpError } from '@modelcontextprotocol/sdk/types.js';
import type { Readable, Writable } from 'node:stream';
import type { Toolbox } from './toolbox.ts';

/** Where an agent is: its questions come in, answers go out, and what is for whoever looks after it. */
export interface Streams {
  readonly input: Readable;
  readonly output: Writable;
  readonly note: (text: string) => void;
}

/**
 * Serves agents by the Model Context Protocol until the input ends. Bundled as a script of its own (`dist/mcp.js`): no other command needs the protocol.
 * Questions are answered one after the other: each reads all manifests, and two at once would only need twice the memory.
 */
export async function serveTools(toolbox: Toolbox, version: string, { input, output, note }: Streams): Promise<void> {
  const { server } = new McpServer({ name: 'edge-network', version }, { instructions: toolbox.instructions });
  // Given to the constructor, the library would promise `listChanged`: news of a list that never changes, for which a client would keep listening.
  server.registerCapabilities({ tools: {} });
  let last: Promise<unknown> = Promise.resolve();
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: toolbox.tools.map(({ name, form: { description, inputSchema } }) => ({
      name,
      description,
      inputSchema: {
        type: inputSchema.type,
        properties: { ...inputSchema.properties },
        ...(inputSchema.required === undefined ? {} : { required: [...inputSchema.required] }),
      },
      annotations: { readOnlyHint: true, openWorldHint: false },
    })),
  }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }, { signal }) => {
    if (!toolbox.tools.some(({ name }) => name === params.name))
      throw new McpError(ErrorCode.InvalidParams, `There is no tool ${params.name}.`);
    // One that failed has been answered with its error.
    const answered = last
      .catch(() => undefined)
      .then(() => (signal.aborted ? undefined : toolbox.answer(params.name, params.arguments ?? {})));
    last = answered;
    const answer = await answered;
    const text = answer?.text ?? '';
    // A refusal is for the model, which can ask otherwise: an error of the protocol would end at the program around it.
    return { content: [{ type: 'text', text }], ...(answer?.type === 'answered' ? {} : { isError: true }) };
  });
  server.onerror = (error) => note(error.message);
  const ended = new Promise<void>((resolve) => {
    input.once('end', resolve);
    input.once('close', resolve);
    // A reader that has gone asks nothing more.
    output.once('error', () => resolve());
  });
  await server.connect(new StdioServerTransport(input, output));
  await ended;
  await last.catch(() => undefined);
  // The last answer is sent when its promises have been kept.
  await new Promise((resolve) => setImmediate(resolve));
  await server.close();
}
