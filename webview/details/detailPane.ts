import { html, nothing, render, type TemplateResult } from 'lit-html';
import { keyed } from 'lit-html/directives/keyed.js';
import type {
  Description,
  ElementKind,
  EventOffer,
  GraphElement,
  Offer,
  PageStrings,
  ReachDirection,
} from '../../src/topology/protocol.ts';
import type { Picture } from '../../src/topology/placement/picture.ts';
import { isFolded, isGroup, type Folds } from '../../src/topology/placement/visible.ts';
import { flowOf } from '../find/flow.ts';
import { button, toolbarButton } from '../shared/controls.ts';
import { exposureOf } from '../../src/topology/placement/exposure.ts';
import { icon, kindIcons, serviceIcons } from '../shared/icons.ts';
import { place } from '../shared/place.ts';
import { nameOf, words } from '../shared/text.ts';
import { eventsOf } from './changesPane.ts';
import { factsOf, findingsOf } from './described.ts';
import { connectionsOf, contentOf } from './links.ts';

export interface DetailEvents {
  readonly onClose: () => void;
  readonly onOpen: (id: string) => void;
  readonly onSelect: (id: string) => void;
  readonly onToggle: (id: string) => void;
  /** Shows only the chain of the element. */
  readonly onTrace: (id: string) => void;
  /** Something that the description offered. */
  readonly onChoose: (offer: Offer) => void;
  /** A connection from the element. */
  readonly onStart: (id: string) => void;
  readonly onReach: (id: string, direction: ReachDirection) => void;
  readonly onHappen: (offer: EventOffer, replicas: number | undefined) => void;
}

/** What stands in the pane in place of an element. */
export interface PaneContent {
  /** Another key is another content: where the reader had scrolled to is forgotten. */
  readonly key: string;
  readonly icon: string;
  readonly title: string;
  readonly subtitle: string;
  readonly body: TemplateResult;
  readonly onClose: () => void;
}

/** What a connection may begin at. */
export const begins: ReadonlySet<ElementKind> = new Set(['pod', 'workload', 'service', 'node', 'clients', 'externalNetwork']);

/** What events are offered for. */
const mayHappen: ReadonlySet<ElementKind> = new Set(['pod', 'workload', 'service', 'node']);

/** What has pods that policies are about. */
export const talks: ReadonlySet<ElementKind> = new Set(['pod', 'workload', 'service']);

/** The pane beside the graph: what is known of the selected element, why it is so, what is wrong with it, and what it is connected to. */
export class DetailPane {
  readonly element: HTMLElement;
  readonly #strings: PageStrings;
  readonly #events: DetailEvents;

  constructor(strings: PageStrings, events: DetailEvents) {
    this.#strings = strings;
    this.#events = events;
    this.element = place('aside', 'details', { 'aria-label': strings.details });
    this.element.hidden = true;
  }

  hide(): void {
    this.element.hidden = true;
    render(nothing, this.element);
  }

  present({ key, icon: name, title, subtitle, body, onClose }: PaneContent): void {
    this.element.className = `details of-${key.split(' ', 1)[0] ?? ''}`;
    delete this.element.dataset['element'];
    this.element.hidden = false;
    render(
      keyed(
        key,
        html`<header>
            ${icon(name, 'kind')}
            <div class="names"><span class="name">${words(title)}</span><span class="kind-name">${words(subtitle)}</span></div>
            ${toolbarButton({ icon: 'close', label: this.#strings.close, onClick: onClose })}
          </header>
          <div class="body" tabindex="0" role="region" aria-label=${title}>${body}</div>`,
      ),
      this.element,
    );
  }

  /** What stands in it, or, with a selector, a part of that. */
  focusOn(selector = '.body'): void {
    this.element.querySelector<HTMLElement>(selector)?.focus();
  }

  /** Until the description has come, only what the graph itself says is shown. What stays, stays under the reader's eye and hand. */
  show(picture: Picture, folds: Folds, id: string, description: Description | undefined, traced: boolean): void {
    const element = picture.elements.get(id);
    if (element === undefined) {
      this.hide();
      return;
    }
    const { onChoose, onClose, onSelect } = this.#events;
    const strings = this.#strings;
    this.element.className = `details kind-${element.kind}`;
    this.element.dataset['element'] = id;
    this.element.hidden = false;
    const exposure = exposureOf(picture, element);
    render(
      keyed(
        id,
        // A region that scrolls must be within reach of the keyboard.
        html`<header>
            ${icon(exposure === undefined ? kindIcons[element.kind] : serviceIcons[exposure], 'kind')}
            <div class="names">${nameOf(element.label)}<span class="kind-name">${strings.kinds[element.kind]}</span></div>
            ${toolbarButton({ icon: 'close', label: strings.close, onClick: onClose })}
          </header>
          <div class="body" tabindex="0" role="region" aria-label=${element.label}>
            ${this.#actions(picture, folds, element, traced)}
            ${description === undefined ? nothing : [findingsOf(description, strings, onChoose), factsOf(description, strings, onChoose)]}
            ${description?.events === undefined ? nothing : eventsOf(description.events, strings, this.#events.onHappen)}
            ${connectionsOf(picture, id, strings, onSelect)} ${contentOf(picture, id, strings, onSelect)}
          </div>`,
      ),
      this.element,
    );
  }

  #actions(picture: Picture, folds: Folds, element: GraphElement, traced: boolean): TemplateResult | typeof nothing {
    const { id, hasSource, kind } = element;
    const { open, fold, unfold, find, way, reach, whatIf } = this.#strings;
    const { onOpen, onToggle, onTrace, onStart, onReach } = this.#events;
    const { inwards, outwards } = flowOf(picture);
    const folded = isFolded(picture, element, folds);
    const actions = [
      hasSource ? button('go-to-file', open, () => onOpen(id)) : nothing,
      isGroup(picture, element) && kind !== 'cluster'
        ? button(folded ? 'unfold' : 'fold', folded ? unfold : fold, () => onToggle(id), 'of-graph')
        : nothing,
      !traced && (inwards.has(id) || outwards.has(id)) ? button('target', find.trace, () => onTrace(id)) : nothing,
      begins.has(kind) ? button('debug-start', way.start, () => onStart(id)) : nothing,
      mayHappen.has(kind) ? button('zap', whatIf.heading, () => this.focusOn('.events button')) : nothing,
      ...(talks.has(kind)
        ? [
            button('shield', reach.ask.to, () => onReach(id, 'to')),
            ...(kind === 'service' ? [] : [button('shield', reach.ask.from, () => onReach(id, 'from'))]),
          ]
        : []),
    ];
    return actions.every((action) => action === nothing) ? nothing : html`<div class="actions">${actions}</div>`;
  }
}
