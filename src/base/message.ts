/**
 * A sentence for people, kept as data: the English text with `{0}`, `{1}`… and what goes in their place.
 * Nothing below the service renders one; so a translation replaces the text without touching logic, and a
 * reason that nobody reads costs no formatting.
 */
export interface Message {
  /** English text; also the key of its translation. */
  readonly key: string;
  readonly args: readonly MessageArgument[];
  /** The text for a count for which the language has a form of its own; see `plural`. */
  readonly singular?: string;
}

/** A `bigint` is a count, of addresses as a rule: it is written with its thousands apart. A `number` is written as it stands: ports, prefixes. */
export type MessageArgument = string | number | bigint | Message;

/** A text that is the same in every language (a name, an address), or a message. */
export type Text = string | Message;

/** The text must be a literal: `scripts/strings.mjs` collects it for translators. */
export function message(key: string, ...args: readonly MessageArgument[]): Message {
  return { key, args };
}

/**
 * A sentence with a number of things in it: `{0}` is the count. English has two forms, for one and for any other number; a translation
 * may have the forms of its language, as `<plural text>#<category>` with the categories of `Intl.PluralRules`.
 */
export function plural(count: number | bigint, one: string, other: string, ...more: readonly MessageArgument[]): Message {
  return { key: other, args: [count, ...more], singular: one };
}

/** Says messages in one language. */
export interface Language {
  /** BCP 47 tag. */
  readonly locale: string;
  readonly say: (text: Text) => string;
}

/** The translations are those of a bundle of `@vscode/l10n`: English text → text, or text with a comment. What has none is said in English. */
export function languageOf(locale: string, translations: Translations = {}): Language {
  const rules = pluralRules(locale);
  const counts = numberFormat(locale);
  const translationOf = (key: string): string | undefined => {
    const found = Object.hasOwn(translations, key) ? translations[key] : undefined;
    return typeof found === 'object' ? found.message : found;
  };
  const patternOf = ({ key, args: [count], singular }: Message): string => {
    if (singular === undefined || (typeof count !== 'number' && typeof count !== 'bigint')) return translationOf(key) ?? key;
    const category = rules.select(Number(count));
    return (
      translationOf(`${key}#${category}`) ??
      (category === 'one' ? translationOf(singular) : undefined) ??
      translationOf(key) ??
      (Number(count) === 1 ? singular : key)
    );
  };
  const say = (text: Text): string => {
    if (typeof text === 'string') return text;
    const args = text.args.map((argument) =>
      typeof argument === 'object' ? say(argument) : typeof argument === 'bigint' ? counts.format(argument) : String(argument),
    );
    return patternOf(text).replaceAll(/\{(\d+)\}/g, (whole, index: string) => args[Number(index)] ?? whole);
  };
  return { locale, say };
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

export const english: Language = languageOf('en');

/** A value some of whose texts are not said yet: those may be messages. */
export type Unsaid<T, K extends keyof T> = Omit<T, K> & { readonly [P in K]: Text };

/** The value with these texts said. */
export function inWords<T, K extends keyof T>(value: Unsaid<T, K>, texts: readonly K[], language: Language): T {
  return { ...value, ...Object.fromEntries(texts.map((key) => [key, language.say(value[key])])) } as T;
}

/** A table of texts, of which none is said yet. */
export type UnsaidTable<T> = T extends string ? Text : { readonly [K in keyof T]: UnsaidTable<T[K]> };

/** The whole table in one language. */
export function tableInWords<T>(table: UnsaidTable<T>, language: Language): T {
  const spoken = (value: unknown): unknown =>
    typeof value !== 'object' || value === null
      ? value
      : isMessage(value)
        ? language.say(value)
        : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, spoken(item)]));
  return spoken(table) as T;
}

function isMessage(value: object): value is Message {
  return 'key' in value && 'args' in value && typeof value.key === 'string' && Array.isArray(value.args);
}
