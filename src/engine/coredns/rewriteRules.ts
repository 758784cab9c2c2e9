import type { GoRegexp } from '../../base/goRegexp.ts';
import { message, type Message } from '../../base/message.ts';
import type { Rcode } from './answer.ts';
import type { Directive } from './corefile.ts';
import type { CorefileProblem } from './corefileTokens.ts';
import type { ExpressionReader } from './goExpression.ts';
import { fullyQualified, lowerCase } from './names.ts';
import type { AnswerRule, NamePattern, RewritePlugin, RewriteRule } from './plugins.ts';
import { isRecordType } from './recordTypes.ts';

/**
 * All `rewrite` lines of a server block in order. A rule that cannot be followed here is left out, with a problem.
 * coredns plugin/rewrite/setup.go, rewrite.go newRule, name.go, type.go, class.go, ttl.go, rcode.go, cname_target.go, edns0.go
 */
export function readRewrites(directives: readonly Directive[], problems: CorefileProblem[], expressionOf: ExpressionReader): RewritePlugin {
  const rules: RewriteRule[] = [];
  for (const { args, lines, line } of directives) {
    // A rule may be spread over the lines of a block.
    const rule = readRule([...args, ...lines.flatMap(({ words }) => words)], expressionOf);
    if ('fault' in rule) problems.push({ line, message: rule.fault, kind: rule.kind });
    else rules.push(rule);
  }
  return { name: 'rewrite', rules };
}

interface Fault {
  readonly fault: Message;
  readonly kind: CorefileProblem['kind'];
}

function refused(fault: Message): Fault {
  return { fault, kind: 'refused' };
}

function unfollowed(fault: Message): Fault {
  return { fault, kind: 'unknown' };
}

function readRule(words: readonly string[], expressionOf: ExpressionReader): RewriteRule | Fault {
  const mode = words[0]?.toLowerCase();
  const [field = '', ...args] = mode === 'stop' || mode === 'continue' ? words.slice(1) : words;
  const proceed = mode === 'continue';
  switch (field.toLowerCase()) {
    case 'name':
      return readNameRule(proceed, args, expressionOf);
    case 'type': {
      const [from, to] = args.map((text) => text.toUpperCase());
      if (args.length !== 2 || from === undefined || to === undefined) return wrongCount(field);
      const unknown = [from, to].find((type) => !isRecordType(type));
      return unknown === undefined ? { field: 'type', proceed, from, to } : refused(message('{0} is not a record type.', unknown));
    }
    case 'class': {
      const [from, to] = args.map((text) => text.toUpperCase());
      if (args.length !== 2 || from === undefined || to === undefined) return wrongCount(field);
      const unknown = [from, to].find((name) => !CLASSES.has(name));
      return unknown === undefined ? { field: 'class', proceed, from, to } : refused(message('{0} is not a class.', unknown));
    }
    case 'ttl':
      return readTTLRule(proceed, args, expressionOf);
    case 'rcode':
      return readRcodeRule(proceed, args, expressionOf);
    case 'cname':
      return readCNAMERule(proceed, args, expressionOf);
    // Options of the transport change no answer, but a rule that takes one ends the list as any other. An option is only replaced where the client sent one.
    case 'edns0':
      return args.length < 2 ? wrongCount(field) : { field: 'edns0', proceed, taken: args[1]?.toLowerCase() !== 'replace' };
    case '':
      return refused(message('A rewrite rule needs two values.'));
    default:
      return refused(message('{0} is not known to CoreDNS.', `rewrite ${field}`));
  }
}

function wrongCount(field: string): Fault {
  return refused(message('A rewrite rule for {0} needs two values.', field));
}

const CLASSES = new Set(['IN', 'CS', 'CH', 'HS', 'NONE', 'ANY']);

const MATCHES = ['exact', 'prefix', 'suffix', 'substring', 'regex'] as const;

/** Reads what a name is compared with; texts are whole names, so that they end at label boundaries. */
function patternOf(match: string, text: string, expressionOf: ExpressionReader): NamePattern | Fault {
  const known = MATCHES.find((name) => name === match.toLowerCase());
  if (known === undefined)
    return refused(message('A rewrite rule for name knows exact, prefix, suffix, substring and regex, not "{0}".', match));
  if (known !== 'regex') return { match: known, text: lowerCase(fullyQualified(text)) };
  const expression = expressionOf(text);
  return 'fault' in expression ? expression : { match: 'regex', expression };
}

/** name.go isValidRegexPattern: no more different `{n}` than the expression has groups. */
function unknownGroups(expression: GoRegexp, replacement: string): Fault | undefined {
  const used = new Set([...replacement.matchAll(/\{([0-9]|[1-9][0-9]|100)\}/g)].map(([, number]) => number));
  return used.size > expression.groups
    ? refused(message('"{0}" uses more groups than "{1}" has.', replacement, expression.text))
    : undefined;
}

function readNameRule(proceed: boolean, args: readonly string[], expressionOf: ExpressionReader): RewriteRule | Fault {
  const [first, second, third, ...rest] = args;
  if (first === undefined || second === undefined) return wrongCount('name');
  const [match, from, to] = third === undefined ? ['exact', first, second] : [first, second, third];
  const pattern = patternOf(match, from, expressionOf);
  if ('fault' in pattern) return pattern;
  const fault = pattern.match === 'regex' ? unknownGroups(pattern.expression, to) : undefined;
  if (fault !== undefined) return fault;
  const answers = readAnswerRules(rest, expressionOf);
  return 'fault' in answers
    ? answers
    : { field: 'name', proceed, pattern, to: lowerCase(fullyQualified(to)), auto: answers.auto, answers: answers.answers };
}

function readAnswerRules(
  words: readonly string[],
  expressionOf: ExpressionReader,
): { readonly auto: boolean; readonly answers: readonly AnswerRule[] } | Fault {
  let auto = false;
  const answers: AnswerRule[] = [];
  for (let at = 0; at < words.length;) {
    if (words[at] === 'answer') at++;
    else if (at === 0) return refused(message('"{0}" is not expected in a rewrite rule.', words[at] ?? ''));
    const part = words[at++];
    if (part === 'auto') {
      auto = true;
    } else if (part === 'name' || part === 'value') {
      const [pattern, to] = [words[at++], words[at++]];
      if (pattern === undefined || to === undefined)
        return refused(message('A rewrite rule for answer {0} needs a regular expression and a name.', part));
      const from = expressionOf(pattern);
      if ('fault' in from) return from;
      const fault = unknownGroups(from, to);
      if (fault !== undefined) return fault;
      answers.push({ part, from, to: lowerCase(fullyQualified(to)) });
    } else {
      return refused(message('"{0}" is not expected in a rewrite rule.', part ?? 'answer'));
    }
  }
  if (auto && answers.some(({ part }) => part === 'name'))
    return refused(message('In a rewrite rule, answer auto and answer name exclude each other.'));
  return { auto, answers };
}

const MAX_TTL = 2147483647;

/** `30`, `10-20`, `10-`, `-20` */
function readTTLRule(proceed: boolean, args: readonly string[], expressionOf: ExpressionReader): RewriteRule | Fault {
  const [match, from, seconds] = args.length === 3 ? args : ['exact', ...args];
  if (match === undefined || from === undefined || seconds === undefined || args.length > 3) return wrongCount('ttl');
  const range = /^(?:([0-9]+)|([0-9]+)-|-([0-9]+)|([0-9]+)-([0-9]+))$/.exec(seconds);
  const [, alone, least, most, first, last] = range ?? [];
  const [low, high] = [Number(alone ?? least ?? first ?? 0), Number(alone ?? most ?? last ?? MAX_TTL)];
  if (range === null || low > high || high > 4294967295) return refused(message('"{0}" is no range of seconds.', seconds));
  const pattern = patternOf(match, from, expressionOf);
  return 'fault' in pattern ? pattern : { field: 'ttl', proceed, pattern, least: low, most: high };
}

/** The response codes by number. */
const RCODES: ReadonlyMap<string, Rcode> = new Map([
  ['NOERROR', 'NOERROR'],
  ['0', 'NOERROR'],
  ['SERVFAIL', 'SERVFAIL'],
  ['2', 'SERVFAIL'],
  ['NXDOMAIN', 'NXDOMAIN'],
  ['3', 'NXDOMAIN'],
  ['REFUSED', 'REFUSED'],
  ['5', 'REFUSED'],
]);
const OTHER_RCODES = new Set([
  'FORMERR',
  'NOTIMP',
  'YXDOMAIN',
  'YXRRSET',
  'NXRRSET',
  'NOTAUTH',
  'NOTZONE',
  'BADSIG',
  'BADVERS',
  'BADKEY',
  'BADTIME',
  'BADMODE',
  'BADNAME',
  'BADALG',
  'BADTRUNC',
  'BADCOOKIE',
]);

function readRcodeRule(proceed: boolean, args: readonly string[], expressionOf: ExpressionReader): RewriteRule | Fault {
  const [match, name, old, changed] = args.length === 4 ? args : ['exact', ...args];
  if (match === undefined || name === undefined || old === undefined || changed === undefined || args.length > 4)
    return refused(message('A rewrite rule for rcode needs a name and two response codes.'));
  for (const code of [old, changed]) {
    if (RCODES.has(code.toUpperCase())) continue;
    return OTHER_RCODES.has(code.toUpperCase()) || (/^[0-9]{1,2}$/.test(code) && Number(code) <= 23)
      ? unfollowed(message('The response code {0} is not followed here.', code))
      : refused(message('{0} is not a response code.', code));
  }
  const [from, to] = [RCODES.get(old.toUpperCase()), RCODES.get(changed.toUpperCase())];
  const pattern = patternOf(match, name, expressionOf);
  if ('fault' in pattern || from === undefined || to === undefined) return 'fault' in pattern ? pattern : wrongCount('rcode');
  return { field: 'rcode', proceed, pattern, from, to };
}

/** Targets are compared as they are written: here CoreDNS adds no dot. */
function readCNAMERule(proceed: boolean, args: readonly string[], expressionOf: ExpressionReader): RewriteRule | Fault {
  const [match, from, to] = args.length === 3 ? args : ['exact', ...args];
  if (match === undefined || from === undefined || to === undefined || args.length > 3) return wrongCount('cname');
  const pattern = patternOf(match, from.toLowerCase(), expressionOf);
  if ('fault' in pattern) return pattern;
  return {
    field: 'cname',
    proceed,
    pattern: pattern.match === 'regex' ? pattern : { match: pattern.match, text: from.toLowerCase() },
    to: to.toLowerCase(),
  };
}
