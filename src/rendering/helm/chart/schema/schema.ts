import { message, type Message } from '../../../../base/message.ts';
import type { RenderingProblem } from '../../../rendered.ts';
import type { MapValue } from '../../value.ts';
import type { Chart } from '../chart.ts';
import { startOf } from '../fault.ts';
import { draftOf } from './draft.ts';
import { parseJson } from './json.ts';
import { Resources, rootAddress } from './resources.ts';
import { unsoundness } from './soundness.ts';
import { TooCostly, Validator, type Misfit } from './validate.ts';

/** What the schemas of a chart and of the charts in it say of the merged values. helm/pkg/chart/common/util/jsonschema.go */
export function schemaProblems(chart: Chart, values: MapValue): readonly RenderingProblem[] {
  const own = chart.schema === undefined ? [] : problemsBy(chart.schema.text(), chart.schema.file, values);
  return [
    ...own,
    ...chart.dependencies.flatMap((sub) => {
      const section = values.entries.get(sub.metadata.name)?.value;
      return section?.kind === 'map' ? schemaProblems(sub, section) : [];
    }),
  ];
}

function problemsBy(text: string, file: string, values: MapValue): readonly RenderingProblem[] {
  const at = startOf(file);
  const problem = (severity: RenderingProblem['severity'], said: Message): RenderingProblem => ({
    class: 'schema',
    severity,
    // Unchecked values are values all the same; refused ones will become others.
    reach: { makes: false, changes: severity === 'unknown' ? 'nothing' : 'unit' },
    message: said,
    at,
    related: [],
  });
  const schema = parseJson(text);
  if (schema === undefined) return [problem('error', message('The schema of the values is no JSON.'))];
  const draft = draftOf(schema);
  if (draft === undefined)
    return [problem('unknown', message('The values are not checked: the language of their schema is not known here.'))];
  const resources = new Resources(schema, draft);
  const base = resources.baseOf(schema, rootAddress);
  const unsound = unsoundness(schema, base, draft, resources);
  const tooLarge = () => problem('unknown', message('The values are not checked: their schema is larger than what is looked at.'));
  if (unsound?.type === 'broken') return [problem('error', message('Helm refuses the schema of the values for {0}.', unsound.text))];
  if (unsound?.type === 'remote')
    return [problem('unknown', message('The values are not checked: their schema goes on at {0}, which is not looked at.', unsound.text))];
  if (unsound !== undefined) return [tooLarge()];
  try {
    const misfit = new Validator(draft, resources).misfit(schema, base, values);
    return misfit === undefined ? [] : [misfitProblem(misfit, file)];
  } catch (error) {
    if (error instanceof TooCostly) return [tooLarge()];
    throw error;
  }
}

function misfitProblem({ value, keyword, property }: Misfit, file: string): RenderingProblem {
  const schema = { message: message('The schema stands here.'), at: startOf(file) };
  return {
    class: 'schema',
    severity: 'error',
    reach: { makes: false, changes: 'unit' },
    message:
      property === undefined
        ? message('This value does not suit the schema of the values: {0}.', keyword)
        : keyword === 'required' || keyword === 'dependencies'
          ? message('The schema of the values wants {0} here.', property)
          : message('The schema of the values allows no {0} here.', property),
    at: value.origins[0] ?? startOf(file),
    related: value.origins.length === 0 ? [] : [schema],
  };
}
