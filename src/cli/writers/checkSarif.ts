import type { FileRange, ResolvedFinding } from '../../analysis/resolve.ts';

const levels = { error: 'error', warning: 'warning', information: 'note', hint: 'note' } as const;

/** SARIF 2.1.0: columns are UTF-16 code units from 1, ends exclusive. */
export function writeCheckSarif(findings: readonly ResolvedFinding[], toolVersion: string): string {
  const rules = [...new Set(findings.map(({ code }) => code))].sort();
  return `${JSON.stringify({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'Edge Network Topology', version: toolVersion, rules: rules.map((id) => ({ id })) } },
      columnKind: 'utf16CodeUnits',
      results: findings.map(({ code, severity, message, range, related }) => ({
        ruleId: code,
        ruleIndex: rules.indexOf(code),
        level: levels[severity],
        message: { text: message },
        locations: [{ physicalLocation: physicalLocation(range) }],
        relatedLocations: related.map((other, id) => ({ id, message: { text: other.message }, physicalLocation: physicalLocation(other.range) })),
      })),
    }],
  }, undefined, 2)}\n`;
}

function physicalLocation({ path, start, end }: FileRange): object {
  return {
    artifactLocation: { uri: path.split('/').map(encodeURIComponent).join('/') },
    region: { startLine: start.line + 1, startColumn: start.character + 1, endLine: end.line + 1, endColumn: end.character + 1 },
  };
}
