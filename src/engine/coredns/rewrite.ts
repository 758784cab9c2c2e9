import { message, type Message } from '../../base/message.ts';
import type { DNSAnswer, DNSQuestion, ResourceRecord } from './answer.ts';
import type { Directive } from './corefile.ts';
import type { CorefileProblem } from './corefileTokens.ts';
import { fullyQualified, isDomainName, lowerCase } from './names.ts';
import type { AnswerRule, NameMatch, NameRule, RewritePlugin, RewriteRule } from './plugins.ts';

/** All `rewrite` lines of a server block in order. coredns plugin/rewrite/setup.go, rewrite.go, name.go */
export function readRewrites(directives: readonly Directive[], problems: CorefileProblem[]): RewritePlugin | undefined {
  if (directives.length === 0) return undefined;
  const rules: RewriteRule[] = [];
  for (const { args, lines, line } of directives) {
    // A rule may be spread over the lines of a block.
    const rule = readRule([...args, ...lines.flatMap(({ words }) => words)]);
    if ('fault' in rule) problems.push({ line, message: rule.fault });
    else rules.push(rule);
  }
  return { name: 'rewrite', rules };
}

const MATCHES: readonly string[] = ['exact', 'prefix', 'suffix', 'substring', 'regex'] satisfies readonly NameMatch[];

function isNameMatch(text: string): text is NameMatch {
  return MATCHES.includes(text);
}

function readRule(words: readonly string[]): RewriteRule | { readonly fault: Message } {
  const mode = words[0]?.toLowerCase();
  const moded = mode === 'stop' || mode === 'continue';
  const [field = '', ...args] = moded ? words.slice(1) : words;
  const proceed = mode === 'continue';
  switch (field.toLowerCase()) {
    case 'name': return readNameRule(proceed, args);
    case 'type': {
      const [from, to] = args;
      return from === undefined || to === undefined ? { fault: message('rewrite {0} needs two values', field) } : { field: 'type', proceed, from: from.toUpperCase(), to: to.toUpperCase() };
    }
    case 'ttl': return readTTLRule(proceed, args);
    default: return { fault: message('rewrite {0} is not followed here', field) };
  }
}

function readNameRule(proceed: boolean, args: readonly string[]): RewriteRule | { readonly fault: Message } {
  const [first, second, third, ...rest] = args;
  if (first === undefined || second === undefined) return { fault: message('rewrite {0} needs two values', 'name') };
  const match = third === undefined ? 'exact' : first.toLowerCase();
  if (!isNameMatch(match)) return { fault: message('rewrite name knows exact, prefix, suffix, substring and regex, not "{0}"', first) };
  const [from, to] = third === undefined ? [first, second] : [second, third];
  const answers = readAnswerRules(rest);
  if ('fault' in answers) return answers;
  if (match === 'regex' && regularExpression(from) === undefined) return { fault: message('the expression "{0}" is not followed here', from) };
  return {
    field: 'name', proceed, match,
    from: match === 'regex' ? from : lowerCase(fullyQualified(from)),
    to: lowerCase(fullyQualified(to)),
    ...answers,
  };
}

function readAnswerRules(words: readonly string[]): { readonly auto: boolean; readonly answers: readonly AnswerRule[] } | { readonly fault: Message } {
  let auto = false;
  const answers: AnswerRule[] = [];
  for (let at = 0; at < words.length;) {
    if (words[at] === 'answer') at++;
    else if (at === 0) return { fault: message('"{0}" is not expected in a rewrite rule', words[at] ?? '') };
    const part = words[at++];
    if (part === 'auto') {
      auto = true;
    } else if (part === 'name' || part === 'value') {
      const [pattern, to] = [words[at++], words[at++]];
      const from = pattern === undefined ? undefined : regularExpression(pattern);
      if (from === undefined || to === undefined) return { fault: message('rewrite answer {0} needs a regular expression and a name', part) };
      answers.push({ part, from, to: lowerCase(fullyQualified(to)) });
    } else {
      return { fault: message('"{0}" is not expected in a rewrite rule', part ?? 'answer') };
    }
  }
  return { auto, answers };
}

function readTTLRule(proceed: boolean, args: readonly string[]): RewriteRule | { readonly fault: Message } {
  const [match, from, seconds] = args.length >= 3 ? [args[0]?.toLowerCase() ?? '', args[1], args[2]] : ['exact', args[0], args[1]];
  const range = /^([0-9]*)(-?)([0-9]*)$/.exec(seconds ?? '');
  if (from === undefined || !isNameMatch(match) || range === null || seconds === undefined || seconds === '' || seconds === '-') return { fault: message('rewrite {0} needs two values', 'ttl') };
  const least = range[1] === '' ? 0 : Number(range[1]);
  const most = range[2] === '' ? least : range[3] === '' ? 2147483647 : Number(range[3]);
  return { field: 'ttl', proceed, match, from: match === 'regex' ? from : lowerCase(fullyQualified(from)), least, most };
}

/**
 * Go's expressions that people write here mean the same in JavaScript. Those that repeat what already repeats are left alone:
 * Go matches them in linear time, JavaScript might not end.
 */
function regularExpression(text: string): RegExp | undefined {
  if (/[*+}][^()]*\)[^()]*\)*[*+{]/.test(text) || text.length > 1000) return undefined;
  try {
    return new RegExp(text);
  } catch {
    return undefined;
  }
}

/** A change of one record of the answer, applied last rule first. */
type Revert = (record: ResourceRecord) => ResourceRecord;

/**
 * The question as the next plugins see it, and how to turn their answer back; undefined when a rule makes a name that is none, which ends in SERVFAIL.
 * coredns plugin/rewrite/rewrite.go, reverter.go
 */
export function rewriteQuestion({ rules }: RewritePlugin, question: DNSQuestion): { readonly question: DNSQuestion; readonly restore: (answer: DNSAnswer) => DNSAnswer } | undefined {
  // Rules compare and take over the name in lower case.
  let { name, type } = { name: question.name, type: question.type };
  const original = lowerCase(question.name);
  const reverts: Revert[] = [];
  for (const rule of rules) {
    const lower = lowerCase(name);
    if (rule.field === 'type') {
      if (rule.from !== type) continue;
      type = rule.to;
    } else if (rule.field === 'ttl') {
      if (rewritten(rule.match, rule.from, rule.from, lower) === undefined) continue;
      reverts.push((record) => ({ ...record, ttl: Math.min(Math.max(record.ttl, rule.least), rule.most) }));
    } else {
      const changed = rewritten(rule.match, rule.from, rule.to, lower);
      if (changed === undefined) continue;
      if (!isDomainName(changed)) return undefined;
      reverts.push(...nameReverts(rule, changed, original));
      name = changed;
    }
    if (!rule.proceed) break;
  }
  const inverted = reverts.toReversed();
  const revert = (record: ResourceRecord) => inverted.reduce((changed, change) => change(changed), record);
  return {
    question: { name, type },
    restore: (answer) => (answer.kind === 'forwarded' || inverted.length === 0 ? answer : {
      ...answer, answers: answer.answers.map(revert), additional: answer.additional.map(revert), authority: answer.authority.map(revert),
    }),
  };
}

/** The name after a rule; undefined when the rule does not match it. */
function rewritten(match: NameMatch, from: string, to: string, name: string): string | undefined {
  switch (match) {
    case 'exact': return name === from ? to : undefined;
    case 'prefix': return name.startsWith(from) ? to + name.slice(from.length) : undefined;
    case 'suffix': return name.endsWith(from) ? name.slice(0, name.length - from.length) + to : undefined;
    case 'substring': return name.includes(from) ? name.replaceAll(from, () => to) : undefined;
    case 'regex': {
      const groups = regularExpression(from)?.exec(name);
      return groups === null || groups === undefined ? undefined : fillGroups(to, groups);
    }
  }
}

function fillGroups(text: string, groups: RegExpExecArray): string {
  return groups.reduce((filled, group: string | undefined, index) => filled.replaceAll(`{${index}}`, () => group ?? ''), text);
}

function nameReverts({ match, from, to, auto, answers }: NameRule, changed: string, original: string): readonly Revert[] {
  const reverts: Revert[] = answers.map(({ part, from: pattern, to: replacement }) => {
    const replace = (text: string) => {
      const groups = pattern.exec(text);
      return groups === null ? text : fillGroups(replacement, groups);
    };
    return (record) => (part === 'name' ? { ...record, name: replace(record.name) } : withTarget(record, replace));
  });
  const back = match === 'suffix' && auto ? (text: string) => (text.endsWith(to) ? text.slice(0, text.length - to.length) + from : text)
    : match === 'exact' || auto ? (text: string) => (text === changed ? original : text.endsWith(`.${changed}`) ? text.slice(0, -changed.length) + original : text)
    : undefined;
  if (back !== undefined) reverts.unshift((record) => withTarget({ ...record, name: back(record.name) }, back));
  return reverts;
}

/** The name in a record's data, where there is one. */
function withTarget(record: ResourceRecord, change: (name: string) => string): ResourceRecord {
  const words = record.data.split(' ');
  const at = { CNAME: 0, NS: 0, MX: 1, SRV: 3, SOA: 0 }[record.type];
  const target = at === undefined ? undefined : words[at];
  return at === undefined || target === undefined ? record : { ...record, data: words.with(at, change(target)).join(' ') };
}
