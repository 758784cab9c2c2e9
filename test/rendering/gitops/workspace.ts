import {
  deliveriesOf,
  gitOpsObject,
  kindKey,
  objectKey,
  renderDelivery,
  repositoryOf,
  type ClusterObject,
  type Deliveries,
  type Delivery,
  type Surroundings,
} from '../../../src/rendering/gitops/gitops.ts';
import type { Rendered, RenderingProblem } from '../../../src/rendering/rendered.ts';
import { nodeAt, textAt as fieldAt, valueAt } from '../../../src/rendering/yaml/change.ts';
import type { YamlNode } from '../../../src/rendering/yaml/node.ts';
import { toPlain, type Plain } from '../../../src/rendering/yaml/plain.ts';
import { inFile, readYaml } from '../../../src/rendering/yaml/read.ts';
import { english } from '../../../src/base/message.ts';
import { memorySources } from '../memorySources.ts';

export type Files = Readonly<Record<string, string>>;

/** A workspace of which every object stands in a file as it is; templates of charts are none. */
export interface Workspace {
  readonly files: Files;
  readonly surroundings: Surroundings;
  readonly object: (kind: string, name: string) => ClusterObject;
  readonly deliveries: (kind: string, name: string) => Deliveries;
  /** All that one object applies, one after the other. */
  readonly applied: (kind: string, name: string) => Rendered & { readonly deliveries: readonly Delivery[] };
}

export interface Given {
  readonly above?: readonly string[] | undefined;
  /** Objects that may be there without being seen: `ConfigMap/flux-system/cluster`. */
  readonly unseen?: readonly string[];
}

export function workspaceOf(files: Files, { above = [], unseen = [] }: Given = {}): Workspace {
  const sources = memorySources(files);
  const objects = Object.entries(files)
    .filter(([path]) => !path.includes('/templates/') && /\.ya?ml$/.test(path))
    .flatMap(([path, text]) => readYaml(text, inFile(path), { dialect: 'yaml-1.2', duplicates: 'last' }))
    .flatMap(({ root }) => (root?.type === 'map' ? [gitOpsObject(root)] : []))
    .filter((object) => object !== undefined);
  const byKey = new Map(objects.map((object) => [objectKey(object), object]));
  const surroundings: Surroundings = {
    sources,
    root: '',
    above,
    repository: repositoryOf(objects, sources, '', above),
    object: (kind, namespace, name) => {
      const key = `${kind}/${namespace}/${name}`;
      return unseen.includes(key) ? 'unknown' : byKey.get(key);
    },
    objects: (kind, namespace) => objects.filter((object) => kindKey(object) === kind && object.namespace === namespace),
  };
  const find = (kind: string, name: string): ClusterObject => {
    const found = objects.find((object) => object.kind === kind && object.name === name);
    if (found === undefined) throw new Error(`no ${kind} ${name}`);
    return found;
  };
  const deliveries = (kind: string, name: string): Deliveries => deliveriesOf(find(kind, name), surroundings);
  return {
    files,
    surroundings,
    object: find,
    deliveries,
    applied: (kind, name) => {
      const made = deliveries(kind, name);
      const rendered = made.deliveries.map((delivery) => renderDelivery(delivery, surroundings));
      return {
        deliveries: made.deliveries,
        manifests: rendered.flatMap(({ manifests }) => manifests),
        problems: [...made.problems, ...rendered.flatMap(({ problems }) => problems)],
        looked: new Set([...made.looked, ...rendered.flatMap(({ looked }) => [...looked])]),
      };
    },
  };
}

/** `Service shop/web` */
export function names({ manifests }: Pick<Rendered, 'manifests'>): readonly string[] {
  return manifests.map(({ root }) => {
    const namespace = fieldAt(valueAt(root, 'metadata'), 'namespace');
    return `${fieldAt(root, 'kind') ?? ''} ${namespace === undefined ? '' : `${namespace}/`}${fieldAt(valueAt(root, 'metadata'), 'name') ?? ''}`;
  });
}

/** The value at a path of the only manifest of a kind and name. */
export function nodeOf(
  { manifests }: Pick<Rendered, 'manifests'>,
  kind: string,
  name: string,
  ...path: readonly (string | number)[]
): YamlNode | undefined {
  const [manifest] = manifests.filter(({ root }) => fieldAt(root, 'kind') === kind && fieldAt(valueAt(root, 'metadata'), 'name') === name);
  let node: YamlNode | undefined = manifest?.root;
  for (const step of path) node = typeof step === 'number' ? (node?.type === 'list' ? node.items[step] : undefined) : nodeAt(node, step);
  return node;
}

export function valueOf(
  rendered: Pick<Rendered, 'manifests'>,
  kind: string,
  name: string,
  ...path: readonly (string | number)[]
): Plain | undefined {
  const node = nodeOf(rendered, kind, name, ...path);
  return node === undefined ? undefined : toPlain(node);
}

/** The places of a node in order, with what stands there: `apps/web.yaml:80`. */
export function places(node: YamlNode | undefined, files: Files): readonly string[] {
  return (node?.origins ?? []).map(({ file, start, end }) => `${file}:${files[file]?.slice(start, end) ?? ''}`);
}

/** `error missing-path clusters/site/apps.yaml:./app` */
export function told(problems: readonly RenderingProblem[], files: Files): readonly string[] {
  return problems.map(({ severity, class: name, at }) => `${severity} ${name} ${at.file}:${files[at.file]?.slice(at.start, at.end) ?? ''}`);
}

export function said({ message }: RenderingProblem): string {
  return english.say(message);
}

/** What is written at a place. */
export function textAt(files: Files, { file, start, end }: RenderingProblem['at']): string {
  return files[file]?.slice(start, end) ?? '';
}
