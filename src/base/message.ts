import { withLate } from './late.ts';

/**
 * A sentence for people, kept as data: the English text with `{0}`, `{1}`… and what goes in their place.
 * Nothing below the service renders one; so a translation replaces the text without touching logic, and a
 * reason that nobody reads costs no formatting.
 */
export interface Message {
  /** English text; also the key of its translation. */
  readonly key: string;
  readonly args: readonly (MessageArgument | Message)[];
  /** The text for a count for which the language has a form of its own; see `plural`. */
  readonly singular?: string;
  /** For translators, and part of the key as in bundles of `@vscode/l10n`: `text/comment`. */
  readonly comment?: string;
  /** The arguments are a list, which each language joins in its own way; see `list`. */
  readonly listed?: true;
}

/**
 * The name of a thing, or a word that stands by itself: on a badge, in a table, in a list. Only names may stand inside of a message:
 * they keep their form there ("{0} has no address." with "node gateway"), as a name in quotes would. What has a verb is a message.
 */
export interface Term extends Message {
  readonly term: true;
}

/** A `bigint` is a count, of addresses as a rule: it is written with its thousands apart. A `number` is written as it stands: ports, prefixes. */
export type MessageArgument = string | number | bigint | Term;

/** What may stand inside of a message as a name. */
export type Name = string | Term;

/** A text that is the same in every language (a name, an address), or a message. */
export type Text = string | Message;

/** A whole sentence, or a title, label or command by itself. The text must be a literal: `scripts/strings.mjs` collects it for translators. */
export function message(key: string, ...args: readonly MessageArgument[]): Message {
  return { key, args };
}

/** The text must be a literal, as that of `message`. */
export function term(key: string, ...args: readonly MessageArgument[]): Term {
  return { key, args, term: true };
}

/**
 * A sentence with a number of things in it: `{0}` is the count. English has two forms, for one and for any other number; a translation
 * may have the forms of its language, as `<plural text>#<category>` with the categories of `Intl.PluralRules`.
 */
export function plural(count: number | bigint, one: string, other: string, ...more: readonly MessageArgument[]): Message {
  return { key: other, args: [count, ...more], singular: one };
}

/** Whole sentences, one after the other; absent ones are left out. */
export function sentences(first: Message, ...more: readonly (Message | undefined)[]): Message {
  return more.reduce<Message>(
    (before, next) =>
      next === undefined ? before : { key: '{0} {1}', args: [before, next], comment: 'Two whole sentences, one after the other.' },
    first,
  );
}

/** A whole sentence, and in parentheses a second one that takes something back. */
export function withDoubt(text: Message, doubt: Message): Message {
  return { key: '{0} ({1})', args: [text, doubt], comment: 'A whole sentence, and another one in parentheses.' };
}

/** The sentence itself, where one takes something back of it. */
export function withoutDoubt(text: Message): Message {
  const [sentence] = text.key === '{0} ({1})' ? (text.args as readonly Message[]) : [];
  return sentence ?? text;
}

/** Names, as the language lists them; after the first `most` of more a mark that there are more. */
export function list(names: readonly Name[], most = Infinity): Term {
  const listed: Term = { key: '', args: names.slice(0, most), listed: true, term: true };
  return names.length > most
    ? { key: '{0}, …', args: [listed], comment: 'A list of names of which not all are shown.', term: true }
    : listed;
}

/** A text with a count `{0}` for a host that counts by itself: one form for each category of `Intl.PluralRules` that the language has. */
export type PluralForms = { readonly other: string } & { readonly [Category in Exclude<Intl.LDMLPluralRule, 'other'>]?: string };

export interface CountedMessage extends Message {
  readonly singular: string;
}

/** `plural` for a table of texts, where the count is not known yet. Both texts must be literals. */
export function pluralForms(one: string, other: string): CountedMessage {
  return { key: other, args: [], singular: one };
}

/** Says messages in one language. */
export interface Language {
  /** BCP 47 tag. */
  readonly locale: string;
  readonly say: (text: Text) => string;
  readonly formsOf: (message: CountedMessage) => PluralForms;
}

/** The translations are those of a bundle of `@vscode/l10n`: English text → text, or text with a comment. What has none is said in English. */
export function languageOf(locale: string, translations: Translations = {}): Language {
  // A process that says no number and no list need not wait for the tables of all languages.
  const forms = withLate({}, { rules: () => pluralRules(locale), counts: () => numberFormat(locale), lists: () => listFormat(locale) });
  const translationOf = (key: string): string | undefined => {
    const found = Object.hasOwn(translations, key) ? translations[key] : undefined;
    return typeof found === 'object' ? found.message : found;
  };
  const patternOf = ({ key, args: [count], singular, comment }: Message): string => {
    if (singular === undefined || (typeof count !== 'number' && typeof count !== 'bigint'))
      return translationOf(comment === undefined ? key : `${key}/${comment}`) ?? key;
    return translatedForm(key, singular, forms.rules.select(Number(count))) ?? (Number(count) === 1 ? singular : key);
  };
  const translatedForm = (key: string, singular: string, category: Intl.LDMLPluralRule): string | undefined =>
    translationOf(`${key}#${category}`) ?? (category === 'one' ? translationOf(singular) : undefined) ?? translationOf(key);
  const formsOf = ({ key, singular }: CountedMessage): PluralForms => ({
    ...Object.fromEntries(
      forms.rules
        .resolvedOptions()
        .pluralCategories.map((category) => [category, translatedForm(key, singular, category) ?? (category === 'one' ? singular : key)]),
    ),
    other: translatedForm(key, singular, 'other') ?? key,
  });
  const say = (text: Text): string => {
    if (typeof text === 'string') return text;
    const args = text.args.map((argument) =>
      typeof argument === 'object' ? say(argument) : typeof argument === 'bigint' ? forms.counts.format(argument) : String(argument),
    );
    if (text.listed === true) return forms.lists.format(args);
    return patternOf(text).replaceAll(/\{(\d+)\}/g, (whole, index: string) => args[Number(index)] ?? whole);
  };
  return { locale, say, formsOf };
}

export type Translations = Readonly<Record<string, string | { readonly message: string; readonly comment?: readonly string[] }>>;

/** A host may name a language that the runtime does not know. */
function pluralRules(locale: string): Intl.PluralRules {
  try {
    return new Intl.PluralRules(locale);
  } catch {
    return new Intl.PluralRules('en');
  }
}

function numberFormat(locale: string): Intl.NumberFormat {
  try {
    return new Intl.NumberFormat(locale);
  } catch {
    return new Intl.NumberFormat('en');
  }
}

/** English has names with commas only: `a, b, c`, which reads as a list of values does. */
function listFormat(locale: string): Intl.ListFormat {
  const form = { type: 'conjunction', style: 'narrow' } as const;
  try {
    return new Intl.ListFormat(locale, form);
  } catch {
    return new Intl.ListFormat('en', form);
  }
}

export const english: Language = languageOf('en');

/** A value some of whose texts are not said yet: those may be messages. */
export type Unsaid<T, K extends keyof T> = Omit<T, K> & { readonly [P in K]: Text };

/** The value with these texts said. */
export function inWords<T, K extends keyof T>(value: Unsaid<T, K>, texts: readonly K[], language: Language): T {
  return { ...value, ...Object.fromEntries(texts.map((key) => [key, language.say(value[key])])) } as T;
}

/** A table of texts, of which none is said yet. */
export type UnsaidTable<T> = T extends string
  ? Text
  : T extends PluralForms
    ? CountedMessage
    : { readonly [K in keyof T]: UnsaidTable<T[K]> };

/** The whole table in one language. */
export function tableInWords<T>(table: UnsaidTable<T>, language: Language): T {
  const spoken = (value: unknown): unknown =>
    typeof value !== 'object' || value === null
      ? value
      : isMessage(value)
        ? isCounted(value)
          ? language.formsOf(value)
          : language.say(value)
        : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, spoken(item)]));
  return spoken(table) as T;
}

function isMessage(value: object): value is Message {
  return 'key' in value && 'args' in value && typeof value.key === 'string' && Array.isArray(value.args);
}

function isCounted(value: Message): value is CountedMessage {
  return value.singular !== undefined;
}
