/**
 * What Kubernetes makes of a plain scalar. kubectl reads YAML through a 1.1 reader (sigs.k8s.io/yaml on go-yaml v2) into JSON:
 * `yes`, `on`, `y`… are booleans, `0777` and `0o777` octal numbers, `08` and `1e3` numbers too; dates and `12:30:45` are texts. This is the one place that decides it.
 * goyaml.v2/resolve.go
 */
export function typedScalar(text: string): string | number | boolean | null {
  if (text === '' || text === '~' || text === 'null' || text === 'Null' || text === 'NULL') return null;
  const first = text.charCodeAt(0);
  const numeric = (first >= 48 && first <= 57) || first === 43 || first === 45 || first === 46;
  if (numeric) return typedNumber(text);
  if (text.length > 5) return text;
  const boolean = booleans.get(text);
  return boolean ?? text;
}

/** Whether a plain scalar that is no text for Kubernetes may well be meant as one: `yes`, `0123`, `1e3`, but not `true`, `80` or `1.5`. */
export function looksLikeText(text: string): boolean {
  return !/^(true|false|[-+]?(0|[1-9][0-9]*)(\.[0-9]+)?)$/i.test(text);
}

/** Whether a whole number begins with a zero that makes it octal, and so another number than it looks: `010` is 8. `0o10` says so itself. */
export function isSilentOctal(text: string): boolean {
  const digits = /^[-+]?0([0-7_]+)$/.exec(text)?.[1]?.replaceAll('_', '');
  return digits !== undefined && Number.parseInt(digits, 8) !== Number(digits);
}

const booleans: ReadonlyMap<string, boolean> = new Map(
  (['true', 'yes', 'on', 'y', 'false', 'no', 'off', 'n'] as const).flatMap((word, index) =>
    [word, word.charAt(0).toUpperCase() + word.slice(1), word.toUpperCase()].map((spelling): [string, boolean] => [spelling, index < 4]),
  ),
);

function typedNumber(text: string): string | number {
  if (/^[-+]?\.(inf|Inf|INF)$/.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (/^\.(nan|NaN|NAN)$/.test(text)) return Number.NaN;
  // A text that begins with a point goes to the reader of floats as it is.
  const digits = text.startsWith('.') ? text : text.replaceAll('_', '');
  const based = /^([-+]?)0(?:[oO]?([0-7]+)|[xX]([0-9a-fA-F]+)|[bB]([01]+))$/.exec(digits);
  if (based !== null) {
    const [, sign, octal, hexadecimal, binary = ''] = based;
    const value =
      octal !== undefined
        ? Number.parseInt(octal, 8)
        : hexadecimal !== undefined
          ? Number.parseInt(hexadecimal, 16)
          : Number.parseInt(binary, 2);
    return sign === '-' ? -value : value;
  }
  if (!/^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/.test(digits)) return text;
  const number = Number(digits);
  // Too large for a float: it stays text.
  return Number.isFinite(number) ? number : text;
}
