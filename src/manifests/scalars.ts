/**
 * What Kubernetes makes of a plain scalar. It reads YAML through a 1.1 reader (sigs.k8s.io/yaml on go-yaml v2/v3) into JSON:
 * `yes`, `on`, `off`… are booleans, `0777` and `0o777` octal numbers. This is the one place that decides it.
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

/** Booleans of YAML 1.1 as go-yaml reads them; single letters (`y`, `n`) stay text there. */
const booleans: ReadonlyMap<string, boolean> = new Map(
  (['true', 'yes', 'on', 'false', 'no', 'off'] as const).flatMap((word, index) =>
    [word, word.charAt(0).toUpperCase() + word.slice(1), word.toUpperCase()].map((spelling): [string, boolean] => [spelling, index < 3])));

function typedNumber(text: string): string | number {
  if (/^[-+]?(0|[1-9][0-9_]*)$/.test(text)) return Number(text.replaceAll('_', ''));
  if (/^[-+]?0o?[0-7_]+$/.test(text)) {
    const digits = text.replace(/^[-+]?0o?/, '').replaceAll('_', '');
    return (text.startsWith('-') ? -1 : 1) * Number.parseInt(digits, 8);
  }
  if (/^[-+]?0x[0-9a-fA-F_]+$/.test(text)) return (text.startsWith('-') ? -1 : 1) * Number.parseInt(text.replace(/^[-+]?0x/, '').replaceAll('_', ''), 16);
  if (/^[-+]?0b[01_]+$/.test(text)) return (text.startsWith('-') ? -1 : 1) * Number.parseInt(text.replace(/^[-+]?0b/, '').replaceAll('_', ''), 2);
  if (/^[-+]?([0-9][0-9_]*)?\.[0-9_]*([eE][-+]?[0-9]+)?$/.test(text) || /^[-+]?[0-9][0-9_]*[eE][-+]?[0-9]+$/.test(text)) {
    const number = Number(text.replaceAll('_', ''));
    return Number.isNaN(number) ? text : number;
  }
  if (/^[-+]?\.(inf|Inf|INF)$/.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  return text;
}
