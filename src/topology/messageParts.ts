/**
 * A piece of a message to the page: the picture of a large workspace has megabytes, and the extension host, which passes it on, would be held while it reads
 * and writes so much at once. Pieces of text cost it next to nothing.
 */
export interface MessagePart {
  readonly type: 'part';
  /** Of the message's JSON. */
  readonly text: string;
  /** Counts from 0. */
  readonly index: number;
  readonly last: boolean;
}

/** Characters that are passed at once. */
const most = 100_000;

/** The message itself when it is small, else its parts in order. Only messages that can be large are looked at. */
export function partsOf<T extends { readonly type: string }>(message: T): readonly (T | MessagePart)[] {
  if (message.type !== 'graph' && message.type !== 'patch') return [message];
  const text = JSON.stringify(message);
  if (text.length <= most) return [message];
  const parts: MessagePart[] = [];
  for (let start = 0; start < text.length; start += most)
    parts.push({ type: 'part', text: text.slice(start, start + most), index: parts.length, last: start + most >= text.length });
  return parts;
}

/** Puts parts together: takes what comes, one after the other, and gives each message when it is whole; undefined until then. What is no part is given as it is. */
export function partCollector(): (value: unknown) => unknown {
  let texts: string[] = [];
  return (value) => {
    if (!isPart(value)) return value;
    if (value.index === 0) texts = [];
    // The beginning went to a page that is gone.
    if (value.index !== texts.length) return undefined;
    texts.push(value.text);
    if (!value.last) return undefined;
    const whole = texts.join('');
    texts = [];
    try {
      return JSON.parse(whole) as unknown;
    } catch {
      return { type: 'part' };
    }
  };
}

function isPart(value: unknown): value is MessagePart {
  if (typeof value !== 'object' || value === null) return false;
  const { type, text, index, last } = value as Partial<Record<keyof MessagePart, unknown>>;
  return type === 'part' && typeof text === 'string' && typeof index === 'number' && typeof last === 'boolean';
}
