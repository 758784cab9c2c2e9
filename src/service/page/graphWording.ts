import { inWords, type Language } from '../../base/message.ts';
import type { Graph, GraphEdge, GraphElement } from '../../topology/protocol.ts';
import type { UnsaidEdge, UnsaidElement, UnsaidGraph } from '../../topology/subject.ts';

/** Says graphs in one language. What was said before stays the same object, so that patches compare quickly. */
export class GraphWording {
  readonly #language: Language;
  readonly #elements = new WeakMap<UnsaidElement, GraphElement>();
  readonly #edges = new WeakMap<UnsaidEdge, GraphEdge>();
  #last: { readonly unsaid: UnsaidGraph; readonly said: Graph } | undefined;

  constructor(language: Language) {
    this.#language = language;
  }

  graphOf(unsaid: UnsaidGraph): Graph {
    if (this.#last?.unsaid !== unsaid) {
      const elements = unsaid.elements.map((element) => this.#element(element));
      this.#last = { unsaid, said: { elements, edges: unsaid.edges.map((edge) => this.#edge(edge)) } };
    }
    return this.#last.said;
  }

  #element(unsaid: UnsaidElement): GraphElement {
    let said = this.#elements.get(unsaid);
    if (said === undefined) {
      const { source, ...rest } = unsaid;
      said = inWords<GraphElement, 'label' | 'detail' | 'note'>(rest, ['label', 'detail', 'note'], this.#language);
      if (source !== undefined) said = { ...said, source: this.#language.say(source) };
      this.#elements.set(unsaid, said);
    }
    return said;
  }

  #edge(unsaid: UnsaidEdge): GraphEdge {
    let said = this.#edges.get(unsaid);
    if (said === undefined) this.#edges.set(unsaid, (said = inWords<GraphEdge, 'label'>(unsaid, ['label'], this.#language)));
    return said;
  }
}
