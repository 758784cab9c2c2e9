import { list, message, type Language, type Message } from '../base/message.ts';
import { printableJson } from '../base/text.ts';
import { writeAddressesJson } from './json/addressesJson.ts';
import { writeCheckJson } from './json/checkJson.ts';
import { writeRenderJson } from './json/renderJson.ts';
import { writeResolveJson } from './json/resolveJson.ts';
import { writeTraceJson } from './json/traceJson.ts';
import type { Refusal } from './questions.ts';
import type { Service } from './service.ts';
import { toolForms, type ToolField, type ToolForm, type ToolName } from './toolForms.ts';

export interface ToolAnswer {
  readonly type: 'answered';
  /** JSON. */
  readonly text: string;
}

/** A longer answer fills the memory of whoever reads it: the question has to be narrower. In characters. */
const mostCharacters = 400_000;

/**
 * Questions of an agent: the same answers as those of the command line, in the same JSON (docs/json.md). None changes a file.
 * `input` comes from a model: anything may be in it. Refused: why, in a sentence that the model can act on.
 */
export async function answerTool(service: Service, name: string, input: unknown, language: Language): Promise<ToolAnswer | Refusal> {
  const { say } = language;
  const given = fieldsOf(input);
  const refused = (text: string): Refusal => ({ type: 'refused', text });
  if (!isToolName(name)) return refused(say(message('There is no tool {0}.', name)));
  const { properties, required = [] }: ToolForm['inputSchema'] = toolForms[name].inputSchema;
  const missing = required.find((field) => given.text(field) === undefined && given.texts(field).length === 0);
  if (missing !== undefined) return refused(say(message('The tool {0} needs {1}.', name, missing)));
  const strange = given.names.find((field) => !Object.hasOwn(properties, field));
  // What is silently left out would make an answer to another question.
  if (strange !== undefined) {
    const fields = Object.keys(properties);
    return refused(say(message('The tool {0} takes {1}, but not {2}.', name, list(fields), strange)));
  }
  const unfit = Object.entries(properties).find(([field, form]) => !given.fits(field, form));
  if (unfit !== undefined) return refused(say(wanted(unfit[0], unfit[1])));
  const answer = await answers[name](service, given);
  if (typeof answer !== 'string') return answer;
  return answer.length <= mostCharacters
    ? { type: 'answered', text: answer }
    : refused(say(message('The answer has {0} characters. Ask for one cluster, or for less.', answer.length)));
}

function wanted(field: string, { type, enum: words }: ToolField): Message {
  if (words !== undefined) return message('{0} has to be one of {1}.', field, list(words));
  switch (type) {
    case 'string':
      return message('{0} has to be a text.', field);
    case 'boolean':
      return message('{0} has to be true or false.', field);
    case 'array':
      return message('{0} has to be a list of texts.', field);
  }
}

function isToolName(name: string): name is ToolName {
  return Object.hasOwn(toolForms, name);
}

interface Fields {
  /** Undefined for an empty text as well. */
  readonly text: (field: string) => string | undefined;
  readonly texts: (field: string) => readonly string[];
  readonly isSet: (field: string) => boolean;
  /** Of those that say something: models write null for what they leave out. */
  readonly names: readonly string[];
  readonly fits: (field: string, form: ToolField) => boolean;
}

function fieldsOf(input: unknown): Fields {
  const given = (typeof input === 'object' && input !== null ? input : {}) as Readonly<Record<string, unknown>>;
  return {
    text: (field) => (typeof given[field] === 'string' && given[field] !== '' ? given[field] : undefined),
    texts: (field) => {
      const value = given[field];
      // One of them may come without its list.
      if (typeof value === 'string' && value !== '') return [value];
      return Array.isArray(value) ? value.filter((each) => typeof each === 'string').slice(0, 100) : [];
    },
    isSet: (field) => given[field] === true,
    names: Object.keys(given).filter((field) => isSaid(given[field])),
    fits: (field, { type, enum: words }) => {
      const value = given[field];
      if (!isSaid(value)) return true;
      if (typeof value === type) return words === undefined || words.includes(String(value).toUpperCase());
      return type === 'array' && (typeof value === 'string' || (Array.isArray(value) && value.every((each) => typeof each === 'string')));
    },
  };
}

function isSaid(value: unknown): boolean {
  return value !== undefined && value !== null;
}

const answers: Readonly<Record<ToolName, (service: Service, given: Fields) => Promise<string | Refusal>>> = {
  check: async (service, given) => {
    const report = await service.check();
    const path = given.text('path');
    const findings = path === undefined ? report.findings : report.findings.filter((finding) => isBelow(finding.path, path));
    return writeCheckJson({ ...report, findings });
  },
  addresses: async (service, given) => {
    const answer = await service.addresses(given.text('cluster'));
    return answer.type === 'refused' ? answer : writeAddressesJson(answer);
  },
  resolve: async (service, given) => {
    const question = {
      name: given.text('name') ?? '',
      type: given.text('type') ?? 'A',
      from: given.text('from'),
      cluster: given.text('cluster'),
    };
    const answer = await service.resolve(question);
    return answer.type === 'refused' ? answer : writeResolveJson(answer);
  },
  trace: async (service, given) => {
    const protocol = given.text('protocol')?.toUpperCase() ?? 'TCP';
    const question = { from: given.text('from') ?? '', to: given.text('to') ?? '', protocol, cluster: given.text('cluster') };
    const answer = await service.trace(question);
    return answer.type === 'refused' ? answer : writeTraceJson(question, answer);
  },
  what_if: async (service, given) => {
    const events = given.texts('events').map((text) => ({ kind: 'words', text }) as const);
    // Each step with the whole cluster would be as large as all else together.
    const answer = await service.whatIf({ cluster: given.text('cluster'), events, whole: false });
    return answer.type === 'refused' ? answer : printableJson({ version: 1, clusters: answer.clusters });
  },
  render: async (service, given) => {
    const folder = (given.text('folder') ?? '').replace(/^\.?\/+|\/+$/g, '');
    return writeRenderJson(await service.renderedUnits(folder, given.isSet('origins')));
  },
};

function isBelow(path: string, wanted: string): boolean {
  return path === wanted || path.endsWith(`/${wanted}`) || path.startsWith(`${wanted}/`) || path.includes(`/${wanted}/`);
}
