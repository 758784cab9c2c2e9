import { noChange } from 'lit-html';
import { directive, Directive, PartType, type ElementPart, type PartInfo } from 'lit-html/directive.js';

/**
 * Styles that a template sets on its element: `<div ${styled({ top: '4px' })}>`. They go through the style object, which the page's policy allows; as an attribute,
 * as lit's own `styleMap` writes them at first, it would refuse them. The names are always the same for one element.
 */
export const styled = directive(
  class extends Directive {
    constructor(part: PartInfo) {
      super(part);
      if (part.type !== PartType.ELEMENT) throw new Error('styled() stands in a tag, behind no name.');
    }

    render(styles: Readonly<Record<string, string>>): typeof noChange;
    render(): typeof noChange {
      return noChange;
    }

    override update({ element }: ElementPart, [styles]: [Readonly<Record<string, string>>]): typeof noChange {
      for (const [name, value] of Object.entries(styles)) (element as HTMLElement).style.setProperty(name, value);
      return noChange;
    }
  },
);
