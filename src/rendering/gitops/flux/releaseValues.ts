import { message, type Message } from '../../../base/message.ts';
import { ChartFault } from '../../helm/chart/fault.ts';
import { withSetting } from '../../helm/chart/setValues.ts';
import { mergedMaps } from '../../helm/chart/valuesFile.ts';
import { map, type MapValue } from '../../helm/value.ts';
import { valueOfYaml } from '../../helm/yamlValue.ts';
import type { RenderingProblem } from '../../rendered.ts';
import type { Sources } from '../../sources.ts';
import { textAt, valueAt } from '../../yaml/change.ts';
import { firstDocument } from '../../yaml/firstDocument.ts';
import type { YamlScalar } from '../../yaml/node.ts';
import { placeInScalar } from '../../yaml/placeInScalar.ts';
import { dataOf, type Datum } from '../data.ts';
import type { ClusterObject, Surroundings } from '../delivery.ts';
import { missingObject } from '../missingObject.ts';
import { kinds } from '../object.ts';
import { isTrue, mapsOf, placeOf, specOf, unknown } from '../reading.ts';

export interface ReleaseValues {
  readonly values: MapValue;
  readonly problems: readonly RenderingProblem[];
}

/**
 * What a HelmRelease lays over the values of its chart: `valuesFrom` in order, then `values`. What is not known of a Secret is a placeholder where it is one value,
 * and a doubt about the whole release where it is a file of values. fluxcd/pkg chartutil/values.go
 */
export function releaseValues(object: ClusterObject, surroundings: Surroundings): ReleaseValues {
  const problems: RenderingProblem[] = [];
  const own = specOf(object, 'values');
  // Merged once more for each value of its own: what is set in a map that is not there otherwise is set in this one.
  const written = own?.type === 'map' ? (valueOfYaml(own, fileTextOf(own.origins[0]?.file, surroundings.sources)) as MapValue) : map();
  let values: MapValue = map();
  for (const reference of mapsOf(specOf(object, 'valuesFrom'))) {
    const name = textAt(reference, 'name') ?? '';
    const kind = textAt(reference, 'kind') === 'Secret' ? kinds.secret : kinds.configMap;
    const key = textAt(reference, 'valuesKey') ?? 'values.yaml';
    const target = textAt(reference, 'targetPath') ?? '';
    const isOptional = isTrue(valueAt(reference, 'optional'));
    const at = placeOf(object, valueAt(reference, 'name'), reference);
    const source = surroundings.object(kind, object.namespace, name);
    const datum = typeof source === 'object' ? dataOf(source).get(key) : 'unknown';
    if (isOptional && (source === undefined || datum === undefined)) continue;
    if (typeof source === 'object' && datum === undefined) {
      problems.push(
        failure(
          message('{0} {1} holds no {2}, and the release fails.', kind, name, key),
          placeOf(object, valueAt(reference, 'valuesKey'), reference),
        ),
      );
      continue;
    }
    if (datum === undefined || datum === 'unknown') {
      const missing =
        typeof source === 'object' || isOptional
          ? undefined
          : missingObject({ kind, namespace: object.namespace, name, at }, surroundings, {
              consequence: message('Without it Flux does not install this release.'),
              isWritten: kind === kinds.configMap,
              isSilent: true,
            });
      if (missing !== undefined) problems.push(missing);
      if (target === '')
        problems.push(
          unknown(
            message(
              'What {0} {1} in namespace {2} says is not known here: the values that it sets may be others.',
              kind,
              name,
              object.namespace,
            ),
            at,
            { namespace: object.namespace, changes: 'unit' },
          ),
        );
      else values = attempt(problems, values, () => withTarget(mergedMaps(values, written), target, `\${${name}.${key}}`, at));
      continue;
    }
    if (target === '') values = mergedMaps(values, readData(datum, surroundings.sources, problems));
    else {
      const place = datum.scalar.origins[0] ?? at;
      values = attempt(problems, values, () => withTarget(mergedMaps(values, written), target, datum.text, place));
    }
  }
  return { values: mergedMaps(values, written), problems };
}

function attempt(problems: RenderingProblem[], before: MapValue, change: () => MapValue): MapValue {
  try {
    return change();
  } catch (error) {
    if (!(error instanceof ChartFault)) throw error;
    problems.push(error.problem);
    return before;
  }
}

/** As `--set PATH=VALUE`, of a value in quotes as `--set-string`. */
function withTarget(values: MapValue, path: string, value: string, at: RenderingProblem['at']): MapValue {
  const isQuoted = (value.startsWith("'") && value.endsWith("'")) || (value.startsWith('"') && value.endsWith('"'));
  const text = isQuoted ? withoutQuotes(value) : value;
  return withSetting(values, isQuoted ? 'set-string' : 'set', `${path}=${text}`, () => undefined, at);
}

/** All of them at both ends. */
function withoutQuotes(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && /['"]/.test(text[start] ?? '')) start++;
  while (end > start && /['"]/.test(text[end - 1] ?? '')) end--;
  return text.slice(start, end);
}

function readData({ text, scalar }: Exclude<Datum, 'unknown'>, sources: Sources, problems: RenderingProblem[]): MapValue {
  return valuesIn(text, scalar, sources, (problem) => problems.push(problem));
}

/** The values in a text that stands in a scalar; what cannot be read is reported, and sets nothing. */
export function valuesIn(text: string, scalar: YamlScalar, sources: Sources, report: (problem: RenderingProblem) => void): MapValue {
  const fileText = fileTextOf(scalar.origins[0]?.file, sources) ?? '';
  const place = text === scalar.text ? placeInScalar(scalar, fileText) : () => scalar.origins[0] ?? { file: '', start: 0, end: 0 };
  const { root, problem } = firstDocument(text, place);
  const whole = scalar.origins[0] ?? { file: '', start: 0, end: 0 };
  if (problem !== undefined) {
    report(failure(message('Helm cannot read these values: {0}.', problem.text), problem.at));
    return map();
  }
  if (root === undefined) return map();
  if (root.type !== 'map') {
    report(failure(message('Values are a map of names and values, not a list or a text.'), root.origins[0] ?? whole));
    return map();
  }
  return valueOfYaml(root) as MapValue;
}

function failure(text: Message, at: RenderingProblem['at']): RenderingProblem {
  return { class: 'values-invalid', severity: 'error', message: text, at, related: [] };
}

function fileTextOf(file: string | undefined, sources: Sources): string | undefined {
  return file === undefined ? undefined : sources.text(file);
}
