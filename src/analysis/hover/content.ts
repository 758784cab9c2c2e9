import { message, render, type Message } from '../../base/message.ts';
import type { TextRange } from '../../base/text.ts';
import type { Explanation } from '../../engine/explanation.ts';

/** What to say of the thing at a place. */
export interface Hover {
  /** The thing: offsets in the file. */
  readonly range: TextRange;
  /** One for each cluster that the manifest belongs to, without repetitions. */
  readonly sections: readonly HoverSection[];
}

export interface HoverSection {
  /** Name of the cluster, where a manifest belongs to several. */
  readonly cluster: string | undefined;
  /** Plain text, without markup, as all texts here. */
  readonly title: string;
  readonly lines: readonly HoverLine[];
}

/** `label: value, value. sentence`, any part may be empty. */
export interface HoverLine {
  readonly label: string;
  /** Addresses, names: taken from manifests. */
  readonly values: readonly string[];
  readonly sentence: string;
  /** One of a list. */
  readonly nested: boolean;
}

/** What a part of the hover found: the stretch of the document that it is about, and what to say. */
export interface Answer {
  /** Offsets in the document. */
  readonly range: TextRange;
  readonly title: string;
  readonly lines: readonly HoverLine[];
}

export function line(label: Message, values: readonly string[], sentence?: Message | Explanation): HoverLine {
  return {
    label: render(label),
    values,
    sentence: sentence === undefined ? '' : render('reason' in sentence ? because(sentence) : sentence),
    nested: false,
  };
}

export function sentence(text: Message): HoverLine {
  return { label: '', values: [], sentence: render(text), nested: false };
}

/** A list of things, cut to the first few. */
export function list(items: readonly { readonly value: string; readonly text: Message | string }[]): readonly HoverLine[] {
  const lines = items
    .slice(0, mostItems)
    .map(({ value, text }): HoverLine => ({
      label: '',
      values: [value],
      sentence: typeof text === 'string' ? text : render(text),
      nested: true,
    }));
  const more = items.length - lines.length;
  return more === 0 ? lines : [...lines, { label: '', values: [], sentence: render(message('and {0} more', more)), nested: true }];
}

/** Values of one line, cut to the first few. */
export function shortened(values: readonly string[]): readonly string[] {
  return values.length <= mostItems ? values : [...values.slice(0, mostItems), '…'];
}

const mostItems = 8;

function because({ certainty, reason }: Explanation): Message {
  switch (certainty) {
    case 'fixed':
      return reason;
    case 'predicted':
      return message('Predicted: {0}', reason);
    case 'possible':
      return message('One possible outcome: {0}', reason);
  }
}
