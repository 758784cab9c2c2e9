import type { Selector } from '../../src/engine/calico/selector.ts';

/** The one spelling of a selector that Calico stores and compares. */
export function canonicalText(selector: Selector): string {
  switch (selector.kind) {
    case 'all':
    case 'global':
      return `${selector.kind}()`;
    case 'has':
      return `has(${selector.label})`;
    case '==':
    case '!=':
    case 'contains':
    case 'starts with':
    case 'ends with':
      return `${selector.label} ${selector.kind} ${quoted(selector.value)}`;
    case 'in':
    case 'not in':
      return `${selector.label} ${selector.kind} {${selector.values.map(quoted).join(', ')}}`;
    case '!':
      return `!${canonicalText(selector.operand)}`;
    case '&&':
    case '||':
      return `(${selector.operands.map(canonicalText).join(` ${selector.kind} `)})`;
  }
}

function quoted(value: string): string {
  return value.includes('"') ? `'${value}'` : `"${value}"`;
}
