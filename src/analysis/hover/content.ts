import { message, plural, sentences, type Message, type Text } from '../../base/message.ts';
import type { TextRange } from '../../base/text.ts';
import type { Fact, FactValue, Why } from '../facts/fact.ts';

/** What to say of the thing at a place. Hosts render it: words are messages, texts of manifests plain strings without markup. */
export interface Hover {
  /** The thing: offsets in the file. */
  readonly range: TextRange;
  /** One for each cluster that the manifest belongs to, without repetitions. */
  readonly sections: readonly HoverSection[];
}

export interface HoverSection {
  /** Name of the cluster, where a manifest belongs to several. */
  readonly cluster: string | undefined;
  readonly title: Text;
  readonly lines: readonly HoverLine[];
}

/** `label: value, value. sentence`; any part may be absent or empty. */
export interface HoverLine {
  readonly label: Message | undefined;
  /** Strings are addresses and names, taken from manifests; messages are words. */
  readonly values: readonly Text[];
  readonly sentence: Text | undefined;
  /** One of a list. */
  readonly nested: boolean;
}

/** What a part of the hover found: the stretch of the document that it is about, and what to say. */
export interface Answer {
  /** Offsets in the document. */
  readonly range: TextRange;
  readonly title: Text;
  readonly lines: readonly HoverLine[];
}

export function line(label: Message, values: readonly Text[], sentence?: Message): HoverLine {
  return { label, values, sentence, nested: false };
}

export function sentence(text: Message): HoverLine {
  return { label: undefined, values: [], sentence: text, nested: false };
}

/** A fact as one line, its values cut to the first few, with why it is so. */
export function factLine({ name, values, why }: Fact): HoverLine {
  const shown = values.slice(0, mostItems).map(({ value }) => value);
  return line(name, values.length > mostItems ? [...shown, '…'] : shown, why === undefined ? undefined : because(why));
}

/** A list of things, cut to the first few. */
export function list(items: readonly FactValue[]): readonly HoverLine[] {
  const lines = items
    .slice(0, mostItems)
    .map(({ value, text }): HoverLine => ({ label: undefined, values: [value], sentence: text, nested: true }));
  const more = items.length - lines.length;
  return more === 0
    ? lines
    : [...lines, { label: undefined, values: [], sentence: plural(more, 'There is {0} more.', 'There are {0} more.'), nested: true }];
}

/** A list below the number of its items. */
export function countedList(heading: Message, items: readonly FactValue[]): readonly HoverLine[] {
  return [sentence(heading), ...list(items)];
}

const mostItems = 8;

/** The reason, with how sure it is. */
export function because({ certainty, reason }: Pick<Why, 'certainty' | 'reason'>): Message {
  switch (certainty) {
    case undefined:
    case 'fixed':
      return reason;
    case 'predicted':
      return sentences(reason, message('This is predicted for a fresh cluster.'));
    case 'possible':
      return sentences(reason, message('This is one of several possible outcomes.'));
  }
}
