import type { ElementKind, PageStrings } from '../src/topology/protocol.ts';
import { icon, kindIcons, severityIcons } from './icons.ts';
import type { Picture } from '../src/topology/placement/picture.ts';
import { textElement } from './text.ts';

/** What the shapes, lines and marks mean; only kinds that the picture has. */
export function legend(picture: Picture, strings: PageStrings): readonly HTMLElement[] {
  const present = new Set<ElementKind>();
  for (const { kind } of picture.elements.values()) present.add(kind);
  const kinds = (Object.keys(kindIcons) as ElementKind[]).filter((kind) => present.has(kind));
  return [
    list(kinds.map((kind) => ({ mark: icon(kindIcons[kind], 'kind'), className: `kind-${kind}`, text: strings.kinds[kind] }))),
    list((['fixed', 'predicted', 'possible'] as const).map((certainty) => ({
      mark: textElement('span', `detail certainty-${certainty}`, '10.0.0.7'), className: '', text: strings.certainties[certainty],
    }))),
    list((['assigned', 'answers', 'selects', 'announces'] as const).map((kind) => ({ mark: textElement('span', `stroke ${kind}`, ''), className: '', text: strings.edges[kind] }))),
    list([
      ...(['error', 'warning', 'information', 'hint'] as const).map((severity) => ({
        mark: icon(severityIcons[severity], 'severity'), className: `severity-${severity}`, text: strings.severities[severity],
      })),
      { mark: icon('clockface', 'severity'), className: 'pending', text: strings.pending },
    ]),
  ];
}

function list(entries: readonly { readonly mark: HTMLElement; readonly className: string; readonly text: string }[]): HTMLElement {
  const element = document.createElement('ul');
  for (const { mark, className, text } of entries) {
    const item = document.createElement('li');
    item.className = className;
    item.append(mark, textElement('span', '', text));
    element.append(item);
  }
  return element;
}
