/** A host that a text names, as a URL, as `host:port`, or alone. Offsets count from the start of the text. */
export interface HostReference {
  /** As written, without a last dot. */
  readonly host: string;
  readonly start: number;
  readonly end: number;
  /** Ends with a dot: it is not completed by a search list. */
  readonly absolute: boolean;
  readonly port: { readonly number: number; readonly start: number; readonly end: number } | undefined;
  /** Of a URL, in small letters. */
  readonly scheme: string | undefined;
  /** Whether it stands alone in its text, or behind a `=`, a comma or a blank: then it is no part of a path or of some other notation. */
  readonly free: boolean;
}

const reference =
  /(?:([A-Za-z][A-Za-z0-9+.-]*):\/\/(?:[^\s/@"'<>,;]*@)?)?(?<![\w.-])([A-Za-z0-9_](?:[\w.-]*[A-Za-z0-9_])?)(\.?)(?::([0-9]{1,5})(?![\w:.-]*\w))?/g;

/** What programs, Kubernetes or tools fill in. What stands inside, or touches it, is not known. */
const placeholder = /\$\{[^}]*\}?|\$\([^)]*\)?|\{\{.*?\}\}|<[\w .-]+>|\$\w+|%\w|%\(\w*\)\w|@\w+@|\{\w*\}|__\w+__/g;

const mayHold = /[$%{<@]|__/;

/** All hosts that a line may name, in order; what only looks like one (`key.of.something`) is among them. */
export function hostReferencesIn(text: string): readonly HostReference[] {
  const found: HostReference[] = [];
  let unknown: readonly { readonly start: number; readonly end: number }[] | undefined = mayHold.test(text) ? undefined : [];
  for (const match of text.matchAll(reference)) {
    const [whole, scheme, host = '', dot = '', port] = match;
    const portEnd = match.index + whole.length;
    const end = portEnd - (port === undefined ? 0 : port.length + 1) - dot.length;
    const start = end - host.length;
    unknown ??= Array.from(text.matchAll(placeholder), ({ 0: part, index }) => ({ start: index, end: index + part.length }));
    if (unknown.some((part) => part.start <= portEnd && part.end >= start)) continue;
    const before = text[start - 1] ?? '';
    const after = text[portEnd] ?? '';
    if (/[$%*({<\\]/.test(after) || /[$%*>\\]/.test(before)) continue;
    found.push({
      host,
      start,
      end,
      absolute: dot !== '',
      scheme: scheme?.toLowerCase(),
      port: port === undefined ? undefined : { number: Number(port), start: portEnd - port.length, end: portEnd },
      free: (before === '' || /[\s=,;"'`([|]/.test(before)) && (after === '' || /[\s,;"'`)\]|/?]/.test(after)),
    });
  }
  return found;
}
