import type { EventOffer, FromPage, PageStrings, ReachDirection } from '../src/topology/protocol.ts';
import { begins, talks } from './details/detailPane.ts';
import type { Lit } from './find/focus.ts';
import { format, formatCount } from './shared/text.ts';
import type { Store, Told } from './state/store.ts';

/** What stands in the pane of the details. */
export type Pane = 'element' | 'way' | 'future' | 'comparison';

export interface ModesHost {
  readonly strings: PageStrings;
  readonly store: () => Store;
  /** Leaves out of the store what the reader has seen enough of. */
  readonly forget: (what: 'way' | 'reach' | 'comparison') => void;
  readonly post: (message: FromPage) => void;
  readonly announce: (text: string) => void;
  readonly draw: () => void;
  readonly nameOf: (id: string) => string;
  readonly bringIntoSight: (id: string) => void;
  readonly focusView: () => void;
  readonly focusDetails: (selector?: string) => void;
}

/** Milliseconds between two steps of a connection that lights up. */
const pace = 550;

/** What the reader looks at over the picture: a connection, who may talk to whom, events and comparisons; and which of these the details show. */
export class Modes {
  readonly #host: ModesHost;
  #pane: Pane = 'element';
  /** Where a connection is to begin, while its end is being chosen. */
  #from: string | undefined;
  /** What the reader has to do before what was asked for can be done. */
  #hint = '';
  #asked: Extract<FromPage, { readonly type: 'trace' }> | undefined;
  #lit = 0;
  #timer: ReturnType<typeof setTimeout> | undefined;
  /** How many events have been told of. */
  #events = 0;
  #happening = false;

  constructor(host: ModesHost) {
    this.#host = host;
  }

  /** What of the store is no longer there is not shown. */
  get pane(): Pane {
    const { way, future, comparison } = this.#host.store();
    const present = { element: true, way: way !== undefined, future: future !== undefined, comparison: comparison !== undefined };
    return present[this.#pane] ? this.#pane : 'element';
  }

  get lit(): Lit {
    return { steps: this.#lit, from: this.#from };
  }

  get picking(): string | undefined {
    return this.#from;
  }

  /** The details are those of the element that has been selected. */
  showElement(): void {
    this.#hint = '';
    this.#pane = 'element';
  }

  show(pane: Pane): void {
    this.#pane = pane;
    this.#host.draw();
    this.#host.focusDetails();
  }

  /** The reader is to choose where a connection from here goes. */
  start(id: string | undefined): void {
    const { strings, store, announce, draw, focusView, nameOf } = this.#host;
    this.#hint = '';
    const kind = id === undefined ? undefined : store().picture.elements.get(id)?.kind;
    if (id === undefined || kind === undefined || !begins.has(kind)) {
      this.advise(strings.way.chooseFirst);
      return;
    }
    this.#stop();
    if (store().way !== undefined) this.#end();
    this.#from = id;
    draw();
    focusView();
    announce(format(strings.way.choose, nameOf(id)));
  }

  get hint(): string {
    return this.#hint;
  }

  /** Says what is to be done first, until something is selected. */
  advise(text: string): void {
    this.#hint = text;
    this.#host.draw();
    this.#host.announce(text);
  }

  /** An element was pressed; true when it is the end of a connection that was asked for. */
  press(id: string): boolean {
    const from = this.#from;
    if (from === undefined || id === from) return false;
    this.#from = undefined;
    this.#ask({ type: 'trace', from, to: id });
    return true;
  }

  #ask(question: Extract<FromPage, { readonly type: 'trace' }>): void {
    this.#asked = question;
    this.#host.post(question);
    this.#host.announce(this.#host.strings.way.asking);
    this.#host.draw();
  }

  onPort(port: number, protocol: string): void {
    if (this.#asked !== undefined) this.#ask({ ...this.#asked, port, protocol });
  }

  /** Lights the connection anew, step by step. */
  again(): void {
    this.#stop();
    this.#lit = 0;
    this.#step();
  }

  /** One step: what it meets comes into sight. */
  toStep(index: number): void {
    const id = this.#host.store().way?.steps[index]?.ids.at(-1);
    this.#stop();
    this.#lit = this.#host.store().way?.steps.length ?? 0;
    this.#host.draw();
    if (id !== undefined) this.#host.bringIntoSight(id);
  }

  /** What a sentence about a change is about comes into sight; the sentences stay beside it. */
  toChange(id: string): void {
    if (this.#host.store().picture.elements.has(id)) this.#host.bringIntoSight(id);
  }

  endWay(): void {
    this.#stop();
    this.#end();
    this.#host.draw();
    this.#host.focusView();
    this.#host.announce(this.#host.strings.way.ended);
  }

  #end(): void {
    this.#asked = undefined;
    this.#lit = 0;
    this.#host.post({ type: 'endTrace' });
    this.#host.forget('way');
  }

  /** Who may talk to an element, or whom it may talk to. */
  reach(id: string | undefined, direction: ReachDirection): void {
    const { strings, store, post } = this.#host;
    const kind = id === undefined ? undefined : store().picture.elements.get(id)?.kind;
    if (id === undefined || kind === undefined || !talks.has(kind)) this.advise(strings.reach.chooseFirst);
    else post({ type: 'askReach', id, direction });
  }

  endReach(): void {
    this.#host.post({ type: 'endReach' });
    this.#host.forget('reach');
    this.#host.draw();
    this.#host.focusView();
    this.#host.announce(this.#host.strings.reach.ended);
  }

  happen({ number }: EventOffer, replicas: number | undefined): void {
    this.#happening = true;
    this.#host.post({ type: 'happen', number, ...(replicas === undefined ? {} : { replicas }) });
  }

  unhappen(all: boolean): void {
    this.#host.post({ type: 'unhappen', all });
  }

  endComparison(): void {
    this.#host.post({ type: 'endComparison' });
    this.#host.forget('comparison');
    this.#host.draw();
    this.#host.announce(this.#host.strings.comparison.ended);
  }

  /** Out of the innermost of what Escape leads out of; false when there is none. */
  back(): boolean {
    const { store, draw, announce, strings } = this.#host;
    if (this.#hint !== '') {
      this.#hint = '';
      draw();
    } else if (this.#from !== undefined) {
      this.#from = undefined;
      draw();
      announce(strings.way.cancelled);
    } else if (store().way !== undefined) this.endWay();
    else if (store().reach !== undefined) this.endReach();
    else return false;
    return true;
  }

  /** Something has been told, and stands in the store. Whether it is what the reader had happen, and is to be read now. */
  told(message: Told): boolean {
    const { strings, store, announce, nameOf } = this.#host;
    const { way, reach, future, comparison } = store();
    switch (message.type) {
      case 'way': {
        if (way === undefined) {
          // Another end may be chosen.
          this.#from ??= this.#asked?.from;
          this.#asked = undefined;
          if (message.refused !== '') this.advise(message.refused);
          return false;
        }
        // One that the reader has left meanwhile.
        if (this.#asked === undefined) {
          this.#host.forget('way');
          return false;
        }
        this.#pane = 'way';
        announce(format(strings.way.said, nameOf(way.from), nameOf(way.to), strings.way.verdicts[way.verdict], way.reason));
        this.again();
        return false;
      }
      case 'reach':
        announce(
          reach === undefined
            ? strings.reach.none
            : [format(strings.reach.shown[reach.direction], nameOf(reach.id)), ...reach.reach.lines].join(' '),
        );
        return false;
      case 'comparison':
        if (comparison === undefined) return false;
        this.#pane = 'comparison';
        announce(formatCount(strings.comparison.said, comparison.lines.length, strings.language, [comparison.title]));
        return false;
      case 'graph':
        // An extension that has just come knows nothing of what the page shows.
        if (this.#asked !== undefined) this.#host.post(this.#asked);
        if (reach !== undefined) this.#host.post({ type: 'askReach', id: reach.id, direction: reach.direction });
        this.#events = future?.events.length ?? 0;
        return false;
      case 'patch': {
        const events = future?.events.length ?? 0;
        const before = this.#events;
        this.#events = events;
        const last = future?.events.at(-1);
        if (future !== undefined && future.problem !== '') announce(future.problem);
        if (events > before && last !== undefined)
          announce(formatCount(strings.whatIf.said, last.lines.length, strings.language, [last.object, last.title]));
        else if (before > 0 && events === 0) announce(strings.whatIf.isNow);
        if (events !== before && events > 0) this.#pane = 'future';
        const asked = this.#happening && events > 0;
        this.#happening = false;
        return asked;
      }
      case 'highlight':
      case 'description':
        return false;
    }
  }

  #stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  /** Where it ends is what one asked for. */
  #showEnd(): void {
    const id = this.#host.store().way?.ends[0];
    if (id !== undefined) this.#host.bringIntoSight(id);
  }

  #step(): void {
    const { store, draw } = this.#host;
    const steps = store().way?.steps.length ?? 0;
    if (matchMedia('(prefers-reduced-motion: reduce)').matches || document.body.classList.contains('vscode-reduce-motion'))
      this.#lit = steps;
    else this.#lit++;
    draw();
    if (this.#lit < steps) this.#timer = setTimeout(() => this.#step(), pace);
    else this.#showEnd();
  }
}
