import { term } from '../base/message.ts';
import type { RenderingFault } from '../manifests/cluster.ts';
import type { Place } from '../manifests/place.ts';
import type { UnitFacts } from '../rendering/clusters/clusters.ts';
import { unitKey } from '../rendering/clusters/unit.ts';
import { toolOfProblem } from '../rendering/gitops/problemClasses.ts';
import type { RenderingProblem } from '../rendering/rendered.ts';
import type { RenderedUnit } from '../rendering/unitRenderings.ts';
import { unknownsOfUnit } from '../rendering/unitUnknowns.ts';

/** What units rendered to, with its problems at their texts: for as long as they render to it the same object. */
export class KnownUnitFacts {
  readonly #known = new WeakMap<RenderedUnit, UnitFacts>();
  readonly #manifestText: (path: string) => string | undefined;
  readonly #sourceText: (path: string) => string | undefined;
  readonly #placeOf: (at: RenderingProblem['at']) => Place | undefined;

  /** `sourceText` asks for a file that is not known, for later. */
  constructor(
    manifestText: (path: string) => string | undefined,
    sourceText: (path: string) => string | undefined,
    placeOf: (at: RenderingProblem['at']) => Place | undefined,
  ) {
    this.#manifestText = manifestText;
    this.#sourceText = sourceText;
    this.#placeOf = placeOf;
  }

  of(rendered: RenderedUnit | undefined): UnitFacts {
    if (rendered === undefined) return none;
    let facts = this.#known.get(rendered);
    if (facts === undefined) {
      const { unit, documents, problems, looked } = rendered;
      const filledIn = filesFilledIn(problems, unit, this.#sourceText);
      const told = problems.map((problem) => asFarAsKnown(problem, unit, looked, filledIn));
      this.#known.set(rendered, (facts = this.#factsOf(documents, told, unit, looked)));
    }
    return facts;
  }

  /** What is wrong with the objects that apply units, apart from the units. */
  ofApplying(problems: readonly RenderingProblem[]): UnitFacts {
    return this.#factsOf([], problems, undefined);
  }

  #factsOf(
    documents: UnitFacts['documents'],
    problems: readonly RenderingProblem[],
    unit: RenderedUnit['unit'] | undefined,
    looked?: ReadonlySet<string>,
  ): UnitFacts {
    // What nobody looks at is not kept: to ask for it here would be to ask for it again and again.
    const textOf = (file: string): string | undefined => (looked?.has(file) === true ? this.#sourceText(file) : this.#manifestText(file));
    const faults = problems.flatMap((problem): RenderingFault[] => {
      const place = this.#placeOf(problem.at);
      if (place === undefined) return [];
      const related = problem.related.flatMap(({ message, at }) => {
        const other = this.#placeOf(at);
        return other === undefined ? [] : [{ message: typeof message === 'string' ? term('{0}', message) : message, place: other }];
      });
      const told = { class: problem.class, severity: problem.severity, message: problem.message, place, related };
      return [{ tool: toolOf(unit, problem), ...told, ...(unit !== undefined && { unit: unitKey(unit) }) }];
    });
    return { documents, faults, unknowns: unknownsOfUnit(unit, problems, textOf) };
  }
}

const none: UnitFacts = { documents: [], faults: [], unknowns: [] };

/** Who says it: of what a GitOps object applies, the tool that builds it, unless it is about the object itself. */
function toolOf(unit: RenderedUnit['unit'] | undefined, { class: name }: RenderingProblem): RenderingFault['tool'] {
  // Of modules there are none: what is wrong with them is said of their manifest.
  if (unit === undefined || unit.kind === 'modules') return 'gitops';
  return toolOfProblem(unit.kind === 'delivery' ? unit.delivery : unit.kind, name);
}

/**
 * What Helm fails for, and no fault of the author: a dependency that is fetched at installation, values that must be given then, helpers that are
 * generated or kept elsewhere. And what Kustomize fails for in a file that something else still fills in, or that git leaves out.
 */
function asFarAsKnown(
  problem: RenderingProblem,
  unit: RenderedUnit['unit'],
  looked: ReadonlySet<string>,
  filledIn: ReadonlySet<string>,
): RenderingProblem {
  if (problem.severity !== 'error') return problem;
  if (filledIn.has(problem.at.file)) return { ...problem, severity: 'unknown' };
  // GitOps tools take what they apply from git.
  if (unit.kind === 'kustomization' && problem.isMadeElsewhere === true) return { ...problem, severity: 'unknown' };
  if (unit.kind !== 'chart') return problem;
  const isUnknown =
    problem.class === 'missing-dependencies' ||
    (problem.class === 'user' && unit.variant === '') ||
    (problem.class === 'no-template' && ![...looked].some((path) => path.endsWith('.tpl')));
  return isUnknown ? { ...problem, severity: 'unknown' } : problem;
}

/** Files that a tool cannot read for a line that is a template, and no YAML: what stands in quotes is. Or for lines that are nothing but a word in angle brackets, of which something makes several. */
function filesFilledIn(
  problems: readonly RenderingProblem[],
  unit: RenderedUnit['unit'],
  textOf: (path: string) => string | undefined,
): ReadonlySet<string> {
  const files = new Set<string>();
  if (unit.kind !== 'kustomization' && unit.kind !== 'chart') return files;
  for (const { class: name, severity, at } of problems) {
    const isOfHelm = toolOfProblem(unit.kind, name) === 'helm';
    if (severity !== 'error' || files.has(at.file) || (isOfHelm && name !== 'values-invalid')) continue;
    const text = textOf(at.file);
    if (text === undefined) continue;
    const end = text.indexOf('\n', at.start);
    const line = text.slice(text.lastIndexOf('\n', at.start - 1) + 1, end < 0 ? text.length : end);
    if (/^[^"'#]*\{[{%]/.test(line) || /^[ \t]*<[A-Z][A-Z0-9_]*>[ \t]*$/m.test(text)) files.add(at.file);
  }
  return files;
}
