import { formatAddress, parseAddress } from '../../base/ip.ts';
import { findIn, type GoMatch, type GoRegexp } from '../../base/goRegexp.ts';
import { message } from '../../base/message.ts';
import type { Place } from '../../manifests/place.ts';
import {
  emptyAnswer,
  unknownAnswer,
  type DNSAnswer,
  type DNSQuestion,
  type Forwarding,
  type Rcode,
  type ResourceRecord,
} from './answer.ts';
import type { Directive } from './corefile.ts';
import type { CorefileProblem } from './corefileTokens.ts';
import { fallsThrough, fallthroughZones } from './fallthrough.ts';
import type { ExpressionReader } from './goExpression.ts';
import { fullyQualified, longestZone, lowerCase, zonesOfText } from './names.ts';
import type { Template, TemplatePlugin } from './plugins.ts';
import { isRecordType } from './recordTypes.ts';

/** All `template` blocks of a server in order; those for another class than IN take no question here. coredns plugin/template/setup.go */
export function readTemplates(
  directives: readonly Directive[],
  serverZones: readonly string[],
  problems: CorefileProblem[],
  expressionOf: ExpressionReader,
): readonly TemplatePlugin[] {
  const templates = directives.flatMap(({ args: [className = '', type = '', ...zones], lines, line }): readonly Template[] => {
    const upper = type.toUpperCase();
    if (className === '' || (upper !== 'ANY' && !isRecordType(upper))) {
      problems.push({ line, message: message('The template plugin needs a class and a record type.'), kind: 'refused' });
      return [];
    }
    if (!['IN', 'ANY'].includes(className.toUpperCase())) return [];
    let rcode: Rcode | undefined = 'NOERROR';
    let fallthrough: readonly string[] = [];
    const texts = { answer: [] as string[], additional: [] as string[], authority: [] as string[] };
    const expressions: (GoRegexp | undefined)[] = [];
    for (const {
      words: [option = '', ...values],
      line: at,
    } of lines) {
      const [first = ''] = values;
      switch (option) {
        case 'match':
          for (const text of values) {
            const expression = expressionOf(text);
            const faulty = 'fault' in expression;
            if (faulty) problems.push({ line: at, message: expression.fault, kind: expression.kind });
            expressions.push(faulty ? undefined : expression);
          }
          break;
        case 'answer':
        case 'additional':
        case 'authority':
          texts[option].push(...values);
          break;
        case 'rcode':
          rcode = RCODES.find((code) => code === first.toUpperCase());
          break;
        case 'fallthrough':
          fallthrough = fallthroughZones(values);
          break;
        case 'ederror':
        case 'upstream':
          break;
        default:
          problems.push({ line: at, message: message('{0} is not known to CoreDNS.', `template ${option}`), kind: 'refused' });
      }
    }
    return [
      {
        zones: zones.length > 0 ? zones.flatMap(zonesOfText) : serverZones,
        type: upper,
        rcode,
        fallthrough,
        expressions: expressions.every((expression) => expression !== undefined) ? expressions : undefined,
        answers: texts.answer,
        additional: texts.additional,
        authority: texts.authority,
      },
    ];
  });
  return [{ name: 'template', templates }];
}

const RCODES: readonly Rcode[] = ['NOERROR', 'NXDOMAIN', 'SERVFAIL', 'REFUSED'];

/** coredns plugin/template/template.go; undefined hands the question to the next plugin. `ask` asks the whole server, for the end of a CNAME. */
export function answerFromTemplates(
  { templates }: TemplatePlugin,
  question: DNSQuestion,
  ask: (question: DNSQuestion) => DNSAnswer,
  because: readonly Place[],
): DNSAnswer | undefined {
  const { name, type } = question;
  const lower = lowerCase(name);
  for (const template of templates) {
    const zone = longestZone(template.zones, name);
    if (zone === undefined || (template.type !== 'ANY' && type !== 'ANY' && template.type !== type)) continue;
    const unknown = () =>
      unknownAnswer(name, message('A template of the Corefile that is not followed here answers for {0}.', name), because);
    if (template.expressions === undefined) return unknown();
    const match = firstMatch(template.expressions, lower);
    if (match === undefined) {
      if (fallsThrough(template.fallthrough, name)) continue;
      return emptyAnswer('SERVFAIL', message('No template of the Corefile is for {0}.', name), because);
    }
    if (template.rcode === undefined) return unknown();
    if (template.rcode === 'SERVFAIL')
      return emptyAnswer('SERVFAIL', message('A template of the Corefile answers for {0}.', name), because);
    const fill = (texts: readonly string[]) => texts.map((text) => recordOf(filled(text, { name: lower, zone, type, match })));
    const [answers, additional, authority] = [fill(template.answers), fill(template.additional), fill(template.authority)];
    if ([answers, additional, authority].some((records) => records.includes(undefined))) return unknown();
    const { records, continued } = withTargets(
      answers.filter((record) => record !== undefined),
      type,
      ask,
    );
    return {
      kind: 'answered',
      rcode: template.rcode,
      answers: records,
      additional: additional.filter((record) => record !== undefined),
      authority: authority.filter((record) => record !== undefined),
      authoritative: true,
      continued,
      reason: message('A template of the Corefile answers for {0}.', name),
      because,
    };
  }
  return undefined;
}

/** Without an expression every name matches. */
function firstMatch(expressions: readonly GoRegexp[], name: string): GoMatch | undefined {
  if (expressions.length === 0) return { groups: [name], named: new Map() };
  for (const expression of expressions) {
    const match = findIn(expression, name);
    if (match !== undefined) return match;
  }
  return undefined;
}

interface TemplateData {
  readonly name: string;
  readonly zone: string;
  readonly type: string;
  readonly match: GoMatch;
}

const ACTION = /\{\{([^{}]*)\}\}/g;

/** A DNS message is no longer. */
const longestAnswer = 65535;

/** The text with its actions carried out; undefined when one is more than the name, its zone and the groups of the expression, or when it grows beyond any answer. */
function filled(text: string, data: TemplateData): string | undefined {
  let result = '';
  let end = 0;
  for (const { 0: action, 1: inner = '', index } of text.matchAll(ACTION)) {
    const value = valueOf(inner.replace(/^-/, '').replace(/-$/, '').trim(), data);
    const before = text.slice(end, index);
    if (value === undefined || before.includes('{{') || result.length + before.length + value.length > longestAnswer) return undefined;
    result += before + value;
    end = index + action.length;
  }
  const rest = text.slice(end);
  return rest.includes('{{') || result.length + rest.length > longestAnswer ? undefined : result + rest;
}

function valueOf(action: string, data: TemplateData): string | undefined {
  switch (action) {
    case '.Name':
      return data.name;
    case '.Zone':
      return data.zone;
    case '.Class':
      return 'IN';
    case '.Type':
      return data.type;
  }
  const index = /^index \.Match ([0-9]+)$/.exec(action)?.[1];
  if (index !== undefined) return data.match.groups[Number(index)];
  const group = /^(?:\.Group\.([A-Za-z0-9_]+)|index \.Group "([^"]*)")$/.exec(action);
  if (group !== null) return groupOf(data.match, group[1] ?? group[2] ?? '');
  const [, parsed, base] = /^parseInt \.Group\.([A-Za-z0-9_]+) ([0-9]+) [0-9]+$/.exec(action) ?? [];
  const number = parsed === undefined ? Number.NaN : Number.parseInt(groupOf(data.match, parsed), Number(base));
  return Number.isNaN(number) ? undefined : String(number);
}

/** By name or number; a group that does not exist is empty as in Go. */
function groupOf({ groups, named }: GoMatch, group: string): string {
  return (/^[0-9]+$/.test(group) ? groups[Number(group)] : named.get(group)) ?? '';
}

/** Names in the data of a type: the positions of its words. */
const NAMES: Readonly<Record<string, readonly number[]>> = { CNAME: [0], DNAME: [0], NS: [0], PTR: [0], MX: [1], SRV: [3], SOA: [0, 1] };

/** A line of a zone file: `NAME [TTL] [CLASS] TYPE DATA`. */
function recordOf(line: string | undefined): ResourceRecord | undefined {
  const words = line?.replaceAll(/[()]/g, ' ').trim().split(/\s+/) ?? [];
  const name = words.shift() ?? '';
  let ttl = 3600;
  while (/^([0-9]+|IN)$/i.test(words[0] ?? '')) {
    const word = words.shift() ?? '';
    if (/^[0-9]/.test(word)) ttl = Number(word);
  }
  const type = words.shift()?.toUpperCase() ?? '';
  const data = words.join(' ');
  if (name === '' || data === '' || !isRecordType(type)) return undefined;
  const address = type === 'A' || type === 'AAAA' ? parseAddress(data) : undefined;
  if (type === 'A' || type === 'AAAA')
    return address?.family === (type === 'A' ? 4 : 6) ? { name: fullyQualified(name), type, ttl, data: formatAddress(address) } : undefined;
  const names = NAMES[type] ?? [];
  return {
    name: fullyQualified(name),
    type,
    ttl,
    data: words.map((word, index) => (names.includes(index) ? fullyQualified(word) : word)).join(' '),
  };
}

/** For addresses, the end of a CNAME is asked for and added. */
function withTargets(
  answers: readonly ResourceRecord[],
  type: string,
  ask: (question: DNSQuestion) => DNSAnswer,
): { readonly records: readonly ResourceRecord[]; readonly continued: Forwarding | undefined } {
  let continued: Forwarding | undefined;
  const records = answers.flatMap((record): readonly ResourceRecord[] => {
    if (record.type !== 'CNAME' || (type !== 'A' && type !== 'AAAA')) return [record];
    const next = ask({ name: record.data, type });
    continued = next.kind === 'forwarded' ? { name: next.name, to: next.to } : next.continued;
    return next.kind === 'forwarded' ? [record] : [record, ...next.answers];
  });
  return { records, continued };
}
