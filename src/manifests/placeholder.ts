/**
 * Whether a text holds something that another program fills in, so that nothing is to be concluded from it. This is the one place that decides it.
 * `${VAR}`, `$VAR`, `$(VAR)`, `{{ value }}`, `#{VAR}#`, `<your-ip>`, `__NAME__`, `@NAME@`, `CHANGE_ME`, `REPLACE_ME`, and what SOPS has encrypted. Takes time in proportion to the text.
 */
export function holdsPlaceholder(text: string): boolean {
  if (/^[a-z0-9.:/-]*$/.test(text)) return /(?:^|[-.])(?:change|replace)-?me(?:$|[-.])/.test(text);
  const open = text.indexOf('${');
  if (open >= 0 && text.indexOf('}', open) >= 0) return true;
  return (
    text.includes('{{') || text.includes('{%') || text.includes('#{') || text.startsWith('ENC[') || marks.some((mark) => mark.test(text))
  );
}

const marks: readonly RegExp[] = [
  /\$\([A-Za-z_]\w*\)/,
  /^\$[A-Z_][A-Z0-9_]*$/,
  /^(?:<[^<>]+>[-/.:,]?)+$/,
  // What `untemplated` leaves.
  /<x+>/,
  /^_[a-z]+(?:_[a-z]+)*_$/,
  /__[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*__/,
  /@[A-Z][A-Z0-9_]*@/,
  // What `helm template` calls a release without a name; no name is written so.
  /(?:^|-)(?:RELEASE-NAME|HOSTNAME|NODENAME)(?:$|-)/,
  /(?:^|[^A-Za-z])(?:CHANGE|REPLACE)[_-]?(?:ME|WITH|D)?(?![A-Za-z])/,
];

/** A text that holds placeholders with `*` where each stands: what it may become. Only `*` where nobody can tell what of it stays. Takes time in proportion to the text. */
export function placeholderPattern(text: string): string {
  const pattern = text.replace(spans, '*');
  return pattern === text || holdsPlaceholder(pattern.replaceAll('*', '')) ? '*' : pattern;
}

/** Those that say where they end. */
const spans =
  /\$\{[^{}]*\}|\{\{[^{}]*\}\}|\{%[^{}]*%\}|#\{[^{}]*\}#?|\$\([A-Za-z_]\w*\)|<[^<>]+>|__[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*__|@[A-Z][A-Z0-9_]*@/g;

/** A text without its templating, of the same length, so that places in the one are places in the other. */
export interface Untemplated {
  readonly text: string;
  /** Where the first action stands. */
  readonly first: number;
  /** Actions stand on lines of their own, or go over several: they decide what there is, not only what a value is. */
  readonly structural: boolean;
}

/**
 * Puts `<xx>`, a placeholder, where a value is templated (`{{ … }}`, `{% … %}`, `${…}`, `@NAME@`), and nothing where a whole line is. Comments stay. Undefined where there is no templating.
 */
export function untemplated(text: string): Untemplated | undefined {
  if (!text.includes('{{') && !text.includes('{%') && !text.includes('${') && !text.includes('@')) return undefined;
  let first: number | undefined;
  let structural = false;
  let made = '';
  // Sought once: of many actions without an end none has one.
  const unclosed = new Set<string>();
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    let end = newline < 0 ? text.length : newline + 1;
    let line = text.slice(start, end);
    if (!/^[ \t]*#/.test(line)) {
      const open = openAction(line);
      if (open !== undefined) {
        const close = unclosed.has(open.close) ? -1 : text.indexOf(open.close, start + open.at);
        if (close < 0) unclosed.add(open.close);
        else {
          const after = text.indexOf('\n', close);
          end = after < 0 ? text.length : after + 1;
          line = text.slice(start, end);
        }
      }
      const found = withoutActions(line);
      if (found !== undefined) {
        first ??= start + found.first;
        if (found.whole || open !== undefined) structural = true;
        line = found.text;
      }
    }
    made += line;
    start = end;
  }
  return first === undefined ? undefined : { text: made, first, structural };
}

/** The end that an action wants which does not end on its line. */
function openAction(line: string): { readonly at: number; readonly close: string } | undefined {
  for (const [open, close] of [
    ['{{', '}}'],
    ['{%', '%}'],
  ] as const) {
    const at = line.lastIndexOf(open);
    if (at >= 0 && line.indexOf(close, at) < 0) return { at, close };
  }
  return undefined;
}

function withoutActions(line: string): { readonly text: string; readonly first: number; readonly whole: boolean } | undefined {
  const stretches: (readonly [number, number])[] = [];
  for (let at = 0; at < line.length;) {
    const open = nextOpen(line, at);
    if (open === undefined) break;
    const close = open.close === '@' ? open.at + open.length - 1 : line.indexOf(open.close, open.at + 2);
    if (close < 0) break;
    at = close + open.close.length;
    stretches.push([open.at, at]);
  }
  const [first] = stretches;
  if (first === undefined) return undefined;
  const whole = replaced(line, stretches, () => '').trim() === '';
  const text = replaced(line, stretches, (stretch) =>
    whole ? stretch.replace(/[^\n]/g, ' ') : `<${stretch.slice(1, -1).replace(/[^\n]/g, 'x')}>`,
  );
  return { text, first: first[0], whole };
}

function nextOpen(line: string, from: number): { readonly at: number; readonly length: number; readonly close: string } | undefined {
  action.lastIndex = from;
  const found = action.exec(line);
  if (found === null) return undefined;
  const close = found[0] === '{{' ? '}}' : found[0] === '{%' ? '%}' : found[0] === '${' ? '}' : '@';
  return { at: found.index, length: found[0].length, close };
}

const action = /\{\{|\{%|\$\{|@[A-Z][A-Z0-9_]{0,60}@/g;

function replaced(line: string, stretches: readonly (readonly [number, number])[], by: (stretch: string) => string): string {
  let made = '';
  let at = 0;
  for (const [start, end] of stretches) {
    made += line.slice(at, start) + by(line.slice(start, end));
    at = end;
  }
  return made + line.slice(at);
}
