/** One section of docs/checks.md, in Markdown. */
export interface RulePage {
  /** A few words, without a full stop. */
  readonly title: string;
  /** What is reported, and what is not. */
  readonly what: string;
  /** What happens in the cluster. */
  readonly why: string;
  /** YAML that is reported, and the same put right. */
  readonly wrong: string;
  readonly right: string;
  readonly fix: string;
  /** Where the rule comes from. */
  readonly source: string;
}

const sections = ['Why', 'Reported', 'Right', 'Fix', 'Source'] as const;

/** Reads `<code>.md`: a title, what is reported, then the sections Why, Reported, Right, Fix and Source in this order. Throws when one is missing: the page is ours. */
export function parsePage(code: string, text: string): RulePage {
  const parts: string[] = [];
  // A checkout on Windows may have line ends of its own.
  let rest = text.replaceAll('\r\n', '\n');
  for (const section of sections) {
    const [before, after] = splitAt(rest, `\n\n## ${section}\n\n`);
    if (after === undefined) throw new Error(`The page of ${code} has no section ${section}.`);
    parts.push(before);
    rest = after;
  }
  const [head = '', why = '', wrong = '', right = '', fix = ''] = parts;
  const [title, what = ''] = splitAt(head, '\n\n');
  return { title: title.replace(/^# /, ''), what, why, wrong: unfenced(wrong), right: unfenced(right), fix, source: rest.trimEnd() };
}

function splitAt(text: string, mark: string): readonly [string, string | undefined] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + mark.length)];
}

function unfenced(block: string): string {
  return block.replace(/^```yaml\n/, '').replace(/\n```$/, '');
}
