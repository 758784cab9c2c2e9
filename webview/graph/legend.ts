import type { EdgeKind, ElementCertainty, ElementKind, PageStrings } from '../../src/topology/protocol.ts';
import { icon, kindIcons, serviceIcons, severityIcons } from '../shared/icons.ts';
import { exposureOf, exposures } from '../../src/topology/placement/exposure.ts';
import type { Picture } from '../../src/topology/placement/picture.ts';
import { textElement } from '../shared/text.ts';

/** What the shapes, lines and marks mean; only kinds that the picture has. */
export function legend(picture: Picture, strings: PageStrings): readonly HTMLElement[] {
  const present = new Set<ElementKind>();
  for (const { kind } of picture.elements.values()) present.add(kind);
  const edges = new Set<EdgeKind>();
  for (const { kind } of picture.edges.values()) edges.add(kind);
  const kinds = (Object.keys(kindIcons) as ElementKind[]).filter((kind) => present.has(kind));
  return [
    list(
      kinds.flatMap((kind) =>
        kind === 'service'
          ? services(picture, strings)
          : [{ mark: icon(kindIcons[kind], 'kind'), className: `kind-${kind}`, text: strings.kinds[kind] }],
      ),
    ),
    list(
      (['fixed', 'predicted', 'possible'] as const).map((certainty) => ({
        mark: certaintyMark(certainty),
        className: '',
        text: strings.certainties[certainty],
      })),
    ),
    list(
      (['reaches', 'assigned', 'answers', 'selects', 'announces'] as const)
        .filter((kind) => edges.has(kind))
        .map((kind) => ({ mark: textElement('span', `stroke ${kind}`, ''), className: '', text: strings.edges[kind] })),
    ),
    list([
      ...(['error', 'warning', 'information', 'hint'] as const).map((severity) => ({
        mark: icon(severityIcons[severity], 'severity'),
        className: `severity-${severity}`,
        text: strings.severities[severity],
      })),
      { mark: icon('clockface', 'severity'), className: 'pending', text: strings.pending },
    ]),
  ];
}

/** The ways in which services are reached, as far as there are any. */
function services(picture: Picture, strings: PageStrings): readonly Entry[] {
  const present = new Set([...picture.elements.values()].map((element) => exposureOf(picture, element)));
  return exposures
    .filter((exposure) => present.has(exposure))
    .map((exposure) => ({
      mark: icon(serviceIcons[exposure], 'kind'),
      className: 'kind-service',
      text: `${strings.kinds.service}, ${strings.exposures[exposure]}`,
    }));
}

/** Below an address and as the line from it. */
function certaintyMark(certainty: ElementCertainty): HTMLElement {
  const mark = textElement('span', 'certainty-mark', '');
  mark.append(textElement('span', `detail certainty-${certainty}`, '10.0.0.7'), textElement('span', `stroke ${certainty}`, ''));
  return mark;
}

interface Entry {
  readonly mark: HTMLElement;
  readonly className: string;
  readonly text: string;
}

function list(entries: readonly Entry[]): HTMLElement {
  const element = document.createElement('ul');
  for (const { mark, className, text } of entries) {
    const item = document.createElement('li');
    item.className = className;
    item.append(mark, textElement('span', '', text));
    element.append(item);
  }
  return element;
}
