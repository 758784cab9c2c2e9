import { goFunction } from '../function.ts';
import type { StringValue, GoFunction } from '../value.ts';
import { byteText, like, textOfByteText } from './text.ts';

// Masterminds/goutils: stringutils.go and wordutils.go. All of it counts bytes.

function abbreviated(text: string, offset: number, width: number): string {
  if (width < 4) return '';
  if (text.length <= width) return text;
  let start = Math.min(offset, text.length);
  if (text.length - start < width - 3) start = text.length - (width - 3);
  if (start <= 4) return `${text.slice(0, width - 3)}...`;
  if (width < 7) return '';
  if (start + width - 3 < text.length) return `...${abbreviated(text.slice(start), 0, width - 3)}`;
  return `...${text.slice(text.length - (width - 3))}`;
}

function wrapped(text: string, width: number, lineEnd: string, breaksWords: boolean): string {
  const size = Math.max(width, 1);
  const separator = lineEnd === '' ? '\n' : lineEnd;
  const lines: string[] = [];
  let offset = 0;
  while (text.length - offset > size) {
    if (text.charAt(offset) === ' ') {
      offset += 1;
      continue;
    }
    const at = text.slice(offset, offset + size + 1).lastIndexOf(' ');
    const next = at >= 0 ? offset + at : breaksWords ? offset + size : text.indexOf(' ', offset + size);
    if (next < 0) {
      lines.push(text.slice(offset));
      return lines.join(separator);
    }
    lines.push(text.slice(offset, next));
    offset = at < 0 && breaksWords ? next : next + 1;
  }
  return [...lines, text.slice(offset)].join(separator);
}

function byBytes(text: StringValue, change: (bytes: string) => string): StringValue {
  return like(textOfByteText(change(byteText(text.text))), text);
}

export const wrapping: Readonly<Record<string, GoFunction>> = {
  abbrev: goFunction(['int', 'string'], (_, width, text) =>
    width.value < 4n ? text : byBytes(text, (bytes) => abbreviated(bytes, 0, Number(width.value))),
  ),
  abbrevboth: goFunction(['int', 'int', 'string'], (_, left, right, text) =>
    right.value < 4n || (left.value > 0n && right.value < 7n)
      ? text
      : byBytes(text, (bytes) => abbreviated(bytes, Number(left.value), Number(right.value))),
  ),
  wrap: goFunction(['int', 'string'], (context, width, text) => {
    context.spend(2 * text.text.length);
    return byBytes(text, (bytes) => wrapped(bytes, Number(width.value), '', false));
  }),
  wrapWith: goFunction(['int', 'string', 'string'], (context, width, separator, text) => {
    context.spend(text.text.length * (1 + separator.text.length));
    return byBytes(text, (bytes) => wrapped(bytes, Number(width.value), byteText(separator.text), true));
  }),
};
