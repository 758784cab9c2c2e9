import { html, nothing, type TemplateResult } from 'lit-html';
import type { PageStrings } from '../../src/topology/protocol.ts';
import type { Picture } from '../../src/topology/placement/picture.ts';
import { flowOf } from '../find/flow.ts';
import { icon, kindIcons, severityMark } from '../shared/icons.ts';
import { formatCount, nameOf, words } from '../shared/text.ts';

type OnSelect = (id: string) => void;

interface Link {
  readonly id: string;
  /** How it is connected. */
  readonly how: string;
  /** Ports, a protocol. */
  readonly label: string;
}

const mostLinks = 12;

/** The other ends of an element's edges, by what the edges are. */
export function connectionsOf(picture: Picture, id: string, strings: PageStrings, onSelect: OnSelect): TemplateResult | typeof nothing {
  const { inwards, outwards } = flowOf(picture);
  const links = [
    ...(inwards.get(id) ?? []).map(({ kind, from, label }): Link => ({ id: from, how: strings.edgesBackward[kind], label })),
    ...(outwards.get(id) ?? []).map(({ kind, to, label }): Link => ({ id: to, how: strings.edges[kind], label })),
  ];
  const groups = new Map<string, Link[]>();
  for (const link of links) groups.set(link.how, [...(groups.get(link.how) ?? []), link]);
  if (groups.size === 0) return nothing;
  return html`<h2>${strings.connections}</h2>
    <ul class="links">${[...groups.values()].map((group) => linksTo(picture, group, strings, onSelect))}</ul>`;
}

/** What an element holds. */
export function contentOf(picture: Picture, id: string, strings: PageStrings, onSelect: OnSelect): TemplateResult | typeof nothing {
  const children = picture.children.get(id) ?? [];
  if (children.length === 0) return nothing;
  const links = children.map((child): Link => ({ id: child, how: '', label: '' }));
  return html`<h2>${strings.holds}</h2>
    <ul class="links">${linksTo(picture, links, strings, onSelect)}</ul>`;
}

function linksTo(picture: Picture, links: readonly Link[], strings: PageStrings, onSelect: OnSelect): readonly TemplateResult[] {
  const shown = links.slice(0, mostLinks).map((link) => linkTo(picture, link, strings, onSelect));
  return links.length > mostLinks
    ? [...shown, html`<li class="more">${formatCount(strings.more, links.length - mostLinks, strings.language)}</li>`]
    : shown;
}

function linkTo(picture: Picture, { id, how, label }: Link, strings: PageStrings, onSelect: OnSelect): TemplateResult {
  const element = picture.elements.get(id);
  if (element === undefined) return html`<li></li>`;
  const { kind, severity, detail } = element;
  const more = [label, detail].filter((text) => text !== '').join(' · ');
  return html`<li>
    ${how === '' ? nothing : html`<span class="words">${how}</span>`}
    <button type="button" class="link kind-${kind}" @click=${() => onSelect(id)}
      >${icon(kindIcons[kind], 'kind')}${nameOf(element.label)}${severity === undefined ? nothing : severityMark(severity, strings)}</button>
    ${more === '' ? nothing : html`<span class="detail">${words(more)}</span>`}
  </li>`;
}
