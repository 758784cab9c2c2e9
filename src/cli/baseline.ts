import { readFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import type { FileFinding } from '../service/fileFinding.ts';
import { counted, type ShownReport } from './shownReport.ts';
import { UnreadablePath } from './workspace.ts';

const known = v.object({ code: v.string(), message: v.string(), cluster: v.string(), resource: v.string(), file: v.string() });
const printed = v.object({ version: v.literal(1), findings: v.array(known) });

type KnownFinding = v.InferOutput<typeof known>;

/** Findings of an earlier run, as `check --format json` printed them. Throws `UnreadablePath` for a file that is none of these. */
export function readBaseline(file: string, currentFolder: string): readonly KnownFinding[] {
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(path.resolve(currentFolder, file), 'utf8'));
  } catch (error) {
    throw new UnreadablePath(`${file}: ${error instanceof Error ? error.message : String(error)}`);
  }
  const parsed = v.safeParse(printed, content);
  if (!parsed.success) throw new UnreadablePath(`${file}: this is not what "edge-network check --format json" prints`);
  return parsed.output.findings;
}

/**
 * Without findings that the baseline has: each of its entries takes away one, first those of the same words, then others of the same rule about the same resource in the same file, since words name
 * addresses and counts that an edit elsewhere changes. Lines do not matter.
 */
export function withoutKnown(report: ShownReport, baseline: readonly KnownFinding[]): ShownReport {
  const byWords = new Allowance(baseline, ({ code, file, cluster, resource, message }) =>
    [code, file, cluster, resource, message].join('\n'),
  );
  const afterWords = report.findings.filter((finding) => !byWords.takes(entryOf(finding)));
  const byPlace = new Allowance(byWords.left, ({ code, file, cluster, resource }) => [code, file, cluster, resource].join('\n'));
  const findings = afterWords.filter((finding) => !byPlace.takes(entryOf(finding)));
  return counted({ ...report, findings, known: report.findings.length - findings.length });
}

function entryOf({ code, path: file, cluster, resource, message }: FileFinding): KnownFinding {
  return { code, file, cluster, resource, message };
}

class Allowance {
  readonly #byKey = new Map<string, KnownFinding[]>();
  readonly #keyOf: (entry: KnownFinding) => string;

  constructor(entries: readonly KnownFinding[], keyOf: (entry: KnownFinding) => string) {
    this.#keyOf = keyOf;
    for (const entry of entries) {
      const key = keyOf(entry);
      const list = this.#byKey.get(key);
      if (list === undefined) this.#byKey.set(key, [entry]);
      else list.push(entry);
    }
  }

  /** Uses up one entry for a finding. */
  takes(finding: KnownFinding): boolean {
    return this.#byKey.get(this.#keyOf(finding))?.pop() !== undefined;
  }

  get left(): readonly KnownFinding[] {
    return [...this.#byKey.values()].flat();
  }
}
