import { html, nothing, type TemplateResult } from 'lit-html';
import { wholeCharacters } from '../../src/topology/placement/wording.ts';

export { format, formatCount, noteOf, podCountOf, spokenText } from '../../src/topology/placement/wording.ts';

/**
 * A text as a template shows it. Names that are written from right to left keep to themselves: without that, `namespace/name` would change places, and digits and hyphens would go astray.
 * Words of one such text stay together. All of it stays the element's text.
 */
export function words(text: string): string | readonly (string | TemplateResult)[] {
  if (!rightToLeft.test(text)) return text;
  return text.split(names).map((part, index) => {
    if (index % 2 === 0) return part;
    if (!part.includes('/')) return isolated(part);
    return html`<bdi dir="ltr">${part.split('/').map((name, position) => [position === 0 ? '' : '/', isolated(name)])}</bdi>`;
  });
}

function isolated(text: string): TemplateResult {
  return html`<bdi>${text}</bdi>`;
}

const letters = '\\u0590-\\u08FF\\uFB1D-\\uFDFF\\uFE70-\\uFEFC\\u{10800}-\\u{10FFF}\\u{1E800}-\\u{1EFFF}';
const rightToLeft = new RegExp(`[${letters}]`, 'u');
const apart = '\\s/"\'“”(),;';
const word = `[^${apart}]*[${letters}][^${apart}]*`;
/** Names around slashes, or words from right to left; the full stop behind them is not theirs. */
const names = new RegExp(`([^${apart}]+(?:/[^${apart}]+)+(?<![.:!?])|${word}(?:\\s+${word})*(?<![.:!?]))`, 'u');

/** Addresses and ranges as pieces that stay whole: where the room is short it ends behind one of them, never within a number. */
export function addressPieces(text: string): readonly TemplateResult[] {
  return text
    .split(/(?<=[-,:…] ?)(?=\S)/)
    .map((piece, index) => html`${index === 0 ? nothing : html`<wbr />`}<span class="piece">${words(piece)}</span>`);
}

/**
 * A name in two parts, of which the first gives way when the room is short: the end of a pod's name tells it from its siblings.
 * The parts are isolated, so that a right-to-left name does not turn its neighbours round.
 */
export function nameOf(name: string, className = 'name'): TemplateResult {
  const domain = /\.svc\./.exec(name)?.index;
  // Every name of the cluster ends alike: what is before that stays.
  if (domain !== undefined)
    return html`<bdi class=${className}
    ><span class="head">${words(name.slice(0, domain))}</span><span class="domain">${words(name.slice(domain))}</span></bdi
  >`;
  const cut = name.length > 18 ? wholeCharacters(name, name.length - 6) : name.length;
  return html`<bdi class=${className} dir=${name.includes('/') ? 'ltr' : nothing}
    ><span class="head">${words(name.slice(0, cut))}</span>${cut < name.length ? html`<span class="tail">${words(name.slice(cut))}</span>` : nothing}</bdi
  >`;
}
