import { message } from '../../base/message.ts';
import type { Span } from '../origin.ts';
import type { RenderingProblem } from '../rendered.ts';
import { entryAt, mapNode, textAt, valueAt } from '../yaml/change.ts';
import type { YamlMap, YamlNode } from '../yaml/node.ts';
import { inFile, readYaml } from '../yaml/read.ts';
import { conform } from './conform.ts';
import { kustomizationShape } from './kustomizationShape.ts';
import type { Loader } from './loader.ts';
import { failure } from './problem.ts';
import { passedOver, yamlFailure } from './yamlFailure.ts';

export interface Kustomization {
  /** The real path of the file. */
  readonly file: string;
  /** The file's name, as it stands in the folder. */
  readonly name: string;
  /** The real path of its folder. */
  readonly folder: string;
  /** Its fields by their own names, null ones left out; what did not fit is left out, too. */
  readonly root: YamlMap;
  readonly isComponent: boolean;
  readonly problems: readonly RenderingProblem[];
}

/** Kustomizations that have been read. */
export interface KustomizationMemory {
  /** The one of a key, read if its text is another than the last time. */
  readonly kustomization: (key: string, text: string, read: () => Kustomization) => Kustomization;
}

const names = ['kustomization.yaml', 'kustomization.yml', 'Kustomization'];

/** The kustomization of a folder, or what is in the way; `asked` is the entry that names the folder. api/internal/target/kusttarget.go (Load) */
export function loadKustomization(
  loader: Loader,
  folder: string,
  asked: Span,
  memory?: KustomizationMemory,
): Kustomization | RenderingProblem {
  const found = names.flatMap((name) => {
    const located = loader.locate(folder, name);
    return located.type === 'file' ? [{ name, path: located.path }] : [];
  });
  const [first, second] = found;
  if (first === undefined) return failure('no-kustomization-file', message('There is no kustomization.yaml in {0}.', shown(folder)), asked);
  if (second !== undefined)
    return failure(
      'several-kustomization-files',
      message('{0} has both {1} and {2}; kustomize takes neither.', shown(folder), first.name, second.name),
      asked,
      [
        { message: message('One stands here.'), at: { file: first.path, start: 0, end: 0 } },
        { message: message('The other stands here.'), at: { file: second.path, start: 0, end: 0 } },
      ],
    );
  const text = loader.text(first.path);
  if (text === undefined) return failure('missing-file', message('The file {0} cannot be read.', first.path), asked);
  const read = (): Kustomization => readKustomization(text, first.path, first.name, folder);
  // Through a link the same file may be that of two folders.
  return memory?.kustomization(`${folder} ${first.name} ${first.path}`, text, read) ?? read();
}

export function shown(folder: string): string {
  return folder === '' ? '.' : folder;
}

export function readKustomization(text: string, file: string, name: string, folder: string): Kustomization {
  const [document] = readYaml(text, inFile(file), { dialect: 'yaml-1.1', duplicates: 'last' });
  const whole: Span = { file, start: 0, end: Math.min(text.length, text.indexOf('\n') < 0 ? text.length : text.indexOf('\n')) };
  const problems: RenderingProblem[] = (document?.problems ?? []).map((problem) => yamlFailure(problem, 'invalid-kustomization'));
  const written = document?.root ?? mapNode([], [whole]);
  const fields = conform(written, kustomizationShape, {
    strict: true,
    misfit: (misfit) => problems.push(failure('invalid-kustomization', misfit.message, misfit.at)),
  });
  const root = fields?.type === 'map' ? fields : mapNode([], [whole]);
  const kind = textAt(root, 'kind') ?? '';
  const isComponent = kind === 'Component';
  if (problems.length === 0 && root.entries.every(({ key, value }) => isType(key) || isZero(key, value)))
    problems.push(failure('empty-kustomization', message('This kustomization says nothing, which is an error for kustomize.'), whole));
  problems.push(...typeProblems(root, kind), ...warnings(root));
  if (document?.passedOver !== undefined) problems.push(passedOver(document.passedOver));
  return { file, name, folder, root, isComponent, problems };
}

function isType(key: string): boolean {
  return key === 'kind' || key === 'apiVersion';
}

/** Whether Go sees nothing there: an empty list or map that is written is something, but the old fields are emptied into new ones. */
function isZero(key: string, node: YamlNode): boolean {
  const isOld = key === 'bases' || key === 'imageTags' || key === 'helmChartInflationGenerator';
  return node.type === 'scalar' ? node.text === '' : isOld && node.type === 'list' && node.items.length === 0;
}

const replacements: Readonly<Record<string, string>> = {
  bases: 'resources',
  commonLabels: 'labels',
  imageTags: 'images',
  patchesJson6902: 'patches',
  patchesStrategicMerge: 'patches',
  vars: 'replacements',
};

/** Fields of before: they work, and kustomize warns about them. */
function warnings(root: YamlMap): readonly RenderingProblem[] {
  return root.entries.flatMap(({ key, keyOrigins: [at] }) => {
    const now = Object.hasOwn(replacements, key) ? replacements[key] : undefined;
    if (now === undefined || at === undefined) return [];
    return [
      {
        class: 'deprecated',
        severity: 'warning',
        message: message('"{0}" is deprecated; "{1}" stands for it now.', key, now),
        at,
        related: [],
      },
    ];
  });
}

function typeProblems(root: YamlMap, kind: string): readonly RenderingProblem[] {
  const problems: RenderingProblem[] = [];
  const refuse = (key: string, text: ReturnType<typeof message>): void => {
    const at = valueAt(root, key)?.origins[0] ?? entryAt(root, key)?.keyOrigins[0];
    if (at !== undefined) problems.push(failure('invalid-kustomization', text, at));
  };
  if (kind !== '' && kind !== 'Kustomization' && kind !== 'Component')
    refuse('kind', message('The kind must be Kustomization or Component.'));
  const apiVersion = textAt(root, 'apiVersion') ?? '';
  const expected = kind === 'Component' ? 'kustomize.config.k8s.io/v1alpha1' : 'kustomize.config.k8s.io/v1beta1';
  if (apiVersion !== '' && apiVersion !== expected) refuse('apiVersion', message('The apiVersion must be {0} here.', expected));
  return problems;
}
