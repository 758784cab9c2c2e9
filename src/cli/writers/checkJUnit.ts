import { groupBy } from '../../base/groupBy.ts';
import type { FileFinding } from '../../service/service.ts';
import type { CheckReport } from '../../service/questions.ts';
import { printable } from '../terminal.ts';

/**
 * A suite for each file with findings, a case for each of them, for the reports of CI systems. What makes the command fail is a failure, anything else a case that passes and says what it is. Where
 * nothing was found, one case that passes, so that an empty report is not taken for a broken one. JUnit has no schema of its own: this is what Jenkins, GitLab and Azure Pipelines read.
 */
export function writeCheckJUnit({ findings, summary }: CheckReport, fails: readonly FileFinding['severity'][]): string {
  const byFile = groupBy(findings, ({ path }) => path);
  const suites =
    byFile.size === 0
      ? [
          suite(
            'edge-network',
            [`    <testcase classname="edge-network" name="${escaped(`${summary.manifests} manifests without findings`)}"/>`],
            0,
          ),
        ]
      : [...byFile].map(([file, list]) =>
          suite(
            file,
            list.map((finding) => testCase(finding, fails.includes(finding.severity))),
            list.filter(({ severity }) => fails.includes(severity)).length,
          ),
        );
  const failures = findings.filter(({ severity }) => fails.includes(severity)).length;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="edge-network check" tests="${Math.max(1, findings.length)}" failures="${failures}">\n${suites.join('\n')}\n</testsuites>\n`;
}

function suite(name: string, cases: readonly string[], failures: number): string {
  return `  <testsuite name="${escaped(name)}" tests="${cases.length}" failures="${failures}">\n${cases.join('\n')}\n  </testsuite>`;
}

function testCase({ code, severity, message, path, range, resource, cluster }: FileFinding, isFailure: boolean): string {
  const place = `${path}:${range.start.line + 1}:${range.start.character + 1}`;
  const name = [code, resource, `${range.start.line + 1}:${range.start.character + 1}`].filter((part) => part !== '').join(' ');
  const head = `    <testcase classname="${escaped(path)}" name="${escaped(name)}" file="${escaped(path)}" line="${range.start.line + 1}">`;
  const text = `${place}: ${severity}: ${message} (${code}${cluster === '' ? '' : `, cluster ${cluster}`})`;
  const body = isFailure
    ? `      <failure type="${escaped(code)}" message="${escaped(message)}">${escaped(text)}</failure>`
    : `      <system-out>${escaped(text)}</system-out>`;
  return `${head}\n${body}\n    </testcase>`;
}

/** Text or attribute of XML, without characters that XML 1.0 cannot hold. */
function escaped(text: string): string {
  return printable(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]|[\ufffe\uffff]/g, '\ufffd');
}
