import { html, type TemplateResult } from 'lit-html';
import type { EdgeKind, ElementKind, PageStrings } from '../../src/topology/protocol.ts';
import { leadsSomewhere } from '../../src/topology/placement/endpoints.ts';
import { exposureOf, exposures } from '../../src/topology/placement/exposure.ts';
import type { Picture } from '../../src/topology/placement/picture.ts';
import { icon, isolationIcons, kindIcons, moduleIcon, serviceIcons, unknownIcon } from '../shared/icons.ts';
import { certaintyEntries, legendList, severityEntries, type LegendEntry } from '../shared/legend.ts';

/** What the shapes, lines and marks mean, only kinds that the picture has; and what pointer and keys do. */
export function legend(picture: Picture, strings: PageStrings): readonly TemplateResult[] {
  const present = new Set<ElementKind>();
  for (const { kind } of picture.elements.values()) present.add(kind);
  const hasModules = [...picture.elements.values()].some(({ isModule }) => isModule === true);
  const hasUnknownPods = [...picture.elements.values()].some(({ id, podsUnknown }) => podsUnknown === true && !leadsSomewhere(picture, id));
  const isolations = new Set([...picture.elements.values()].flatMap(({ isolated }) => isolated ?? []));
  const edges = new Set<EdgeKind>();
  for (const { kind } of picture.edges.values()) edges.add(kind);
  const kinds = (Object.keys(kindIcons) as ElementKind[]).filter((kind) => present.has(kind));
  return [
    legendList(
      kinds.flatMap((kind) =>
        kind === 'service'
          ? services(picture, strings)
          : [
              { mark: icon(kindIcons[kind], 'kind'), className: `kind-${kind}`, text: strings.kinds[kind] },
              ...(kind === 'workload' && hasModules
                ? [{ mark: icon(moduleIcon, 'kind'), className: `kind-${kind}`, text: strings.module }]
                : []),
            ],
      ),
    ),
    // Below an address and as the line from it.
    legendList(
      certaintyEntries(
        strings,
        (certainty) =>
          html`<span class="certainty-mark"><span class="detail certainty-${certainty}">10.0.0.7</span><span class="stroke ${certainty}"></span></span>`,
      ),
    ),
    legendList(
      (['reaches', 'routes', 'assigned', 'answers', 'selects', 'announces'] as const)
        .filter((kind) => edges.has(kind))
        .map((kind) => ({ mark: html`<span class="stroke ${kind}"></span>`, text: strings.edges[kind] })),
    ),
    legendList([
      ...severityEntries(strings, ['error', 'warning', 'information', 'hint']),
      { mark: icon('clockface', 'severity'), className: 'pending', text: strings.pending },
      ...(['ingress', 'egress', 'both'] as const)
        .filter((isolated) => isolations.has(isolated))
        .map((isolated) => ({
          mark: html`<span class="isolation">${icon('shield')}${icon(isolationIcons[isolated])}</span>`,
          text: strings.isolations[isolated],
        })),
      ...(hasUnknownPods ? [{ mark: icon(unknownIcon, 'severity'), text: strings.table.unknownEndpoints }] : []),
    ]),
    html`<p class="keys">${strings.way.drag} ${strings.keyboardHelp}</p>`,
  ];
}

/** The ways in which services are reached, as far as there are any. */
function services(picture: Picture, strings: PageStrings): readonly LegendEntry[] {
  const present = new Set([...picture.elements.values()].map((element) => exposureOf(picture, element)));
  return exposures
    .filter((exposure) => present.has(exposure))
    .map((exposure) => ({
      mark: icon(serviceIcons[exposure], 'kind'),
      className: 'kind-service',
      text: `${strings.kinds.service}, ${strings.exposures[exposure]}`,
    }));
}
