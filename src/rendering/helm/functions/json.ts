import { failure, goFunction } from '../function.ts';
import { list, map, string, stringOf, type GoValue, type StringValue, unknownOf, type GoFunction } from '../value.ts';
import { jsonKind, readJson } from './jsonRead.ts';
import { jsonText, type JsonForm } from './jsonText.ts';

/** Of a value that has no JSON: the empty text, or a failure. */
function writing(form: JsonForm, refuses: boolean): GoFunction {
  return goFunction(
    ['interface {}'],
    (context, value) => {
      const text = jsonText(context, value, form);
      return 'error' in text ? (refuses ? failure(text.error) : string('')) : stringOf(text);
    },
    { tracksUnknown: true },
  );
}

const compact: JsonForm = { escapesHtml: true, indents: false };
const pretty: JsonForm = { escapesHtml: true, indents: true };
const raw: JsonForm = { escapesHtml: false, indents: false };

function wrongKind(value: GoValue, type: string): string {
  return `json: cannot unmarshal ${jsonKind(value)} into Go value of type ${type}`;
}

/** What is unknown of a text is unknown of what is read from it. */
function unlessUnknown(text: StringValue, value: GoValue): GoValue {
  return text.unknown && value.kind !== 'string' ? unknownOf(value) : value;
}

export const json: Readonly<Record<string, GoFunction>> = {
  toJson: writing(compact, false),
  mustToJson: writing(compact, true),
  toPrettyJson: writing(pretty, false),
  mustToPrettyJson: writing(pretty, true),
  toRawJson: writing(raw, true),
  mustToRawJson: writing(raw, true),
  fromJson: goFunction(
    ['string'],
    (context, text) => {
      context.spend(text.text.length);
      const value = readJson(text);
      return unlessUnknown(text, mapOr(value));
    },
    { tracksUnknown: true },
  ),
  fromJsonArray: goFunction(
    ['string'],
    (context, text) => {
      context.spend(text.text.length);
      return unlessUnknown(text, listOr(readJson(text)));
    },
    { tracksUnknown: true },
  ),
  // Sprig's own: anything may be read.
  mustFromJson: goFunction(
    ['string'],
    (context, text) => {
      context.spend(text.text.length);
      const value = readJson(text);
      return 'error' in value ? failure(value.error) : unlessUnknown(text, value);
    },
    { tracksUnknown: true },
  ),
};

/** Helm's `fromJson`: what is wrong stands under `Error`. */
function mapOr(value: GoValue | { readonly error: string }): GoValue {
  if ('error' in value) return map([['Error', string(value.error)]]);
  if (value.kind === 'map') return value;
  if (value.kind === 'nil') return { ...map(), isNil: true };
  return map([['Error', string(wrongKind(value, 'map[string]interface {}'))]]);
}

function listOr(value: GoValue | { readonly error: string }): GoValue {
  if ('error' in value) return list([string(value.error)]);
  if (value.kind === 'list') return value;
  if (value.kind === 'nil') return { ...list([]), isNil: true };
  return list([string(wrongKind(value, '[]interface {}'))]);
}
