import { createHash } from 'node:crypto';
import type { Log, PhysicalLocation, ReportingDescriptor, Result } from 'sarif';
import { printableJson } from '../../base/text.ts';
import type { CheckReport } from '../../service/questions.ts';
import { ruleDescriptions, type RuleDescription } from '../../service/rules.ts';
import type { Tool } from '../tool.ts';
import type { FileFinding, FileLocation } from '../../service/service.ts';

const levels = { error: 'error', warning: 'warning', information: 'note', hint: 'note' } as const;

/**
 * SARIF 2.1.0: columns are UTF-16 code units from 1, ends exclusive. The types of the log are made from the standard's schema.
 * Fingerprints name a finding by what it says and of whom, not by its line, so that it stays the same one when lines above it come or go.
 */
export function writeCheckSarif({ findings }: CheckReport, { version, homepage }: Tool): string {
  const used = new Set(findings.map(({ code }) => code));
  const rules = ruleDescriptions().filter(({ code }) => used.has(code));
  const indexes = new Map(rules.map(({ code }, index) => [code, index]));
  const seen = new Map<string, number>();
  const log: Log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Edge Network Topology',
            version,
            ...(homepage !== undefined && { informationUri: homepage }),
            rules: rules.map((rule) => descriptor(rule, homepage)),
          },
        },
        columnKind: 'utf16CodeUnits',
        results: findings.map((finding) => result(finding, indexes, seen)),
      },
    ],
  };
  return printableJson(log);
}

function result(finding: FileFinding, indexes: ReadonlyMap<string, number>, seen: Map<string, number>): Result {
  const { code, severity, message, path, range, related, cluster, resource } = finding;
  const identity = [code, path, cluster, resource, message].join('\n');
  const occurrence = (seen.get(identity) ?? 0) + 1;
  seen.set(identity, occurrence);
  return {
    ruleId: code,
    ruleIndex: indexes.get(code) ?? -1,
    level: levels[severity],
    message: { text: message },
    locations: [
      {
        physicalLocation: physicalLocation({ path, range }),
        ...(resource === '' ? {} : { logicalLocations: [{ fullyQualifiedName: resource, kind: 'resource' }] }),
      },
    ],
    relatedLocations: related.map((other, id) => ({ id, message: { text: other.message }, physicalLocation: physicalLocation(other.at) })),
    partialFingerprints: { 'finding/v1': `${createHash('sha256').update(identity).digest('hex').slice(0, 32)}:${occurrence}` },
  };
}

/** Its page is a section of docs/checks.md, named as GitHub names it. */
function descriptor(
  { code, severity, title, what, why, fix, wrong, right, source }: RuleDescription,
  homepage: string | undefined,
): ReportingDescriptor {
  return {
    id: code,
    ...(homepage !== undefined && { helpUri: `${homepage.split('#', 1).join('')}/blob/main/docs/checks.md#${code.replace('/', '')}` }),
    shortDescription: { text: title },
    fullDescription: { text: what },
    help: {
      text: `${what}\n\n${why}\n\n${fix}`,
      markdown: `${what}\n\n**Why.** ${why}\n\nReported:\n\n\`\`\`yaml\n${wrong}\n\`\`\`\n\nRight:\n\n\`\`\`yaml\n${right}\n\`\`\`\n\n**Fix.** ${fix}\n\n*Source: ${source}.*`,
    },
    defaultConfiguration: { level: levels[severity] },
    properties: { tags: ['network', code.slice(0, code.indexOf('/'))] },
  };
}

function physicalLocation({ path, range: { start, end } }: FileLocation): PhysicalLocation {
  return {
    artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/') },
    region: { startLine: start.line + 1, startColumn: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 },
  };
}
