/** Whether a text is a pattern in which each `*` stands for any text, also for none. */
export function fitsWildcard(pattern: string, text: string): boolean {
  const [start = '', ...parts] = pattern.split('*');
  if (!text.startsWith(start)) return false;
  if (parts.length === 0) return text === start;
  let at = start.length;
  const end = parts.at(-1) ?? '';
  for (const part of parts.slice(0, -1)) {
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return text.length - end.length >= at && text.endsWith(end);
}
