import { renderTemplates, usualLimits, type ChartTemplate, type RenderedTemplates } from '../../../../src/rendering/helm/engine.ts';
import { goFunction, variadicFunction } from '../../../../src/rendering/helm/function.ts';
import {
  bool,
  float,
  int,
  list,
  map,
  nil,
  string,
  type GoValue,
  type MapValue,
  type GoFunction,
} from '../../../../src/rendering/helm/value.ts';
import { textOf } from '../../../../src/rendering/rope.ts';

/** A value as YAML would give it: every number is a float. */
export function goValue(value: unknown): GoValue {
  if (value === null || value === undefined) return nil;
  if (typeof value === 'boolean') return bool(value);
  if (typeof value === 'number') return float(value);
  if (typeof value === 'string') return string(value);
  if (Array.isArray(value)) return list(value.map(goValue));
  return map(Object.entries(value).map(([key, item]) => [key, goValue(item)] as const));
}

/** A few functions with the signatures of Sprig's, so that these tests need no other room. */
const functions: ReadonlyMap<string, GoFunction> = new Map<string, GoFunction>([
  ['upper', goFunction(['string'], (_, { text }) => string(text.toUpperCase()))],
  ['list', variadicFunction([], 'interface {}', (_context, _fixed, values) => list(values))],
  ['int64', goFunction(['interface {}'], (_, value) => int('value' in value ? Math.trunc(Number(value.value)) : 0, 'int64'))],
  [
    'repeat',
    goFunction(['int', 'string'], (context, { value }, { text }) => {
      context.spend(Number(value) * text.length);
      return string(text.repeat(Number(value)));
    }),
  ],
  [
    'set',
    goFunction(['map[string]interface {}', 'string', 'interface {}'], (_, target, { text }, value) => {
      target.entries.set(text, { value, keyOrigins: [] });
      return target;
    }),
  ],
  ['ternary', goFunction(['interface {}', 'interface {}', 'bool'], (_, one, other, { value }) => (value ? one : other))],
]);

export function chartData(values: unknown): MapValue {
  return map([
    ['Values', { ...goValue(values), type: 'common.Values' } as GoValue],
    ['Release', goValue({ Name: 'rel' })],
  ]);
}

/** Renders the files of a chart `t`, by their names below `templates`. */
export function run(files: Readonly<Record<string, string>>, values: unknown = {}, limits = usualLimits): RenderedTemplates {
  const data = chartData(values);
  const templates = Object.entries(files).map(([file, text]): ChartTemplate => ({
    name: `t/templates/${file}`,
    basePath: 't/templates',
    text: text === '' ? [] : [{ text, origins: [{ file, start: 0, end: text.length }] }],
    data,
  }));
  return renderTemplates(templates, functions, limits);
}

/** What one template prints, or the class of what goes wrong with it and the lines that are named. */
export function print(template: string, values: unknown = {}, helpers = ''): string {
  const { texts, problems } = run({ 'a.yaml': template, '_helpers.tpl': helpers }, values);
  const [problem] = problems;
  if (problem === undefined) return textOf(texts.get('t/templates/a.yaml') ?? []);
  return [problem.class, ...problem.places.map(({ name, line }) => `${name.replace('t/templates/', '')}:${String(line)}`)].join(' ');
}

/** What is said about one template that is wrong. */
export function complaint(template: string, values: unknown = {}): string {
  return run({ 'a.yaml': template }, values).problems[0]?.message ?? '';
}
