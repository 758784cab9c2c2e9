import { linesOf } from '../analysis/resolve.ts';
import type { Snapshot } from '../analysis/snapshot.ts';
import { message, type Language } from '../base/message.ts';
import type { Position } from '../base/text.ts';
import { drawnAsShown, graphOf, type Drawn } from '../topology/export/drawn.ts';
import type { Rect } from '../topology/placement/geometry.ts';
import { isEditorMessage, parseFromPage, type Graph, type PageStrings } from '../topology/protocol.ts';
import { exportOf, titleOfExport } from './exports.ts';
import { fileEdits } from './fileEdits.ts';
import { locationOf } from './findings.ts';
import type { Judge } from './judge.ts';
import { writeTopologyJson } from './json/topologyJson.ts';
import { TopologySession } from './page/topologySession.ts';
import type { ExportAnswer, ExportRequest, ShownTopology, TopologyListener, TopologyOutcome, TopologyView } from './service.ts';

export interface LocalTopologyOptions {
  readonly judge: Judge;
  readonly listener: TopologyListener;
  readonly language: Language;
  readonly strings: () => PageStrings;
  readonly disposed: () => void;
}

/** A page of this process: what its session says goes to the listener. */
export class LocalTopology implements TopologyView {
  readonly #options: LocalTopologyOptions;
  readonly #session: TopologySession;

  constructor(options: LocalTopologyOptions) {
    this.#options = options;
    this.#session = new TopologySession(options.language);
    const { judge } = options;
    this.#session.update(judge.snapshot, judge.loading, judge.state);
  }

  get shown(): ShownTopology {
    return { version: this.#session.confirmed, ...this.#session.state };
  }

  /** There is a newer snapshot. */
  update(snapshot: Snapshot): void {
    this.#send(this.#session.update(snapshot, false, this.#options.judge.state));
  }

  receive(given: unknown): TopologyOutcome {
    const received = parseFromPage(given);
    // About files and settings of the editor: the client keeps these to itself.
    if (received === undefined || isEditorMessage(received)) return { type: 'strange' };
    const outcome = this.#session.receive(received);
    switch (outcome.type) {
      case 'send':
        this.#send(outcome.messages);
        return { type: 'nothing' };
      case 'reveal':
        return { type: 'reveal', at: outcome.range === undefined ? undefined : locationOf(outcome.range), focus: outcome.focus };
      case 'edit': {
        const edits = fileEdits(outcome.edits, undefined, (path) => this.#options.judge.isCurrent(path));
        return edits === undefined
          ? { type: 'refuse', text: this.#options.language.say(message('The manifest has changed since; look at the problem again.')) }
          : { type: 'edit', title: outcome.title, edits };
      }
      case 'refuse':
      case 'act':
      case 'log':
        return outcome;
    }
  }

  moveCursor(cursor: { readonly path: string; readonly position: Position } | undefined): void {
    const file = cursor === undefined ? undefined : this.#options.judge.snapshot.files.get(cursor.path)?.file;
    this.#send(
      this.#session.moveCursor(
        cursor === undefined || file === undefined ? undefined : { path: cursor.path, offset: linesOf(file).offsetAt(cursor.position) },
      ),
    );
  }

  async export({ format, theme, captured, positions }: ExportRequest): Promise<ExportAnswer> {
    const { judge } = this.#options;
    if (format === 'json') await judge.settled();
    const strings = this.#options.strings();
    // As the page showed it when it was asked: what has come since has no place there.
    const drawn = drawnOf(this.#session.state.graph, captured);
    const answer = exportOf(format, theme, strings, {
      drawn: () => drawn,
      outline: () => graphOf(drawn, strings),
      json: () => writeTopologyJson(judge.snapshot, positions),
    });
    return { title: titleOfExport(drawn, strings), ...answer };
  }

  detach(): void {
    this.#session.detach();
  }

  dispose(): void {
    this.#session.detach();
    this.#options.disposed();
  }

  #send(messages: Parameters<TopologyListener['send']>[0]): void {
    if (messages.length > 0) this.#options.listener.send(messages);
  }
}

function drawnOf(graph: Graph, { level, toggled, places }: ExportRequest['captured']): Drawn {
  const placement = places.flatMap(([id, ...rects]) => {
    const [first, ...more] = rects.map(([x, y, width, height]): Rect => ({ x, y, width, height }));
    return first === undefined ? [] : [[id, [first, ...more]] as const];
  });
  return drawnAsShown(graph, { folds: { level, toggled: new Set(toggled) }, placement: new Map(placement) });
}
