/** Where the JSON value at the beginning of a text ends, white space before it included; undefined where none begins. What is inside of it is not looked at. */
export function jsonValueEnd(text: string): number | undefined {
  const start = text.search(/[^ \t\r\n]/);
  const first = text[start];
  if (first === undefined) return undefined;
  if (first === '"') return stringEnd(text, start);
  if (first !== '{' && first !== '[') {
    const [word] = /^(?:-?[0-9][0-9.eE+-]*|[a-z]+)/.exec(text.slice(start)) ?? [];
    return word === undefined ? undefined : start + word.length;
  }
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    const character = text[at];
    if (character === '"') {
      const end = stringEnd(text, at);
      if (end === undefined) return undefined;
      at = end - 1;
    } else if (character === '{' || character === '[') depth++;
    else if ((character === '}' || character === ']') && --depth === 0) return at + 1;
  }
  return undefined;
}

function stringEnd(text: string, start: number): number | undefined {
  for (let at = start + 1; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at + 1;
  }
  return undefined;
}
