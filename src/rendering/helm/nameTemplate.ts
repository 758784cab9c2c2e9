import type { Placing } from '../yaml/read.ts';
import { textOf } from '../rope.ts';
import { renderTemplates } from './engine.ts';
import { functions } from './functions/all.ts';
import type { TemplateProblem } from './template/problem.ts';
import { map } from './value.ts';

export type TemplatedName =
  | { readonly name: string; /** It is another each time, or what a cluster holds. */ readonly isUnknown: boolean }
  | { readonly problem: TemplateProblem };

/** What a template for the name of a release makes: it sees nothing but functions. `place`: of the template's text. helm/pkg/action/install.go (TemplateName) */
export function templatedName(template: string, place: Placing): TemplatedName {
  const name = 'name-template';
  const text = [{ text: template, origins: [place(0, template.length)] }];
  const { texts, problems } = renderTemplates([{ name, basePath: '', text, data: map() }], functions);
  const [problem] = problems;
  if (problem !== undefined) return { problem };
  const made = texts.get(name) ?? [];
  return { name: textOf(made), isUnknown: made.some(({ unknown }) => unknown) };
}
