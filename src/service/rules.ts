import { rules } from '../checks/all.ts';
import { pageOf } from '../checks/pages.ts';
import type { FileFinding } from './fileFinding.ts';

/** A rule and its page in Markdown. The pages are large: only hosts that print them import this file. */
export interface RuleDescription {
  readonly code: string;
  readonly severity: FileFinding['severity'];
  readonly title: string;
  readonly what: string;
  readonly why: string;
  readonly fix: string;
  /** YAML. */
  readonly wrong: string;
  readonly right: string;
  readonly source: string;
}

/** All rules, in the order of the page of the checks. */
export function ruleDescriptions(): readonly RuleDescription[] {
  return rules.map(({ code, severity }) => ({ ...pageOf(code), code, severity }));
}
