import { globBase } from '../../../base/glob.ts';
import { message } from '../../../base/message.ts';
import { folderOf } from '../../../base/path.ts';
import type { RenderingProblem } from '../../rendered.ts';
import { textAt, valueAt } from '../../yaml/change.ts';
import type { YamlNode } from '../../yaml/node.ts';
import { gitRevision } from '../claims.ts';
import type { ClusterObject, Surroundings } from '../delivery.ts';
import { missingObject } from '../missingObject.ts';
import { kinds } from '../object.ts';
import { hasKustomization } from './generate.ts';
import { below, normalized, pathInRepository, type Found } from '../paths.ts';
import { mapsOf, placeOf, specOf, textOf } from '../reading.ts';
import { isHere } from '../repository.ts';

/** What a source of Flux is for this workspace. */
export type FluxSource =
  | {
      readonly type: 'here';
      /** What a path in the source is in the workspace. */
      readonly find: (path: string) => Found;
      /** `spec.ignore` */
      readonly ignore: string | undefined;
      /** A manifest that nobody sees says where it comes from: it may be another repository after all. */
      readonly isUnseen?: boolean;
    }
  /** Fetched from elsewhere; `name` is its URL, or what is known of it. */
  | { readonly type: 'elsewhere'; readonly name: string };

/** Artifacts of artifacts are followed no further than this. */
const deepest = 5;

/**
 * The source that a reference names. One without a name (Azure Arc puts it in), or one that no manifest shows (the `flux-system` of the bootstrap), is the workspace.
 */
export function fluxSource(ref: YamlNode | undefined, namespace: string, surroundings: Surroundings, depth = 0): FluxSource {
  const here = (ignore?: string): FluxSource & { readonly type: 'here' } => ({
    type: 'here',
    find: (path) => pathInRepository(surroundings, path),
    ignore,
  });
  const name = textAt(ref, 'name');
  if (name === undefined) return here();
  const kind = textAt(ref, 'kind') ?? 'GitRepository';
  const from = textAt(ref, 'namespace') ?? namespace;
  const elsewhere: FluxSource = { type: 'elsewhere', name: `${kind} ${name}` };
  switch (kind) {
    case 'GitRepository': {
      const source = surroundings.object(kinds.gitRepository, from, name);
      if (typeof source !== 'object') return { ...here(), ...(name !== 'flux-system' && { isUnseen: true }) };
      const url = textOf(specOf(source, 'url'));
      const isOwn = url === undefined || isHere(surroundings.repository, url, gitRevision(specOf(source, 'ref')));
      return isOwn ? here(textOf(specOf(source, 'ignore'))) : { type: 'elsewhere', name: url };
    }
    case 'OCIRepository': {
      const source = surroundings.object(kinds.ociRepository, from, name);
      // What a cluster is set up with is the workspace, however it gets there.
      if (typeof source !== 'object')
        return name === 'flux-system' ? { ...here(), find: (path) => pathInArtifact(surroundings, path, ref) } : elsewhere;
      return { type: 'elsewhere', name: textOf(specOf(source, 'url')) ?? elsewhere.name };
    }
    case 'ExternalArtifact':
      return depth < deepest ? (artifactOf(name, from, surroundings, depth) ?? elsewhere) : elsewhere;
    default:
      return elsewhere;
  }
}

/**
 * An artifact may be made of a folder of the workspace: then the paths in it count from the nearest folder around the object below which they are there.
 * Its root is the outermost folder around the object that holds a kustomization; where none does, nobody knows which folder that is.
 */
function pathInArtifact(surroundings: Surroundings, path: string, ref: YamlNode | undefined): Found {
  const { sources, root } = surroundings;
  const inside = normalized(path);
  const around: string[] = [];
  for (let folder = folderOf(ref?.origins[0]?.file ?? ''); folder !== '' && folder !== root; folder = folderOf(folder)) around.push(folder);
  if (inside === '') {
    const outermost = [...around, root].findLast((folder) => hasKustomization(sources, folder));
    return outermost === undefined ? { type: 'beyond' } : { type: 'found', path: outermost };
  }
  const found = pathInRepository(surroundings, path);
  if (found.type === 'found') return found;
  const candidate = around.map((folder) => below(folder, inside)).find((each) => sources.kindOf(each) !== undefined);
  return candidate === undefined ? found : { type: 'found', path: candidate };
}

/** A source that no manifest shows is usually made by whoever set up the cluster; not one that is a slip of another name. */
export function unknownSource(ref: YamlNode | undefined, object: ClusterObject, surroundings: Surroundings): readonly RenderingProblem[] {
  const kind = sourceKinds.get(textAt(ref, 'kind') ?? '');
  const name = textAt(ref, 'name') ?? '';
  const namespace = textAt(ref, 'namespace') ?? object.namespace;
  if (kind === undefined || name === 'flux-system' || surroundings.object(kind, namespace, name) !== undefined) return [];
  const missing = missingObject({ kind, namespace, name, at: placeOf(object, valueAt(ref, 'name'), ref) }, surroundings, {
    consequence: message('Without it Flux has nothing to apply.'),
    others: kind === kinds.gitRepository ? ['flux-system'] : [],
    isSilent: true,
  });
  return missing === undefined ? [] : [missing];
}

const sourceKinds: ReadonlyMap<string, string> = new Map(
  [kinds.gitRepository, kinds.ociRepository, kinds.bucket, kinds.helmRepository].map((kind) => [kind.replace(/\..*/s, ''), kind]),
);

/** What an ArtifactGenerator puts together: a path in the artifact is mapped back to where it was copied from. */
function artifactOf(name: string, namespace: string, surroundings: Surroundings, depth: number): FluxSource | undefined {
  for (const generator of surroundings.objects(kinds.artifactGenerator, namespace)) {
    const artifact = mapsOf(specOf(generator, 'artifacts')).find((each) => textAt(each, 'name') === name);
    if (artifact === undefined) continue;
    const copies = mapsOf(valueAt(artifact, 'copy')).map((copy) => copyOf(copy, generator, surroundings, depth));
    const [only, ...others] = copies;
    // An artifact of parts that are all elsewhere is elsewhere.
    if (only?.source.type === 'elsewhere' && others.every(({ source }) => source.type === 'elsewhere')) return only.source;
    return { type: 'here', find: (path) => findIn(copies, path), ignore: undefined };
  }
  return undefined;
}

interface Copy {
  readonly source: FluxSource;
  /** Folder or file in the source. */
  readonly from: string;
  /** Where it comes to in the artifact. */
  readonly to: string;
}

/** `from: "@alias/dir/**"` is what lies in the folder, `"@alias/dir"` the folder or file itself; `to: "@artifact/sub/"`. */
function copyOf(copy: YamlNode, generator: ClusterObject, surroundings: Surroundings, depth: number): Copy {
  const from = textAt(copy, 'from') ?? '';
  const to = textAt(copy, 'to') ?? '';
  const [, alias = '', path = ''] = /^@([^/]*)\/?(.*)$/s.exec(from) ?? [];
  const source = mapsOf(specOf(generator, 'sources')).find((each) => textAt(each, 'alias') === alias);
  const { base, rest } = globBase(path);
  const target = normalized(to.replace(/^@artifact/, ''));
  const last = base.split('/').at(-1) ?? '';
  return {
    source:
      source === undefined
        ? { type: 'elsewhere', name: alias }
        : fluxSource(source, textAt(source, 'namespace') ?? generator.namespace, surroundings, depth + 1),
    from: normalized(base),
    to: rest === '' && to.endsWith('/') && last !== '' ? below(target, last) : target,
  };
}

/** Of several copies that hold the path, the nearest that has it; a later one lies over an earlier. */
function findIn(copies: readonly Copy[], path: string): Found {
  const inside = normalized(path);
  const candidates = copies
    .filter(({ to }) => to === '' || inside === to || inside.startsWith(`${to}/`))
    .toReversed()
    .sort((one, other) => other.to.length - one.to.length);
  let found: Found | undefined;
  for (const { source, from, to } of candidates) {
    const next: Found =
      source.type === 'elsewhere' ? { type: 'beyond' } : source.find(below(from, to === '' ? inside : inside.slice(to.length + 1)));
    if (next.type === 'found') return next;
    if (found === undefined || next.type === 'beyond') found = next;
  }
  // A folder of which the copies fill parts only lies nowhere in the workspace as it is.
  return (
    found ??
    (copies.some(({ to }) => to.startsWith(`${inside}/`) || inside === '') ? { type: 'beyond' } : { type: 'missing', path: inside })
  );
}
