import { findIn, type GoMatch } from '../../base/goRegexp.ts';
import type { Answered, DNSAnswer, DNSQuestion, Forwarding, ResourceRecord } from './answer.ts';
import { isDomainName, lowerCase } from './names.ts';
import type { CNAMERule, NamePattern, NameRule, RewritePlugin } from './plugins.ts';

/** A change of the answer. */
type Revert = (answer: Answered) => Answered;

export interface Rewritten {
  readonly question: DNSQuestion;
  readonly restore: (answer: DNSAnswer) => DNSAnswer;
}

/**
 * The question as the next plugins see it, and how to turn their answer back; undefined when a rule makes a name that is none, which ends in SERVFAIL.
 * `ask` asks the whole server, for targets of CNAMEs that a rule changes. coredns plugin/rewrite/rewrite.go, reverter.go
 */
export function rewriteQuestion(
  { rules }: RewritePlugin,
  question: DNSQuestion,
  ask: (question: DNSQuestion) => DNSAnswer,
): Rewritten | undefined {
  let { name, type } = question;
  let questionClass = 'IN';
  const reverts: Revert[] = [];
  for (const rule of rules) {
    // Rules compare and take over the name in lower case.
    const lower = lowerCase(name);
    switch (rule.field) {
      case 'type':
        if (rule.from !== type) continue;
        type = rule.to;
        break;
      case 'class':
        if (rule.from !== questionClass) continue;
        questionClass = rule.to;
        break;
      case 'edns0':
        if (!rule.taken) continue;
        break;
      case 'ttl':
        if (replaced(rule.pattern, '', lower) === undefined) continue;
        reverts.push((answer) =>
          changeRecords(answer, (record) => ({ ...record, ttl: Math.min(Math.max(record.ttl, rule.least), rule.most) })),
        );
        break;
      case 'rcode':
        if (replaced(rule.pattern, '', lower) === undefined) continue;
        // It is applied at each record, so not at all to an answer without any.
        reverts.push((answer) =>
          answer.rcode === rule.from && answer.answers.length + answer.authority.length + answer.additional.length > 0
            ? { ...answer, rcode: rule.to }
            : answer,
        );
        break;
      case 'cname':
        reverts.push((answer) => changeTarget(rule, answer, type, ask));
        break;
      case 'name': {
        const changed = replaced(rule.pattern, rule.to, lower);
        if (changed === undefined) continue;
        if (!isDomainName(changed)) return undefined;
        reverts.push(
          ...nameReverts(rule, changed, lower).map(
            (change): Revert =>
              (answer) =>
                changeRecords(answer, change),
          ),
        );
        name = changed;
        break;
      }
    }
    if (!rule.proceed) break;
  }
  const inverted = reverts.toReversed();
  return {
    question: { name, type },
    restore: (answer) => (answer.kind === 'forwarded' ? answer : inverted.reduce((changed, revert) => revert(changed), answer)),
  };
}

/** The name after a rule; undefined when the rule does not match it. */
function replaced(pattern: NamePattern, to: string, name: string): string | undefined {
  switch (pattern.match) {
    case 'exact':
      return name === pattern.text ? to : undefined;
    case 'prefix':
      return name.startsWith(pattern.text) ? to + name.slice(pattern.text.length) : undefined;
    case 'suffix':
      return name.endsWith(pattern.text) ? name.slice(0, name.length - pattern.text.length) + to : undefined;
    case 'substring':
      return name.includes(pattern.text) ? name.replaceAll(pattern.text, () => to) : undefined;
    case 'regex': {
      const match = findIn(pattern.expression, name);
      return match === undefined ? undefined : fillGroups(to, match);
    }
  }
}

/** One group after the other, so that a group may bring in the sign of a later one. What has grown beyond any name is left as it is. name.go */
function fillGroups(text: string, { groups }: GoMatch): string {
  return groups.reduce(
    (filled, group, index) => (filled.length > mostFilled ? filled : filled.replaceAll(`{${index}}`, () => group)),
    text,
  );
}

const mostFilled = 65535;

function changeRecords(answer: Answered, change: (record: ResourceRecord) => ResourceRecord): Answered {
  return {
    ...answer,
    answers: answer.answers.map(change),
    additional: answer.additional.map(change),
    authority: answer.authority.map(change),
  };
}

/** In the order in which the real rules stand; they are applied from the last to the first. `before` is the name that the rule changed. */
function nameReverts(
  { pattern, to, auto, answers }: NameRule,
  changed: string,
  before: string,
): readonly ((record: ResourceRecord) => ResourceRecord)[] {
  const reverts = answers.map(({ part, from, to: replacement }) => {
    const replace = (text: string) => {
      const match = findIn(from, text);
      return match === undefined ? text : fillGroups(replacement, match);
    };
    return (record: ResourceRecord): ResourceRecord =>
      part === 'name' ? { ...record, name: replace(record.name) } : withTarget(record, replace);
  });
  const back =
    pattern.match === 'suffix' && auto
      ? (text: string) => (text.endsWith(to) ? text.slice(0, text.length - to.length) + pattern.text : text)
      : pattern.match === 'exact' || (auto && pattern.match !== 'suffix')
        ? (text: string) => (text === changed ? before : text.endsWith(`.${changed}`) ? text.slice(0, -changed.length) + before : text)
        : undefined;
  return back === undefined ? reverts : [(record) => withTarget({ ...record, name: back(record.name) }, back), ...reverts];
}

/** The name in a record's data, where there is one. */
function withTarget(record: ResourceRecord, change: (name: string) => string): ResourceRecord {
  const words = record.data.split(' ');
  const at = { CNAME: 0, DNAME: 0, NS: 0, MX: 1, SRV: 3, NAPTR: 5, SOA: 0 }[record.type];
  const target = at === undefined ? undefined : words[at];
  return at === undefined || target === undefined ? record : { ...record, data: words.with(at, change(target)).join(' ') };
}

/** cname_target.go: the new target is asked for anew; of the old answer only its CNAMEs stay, all with the new target. */
function changeTarget({ pattern, to }: CNAMERule, answer: Answered, type: string, ask: (question: DNSQuestion) => DNSAnswer): Answered {
  for (const record of answer.answers) {
    const target = record.type === 'CNAME' ? replaced(pattern, to, record.data) : undefined;
    if (target === undefined) continue;
    const next = isDomainName(target) ? ask({ name: target, type }) : undefined;
    const continued: Forwarding | undefined = next?.kind === 'forwarded' ? { name: next.name, to: next.to } : next?.continued;
    return {
      ...answer,
      answers: [
        ...answer.answers.filter((other) => other.type === 'CNAME').map((other) => ({ ...other, data: target })),
        ...(next?.kind === 'answered' ? next.answers.filter(({ name }) => name === target) : []),
      ],
      continued,
    };
  }
  return answer;
}
