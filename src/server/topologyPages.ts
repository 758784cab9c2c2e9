import type { ClientCapabilities } from 'vscode-languageserver';
import type { Service, ShownTopology, TopologyOutcome, TopologyView } from '../service/service.ts';
import { partsOf } from '../topology/messageParts.ts';
import type { ClientNotifications, ClientRequests, PageOutcome, ServerNotifications } from './protocol.ts';
import { workspaceEditOf, type EditedFiles } from './workspaceEdits.ts';

type Params<M extends keyof ClientRequests> = ClientRequests[M]['params'];

export interface TopologyPagesOptions {
  readonly service: Service;
  readonly files: EditedFiles;
  readonly pathOf: (uri: string) => string | undefined;
  readonly capabilities: ClientCapabilities;
  readonly send: (message: ServerNotifications['edgeNetwork/topology/send']) => void;
}

/** The pages that the client has open, by its number. Nothing happens for a number that is not open (any longer). */
export type TopologyPages = Pages;

/** None yet. */
export function topologyPages(options: TopologyPagesOptions): TopologyPages {
  return new Pages(options);
}

class Pages {
  readonly #options: TopologyPagesOptions;
  readonly #views = new Map<number, TopologyView>();

  constructor(options: TopologyPagesOptions) {
    this.#options = options;
  }

  open({ view }: ClientNotifications['edgeNetwork/topology/open']): void {
    const { service, send } = this.#options;
    this.close({ view });
    this.#views.set(
      view,
      service.openTopology({
        send: (messages) => {
          // One by one: the client reads each at once.
          for (const part of messages.flatMap(partsOf)) send({ view, messages: [part] });
        },
      }),
    );
  }

  detach({ view }: ClientNotifications['edgeNetwork/topology/detach']): void {
    this.#views.get(view)?.detach();
  }

  close({ view }: ClientNotifications['edgeNetwork/topology/close']): void {
    this.#views.get(view)?.dispose();
    this.#views.delete(view);
  }

  moveCursor({ view, cursor }: ClientNotifications['edgeNetwork/topology/cursor']): void {
    const path = cursor === undefined ? undefined : this.#options.pathOf(cursor.uri);
    this.#views.get(view)?.moveCursor(path === undefined || cursor === undefined ? undefined : { path, position: cursor.position });
  }

  receive({ view, message }: Params<'edgeNetwork/topology/receive'>): PageOutcome {
    const page = this.#views.get(view);
    return page === undefined ? { type: 'strange' } : this.#outcomeOf(page.receive(message));
  }

  shown({ view }: Params<'edgeNetwork/topology/shown'>): ShownTopology | null {
    return this.#views.get(view)?.shown ?? null;
  }

  async export({ view, request }: Params<'edgeNetwork/topology/export'>): Promise<ClientRequests['edgeNetwork/topology/export']['result']> {
    const page = this.#views.get(view);
    return page === undefined || page.shown.graph.elements.length === 0 ? null : await page.export(request);
  }

  #outcomeOf(outcome: TopologyOutcome): PageOutcome {
    const { files, capabilities } = this.#options;
    if (outcome.type === 'reveal') {
      const uri = outcome.at === undefined ? undefined : files.uriOf(outcome.at.path);
      return {
        type: 'reveal',
        at: outcome.at === undefined || uri === undefined ? undefined : { uri, range: outcome.at.range },
        focus: outcome.focus,
      };
    }
    if (outcome.type !== 'edit') return outcome;
    const edit = workspaceEditOf(outcome.edits, files, capabilities);
    const [first] = outcome.edits;
    const uri = first === undefined ? undefined : files.uriOf(first.path);
    const range = first?.edits[0]?.range;
    return edit === undefined || uri === undefined || range === undefined
      ? { type: 'nothing' }
      : { type: 'edit', title: outcome.title, edit, first: { uri, range } };
  }
}
