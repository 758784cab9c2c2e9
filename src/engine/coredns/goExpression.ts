import { goRegexp, type GoRegexp } from '../../base/goRegexp.ts';
import { message, type Message } from '../../base/message.ts';
import type { CorefileProblem } from './corefileTokens.ts';

/** A regular expression of a Corefile, or why there is none. */
export type ExpressionReader = (text: string) => GoRegexp | { readonly fault: Message; readonly kind: CorefileProblem['kind'] };

/** Longest expression that CoreDNS takes. coredns plugin/rewrite, maxRegexpLen */
const longest = 10000;

/** Every question may have to go past all expressions of a Corefile, so their sizes are bounded together. */
const mostSteps = 20000;
/** The least that an expression counts for. */
const leastSize = 10;

/** A reader for one Corefile. */
export function expressionReader(): ExpressionReader {
  let left = mostSteps;
  return (text) => {
    if (left < 0) return { fault: message('The expressions of this Corefile are too many to be followed here.'), kind: 'unknown' };
    const expression = text.length > longest ? 'invalid' : goRegexp(text);
    left -= typeof expression === 'string' ? leastSize : Math.max(expression.size, leastSize);
    if (expression === 'invalid') return { fault: message('"{0}" is no regular expression.', excerpt(text)), kind: 'refused' };
    if (expression === 'too-large')
      return { fault: message('The expression "{0}" is too large to be followed here.', excerpt(text)), kind: 'unknown' };
    return expression;
  };
}

function excerpt(text: string): string {
  return text.length > 100 ? `${text.slice(0, 100)}…` : text;
}
