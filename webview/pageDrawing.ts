import { html, nothing, render } from 'lit-html';
import type { Offer, PageStrings } from '../src/topology/protocol.ts';
import { comparisonBody, futureBody } from './details/changesPane.ts';
import { verdictIcons, wayBody } from './details/wayPane.ts';
import { countOf, isFiltering, showsEveryCluster } from './find/filter.ts';
import { focusOf, tagsOf } from './find/focus.ts';
import type { Found } from './find/search.ts';
import { legend } from './graph/legend.ts';
import type { Picture } from '../src/topology/placement/picture.ts';
import type { Modes } from './modes.ts';
import type { PageParts } from './pageParts.ts';
import { planLegend } from './plan/planLegend.ts';
import { format, words } from './shared/text.ts';
import type { Store } from './state/store.ts';
import type { ViewState } from './state/viewState.ts';

/** All that the page is drawn from. */
export interface Now {
  readonly store: Store;
  readonly state: ViewState;
  readonly found: Found;
  /** The extension has not answered for a while. */
  readonly silent: boolean;
  /** The picture of the clusters that are shown, before anything is filtered. */
  readonly base: Picture;
  /** The cluster that is shown until one is chosen. */
  readonly atHand: string | undefined;
  readonly modes: Modes;
  readonly strings: PageStrings;
  readonly choose: (offer: Offer) => void;
}

export function drawAll(parts: PageParts, now: Now, strings: PageStrings): void {
  const { mode, legend: withLegend, filterBar, filter, traced } = now.state;
  const whole = now.base;
  const { picture } = parts.graph;
  const all = countOf(whole);
  const shown = countOf(picture);
  parts.filters.element.hidden = !filterBar;
  parts.filters.show(now.store.picture, filter, shown, all, now.atHand);
  parts.trace.show(nameOfElement(now.store, traced, strings));
  drawBanners(parts, now);
  for (const name of ['graph', 'plan', 'list'] as const) parts[name].element.hidden = mode !== name || picture.elements.size === 0;
  parts.details.element.dataset['mode'] = mode;
  drawMarks(parts, now);
  drawDetails(parts, now);
  drawToolbar(parts, now);
  parts.legend.hidden = !withLegend;
  render(withLegend ? (mode === 'plan' ? planLegend(strings) : legend(picture, strings)) : nothing, parts.legend);
  const inGraph = mode === 'graph';
  if (picture === whole) parts.status.count(inGraph ? parts.graph.cards : undefined, shown, inGraph && parts.graph.isQuiet);
  else parts.status.countPart(shown, all);
}

export function drawToolbar({ toolbar, graph }: PageParts, { state, found, store, base }: Now): void {
  const { mode, query, selected, legend: withLegend, filterBar, filter } = state;
  const { matches, hidden, problems } = found;
  toolbar.show({
    mode,
    query,
    matches: matches.length,
    match: selected === undefined ? 0 : matches.indexOf(selected) + 1,
    hidden,
    problems: problems.length,
    // Of a part nobody knows how many findings it has: then what has any is counted.
    findings:
      graph.picture === base && showsEveryCluster(store.picture, base) ? store.status.findings : withFindings(graph.picture, problems),
    fold: graph.nextFold,
    legend: withLegend,
    filters: filterBar,
    filtering: isFiltering(filter),
  });
}

function withFindings({ elements }: Picture, problems: readonly string[]): NonNullable<Store['status']['findings']> {
  const errors = problems.filter((id) => elements.get(id)?.severity === 'error').length;
  return { errors, warnings: problems.length - errors };
}

/** What is selected, what stands at the cursor of the text editor, and all that is searched for. */
export function drawMarks({ graph, list, plan }: PageParts, { state, store, modes, strings, found }: Now): void {
  const { selected, mode, listOpen, planOpen, sorting } = state;
  const { highlighted } = store;
  const { picture } = graph;
  const picking = modes.picking !== undefined;
  const focus = focusOf(store, modes.lit, found.matches);
  const tags = tagsOf(store, modes.lit, strings);
  graph.show({ selected, highlighted, focus, tags, picking });
  if (mode === 'list') list.show(picture, { toggled: listOpen, sorting, selected, highlighted: new Set(highlighted), focus, tags });
  if (mode === 'plan')
    plan.show(picture, store.plan, { open: new Set(planOpen), selected, highlighted: new Set(highlighted), found: new Set(found.matches) });
}

export function drawDetails({ details, graph }: PageParts, now: Now): void {
  const { state, store, modes, strings } = now;
  const { selected, traced } = state;
  const { picture, described, way, future, comparison } = store;
  const leave = () => {
    modes.showElement();
    drawDetails({ details, graph } as PageParts, now);
  };
  if (modes.pane === 'way' && way !== undefined) {
    details.present({
      key: `way ${way.from} ${way.to}`,
      icon: verdictIcons[way.verdict],
      title: format(strings.way.ends, labelOf(store, way.from), labelOf(store, way.to)),
      subtitle: strings.way.label,
      body: wayBody(way, modes.lit.steps, strings, {
        onChoose: now.choose,
        onStep: (index) => modes.toStep(index),
        onPort: (port, protocol) => modes.onPort(port, protocol),
        onAgain: () => modes.again(),
        onEnd: () => modes.endWay(),
      }),
      onClose: () => modes.endWay(),
    });
    return;
  }
  if (modes.pane === 'future' && future !== undefined) {
    details.present({
      key: `future ${future.events.length}`,
      icon: 'zap',
      title: strings.whatIf.changes,
      subtitle: format(strings.whatIf.banner, future.cluster),
      body: futureBody(future, strings, {
        onBack: () => modes.unhappen(false),
        onNow: () => modes.unhappen(true),
        onLine: (id) => modes.toChange(id),
      }),
      onClose: leave,
    });
    return;
  }
  if (modes.pane === 'comparison' && comparison !== undefined) {
    details.present({
      key: 'comparison',
      icon: 'diff',
      title: strings.comparison.differences,
      subtitle: format(strings.comparison.banner, comparison.title),
      body: comparisonBody(comparison, strings, { onEnd: () => modes.endComparison(), onLine: (id) => modes.toChange(id) }),
      onClose: leave,
    });
    return;
  }
  if (selected === undefined) details.hide();
  else details.show(picture, graph.folds, selected, described?.id === selected ? described.description : undefined, traced === selected);
}

export function drawStatus({ status, graph }: PageParts, { store, silent }: Now): void {
  const empty = store.picture.elements.size === 0 ? 'picture' : graph.picture.elements.size === 0 ? 'part' : undefined;
  status.show(store.status, empty, silent);
}

/** What the picture is besides that of the manifests, or which part of it is looked at. */
function drawBanners({ hint, future, comparison, way, reach, details }: PageParts, { store, modes, strings }: Now): void {
  details.element.parentElement?.classList.toggle('is-future', store.future !== undefined);
  const { picking } = modes;
  details.element.parentElement?.classList.toggle('is-choosing', picking !== undefined);
  const { whatIf } = strings;
  hint.show(
    modes.hint === ''
      ? undefined
      : { icon: 'info', text: modes.hint, actions: [{ icon: 'close', label: strings.close, onClick: () => modes.back() }] },
  );
  future.show(
    store.future === undefined
      ? undefined
      : {
          icon: 'zap',
          text: html`<strong>${words(format(whatIf.banner, store.future.cluster))}</strong>
            <ol class="events">${store.future.events.map(({ object, title }) => html`<li>${words(format(whatIf.event, object, title))}</li>`)}</ol>
            ${store.future.problem === '' ? nothing : html`<span class="problem">${words(store.future.problem)}</span>`}`,
          actions: [
            { icon: 'list-unordered', label: whatIf.show, onClick: () => modes.show('future') },
            { icon: 'debug-step-back', label: whatIf.back, onClick: () => modes.unhappen(false) },
            { icon: 'debug-restart', label: whatIf.now, onClick: () => modes.unhappen(true) },
          ],
        },
  );
  comparison.show(
    store.comparison === undefined
      ? undefined
      : {
          icon: 'diff',
          text: format(strings.comparison.banner, store.comparison.title),
          actions: [
            { icon: 'list-unordered', label: strings.comparison.show, onClick: () => modes.show('comparison') },
            { icon: 'close', label: strings.comparison.end, onClick: () => modes.endComparison() },
          ],
        },
  );
  way.show(
    picking !== undefined
      ? {
          icon: 'debug-start',
          text: format(strings.way.choose, nameOfElement(store, picking, strings) ?? ''),
          actions: [{ icon: 'close', label: strings.way.cancel, onClick: () => modes.back() }],
        }
      : store.way === undefined
        ? undefined
        : {
            icon: verdictIcons[store.way.verdict],
            text: html`${words(format(strings.way.ends, labelOf(store, store.way.from), labelOf(store, store.way.to)))}:
              <strong>${strings.way.verdicts[store.way.verdict]}</strong>`,
            actions: [
              { icon: 'list-ordered', label: strings.way.showSteps, onClick: () => modes.show('way') },
              { icon: 'close', label: strings.way.end, onClick: () => modes.endWay() },
            ],
          },
  );
  reach.show(
    store.reach === undefined
      ? undefined
      : {
          icon: 'shield',
          text: [
            format(strings.reach.shown[store.reach.direction], nameOfElement(store, store.reach.id, strings) ?? ''),
            ...store.reach.reach.lines,
          ].join(' '),
          actions: [{ icon: 'close', label: strings.reach.end, onClick: () => modes.endReach() }],
        },
  );
}

function labelOf({ picture }: Store, id: string): string {
  return picture.elements.get(id)?.label ?? '';
}

/** Of an element, also of one that is not drawn: `service web`. */
export function nameOfElement({ picture }: Store, id: string | undefined, strings: PageStrings): string | undefined {
  const element = id === undefined ? undefined : picture.elements.get(id);
  return element === undefined ? undefined : `${strings.kinds[element.kind]} ${element.label}`;
}
