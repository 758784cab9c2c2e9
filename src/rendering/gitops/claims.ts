import { globBase } from '../../base/glob.ts';
import { nodeAt, textAt, valueAt } from '../yaml/change.ts';
import type { YamlMap, YamlNode } from '../yaml/node.ts';
import { kindKey, objectKey, type ClusterObject } from './delivery.ts';
import { configMapKey, fieldOfInstance, namesInstance, type KnownValues } from './flux/instanceValues.ts';
import { kinds } from './object.ts';
import { mapsOf, specOf, textOf, textsOf } from './reading.ts';

/** A place that an object says something is fetched from. */
export interface Claim {
  readonly url: string;
  readonly revision: string | undefined;
  /** Paths in it, from its root. Those of a pattern only up to its first wildcard. */
  readonly paths: readonly string[];
  /** The source that a cluster of Flux is set up with. */
  readonly isOwn?: boolean;
}

/** Where objects say that something is fetched from, and by which paths. */
export function claimsOf(objects: readonly ClusterObject[]): readonly Claim[] {
  const byKey = new Map(objects.map((object) => [objectKey(object), object]));
  return objects.flatMap((object) => claimsOfOne(object, byKey));
}

function claimsOfOne(object: ClusterObject, byKey: ReadonlyMap<string, ClusterObject>): readonly Claim[] {
  switch (kindKey(object)) {
    case kinds.gitRepository:
      return claimOfGit(object, []);
    case kinds.fluxKustomization:
      return throughSource(object, specOf(object, 'sourceRef'), [textOf(specOf(object, 'path')) ?? ''], byKey);
    case kinds.helmRelease: {
      const chart = specOf(object, 'chart', 'spec');
      return [
        ...throughSource(object, valueAt(chart, 'sourceRef'), [textAt(chart, 'chart') ?? ''], byKey),
        // What sets up the cluster, where a release of its operator says so: `instanceInValues`.
        ...(namesInstance(object) ? claimOfSync(fieldOfInstance(object, 'sync', knownTo(byKey))) : []),
      ];
    }
    case kinds.fluxHelmChart:
      return throughSource(object, specOf(object, 'sourceRef'), [textOf(specOf(object, 'chart')) ?? ''], byKey);
    case kinds.artifactGenerator:
      return mapsOf(specOf(object, 'sources')).flatMap((source) => {
        const alias = `@${textAt(source, 'alias') ?? ''}/`;
        const paths = mapsOf(specOf(object, 'artifacts'))
          .flatMap((artifact) => mapsOf(valueAt(artifact, 'copy')))
          .map((copy) => textAt(copy, 'from') ?? '')
          .filter((from) => from.startsWith(alias))
          .map((from) => globBase(from.slice(alias.length)).base);
        return throughSource(object, source, paths, byKey);
      });
    case kinds.fluxInstance:
      return claimOfSync(specOf(object, 'sync'));
    case kinds.application:
      return sourcesOf(specOf(object)).flatMap(claimOfApplication);
    case kinds.applicationSet:
      return [
        ...mapsOf(specOf(object, 'generators')).flatMap((generator) => claimsOfGenerator(generator, 0)),
        ...sourcesOf(specOf(object, 'template', 'spec')).flatMap(claimOfApplication),
      ];
    case kinds.gitRepo: {
      const url = textOf(specOf(object, 'repo'));
      if (url === undefined) return [];
      const revision = textOf(specOf(object, 'revision')) ?? textOf(specOf(object, 'branch'));
      return [{ url, revision, paths: textsOf(specOf(object, 'paths')).map((path) => globBase(path).base) }];
    }
    default:
      return [];
  }
}

function knownTo(byKey: ReadonlyMap<string, ClusterObject>): KnownValues {
  return { configMap: (namespace, name) => byKey.get(configMapKey(namespace, name)), textOf: () => undefined };
}

function claimOfGit(object: ClusterObject, paths: readonly string[]): readonly Claim[] {
  const url = textOf(specOf(object, 'url'));
  const isOwn = object.name === 'flux-system' && object.namespace === 'flux-system';
  return url === undefined ? [] : [{ url, revision: gitRevision(specOf(object, 'ref')), paths, ...(isOwn && { isOwn }) }];
}

/** Of a GitRepository: its branch, tag, or whatever it names. */
export function gitRevision(ref: YamlNode | undefined): string | undefined {
  for (const field of ['commit', 'name', 'semver', 'tag', 'branch']) {
    const text = textOf(valueAt(ref, field));
    if (text !== undefined) return text;
  }
  return undefined;
}

function throughSource(
  object: ClusterObject,
  ref: YamlNode | undefined,
  paths: readonly string[],
  byKey: ReadonlyMap<string, ClusterObject>,
): readonly Claim[] {
  if (textAt(ref, 'kind') !== 'GitRepository') return [];
  const namespace = textAt(ref, 'namespace') ?? object.namespace;
  const source = byKey.get(`${kinds.gitRepository}/${namespace}/${textAt(ref, 'name') ?? ''}`);
  return source === undefined ? [] : claimOfGit(source, paths);
}

function claimOfSync(sync: YamlNode | undefined): readonly Claim[] {
  const url = textAt(sync, 'url');
  if (url === undefined || (textAt(sync, 'kind') ?? 'GitRepository') !== 'GitRepository') return [];
  return [{ url, revision: textAt(sync, 'ref'), paths: [textAt(sync, 'path') ?? ''], isOwn: true }];
}

/** Several sources, or the one. */
export function sourcesOf(spec: YamlNode | undefined): readonly YamlMap[] {
  const several = mapsOf(valueAt(spec, 'sources'));
  const one = valueAt(spec, 'source');
  return several.length > 0 ? several : one?.type === 'map' ? [one] : [];
}

function claimOfApplication(source: YamlMap): readonly Claim[] {
  const url = textAt(source, 'repoURL');
  if (url === undefined || textOf(valueAt(source, 'chart')) !== undefined || url.includes('{{')) return [];
  const path = textAt(source, 'path') ?? '';
  const revision = textAt(source, 'targetRevision');
  return [{ url, revision: revision?.includes('{{') === true ? undefined : revision, paths: path.includes('{{') ? [] : [path] }];
}

/** Generators of generators are two deep at most. */
function claimsOfGenerator(generator: YamlMap, depth: number): readonly Claim[] {
  const git = valueAt(generator, 'git');
  const url = textAt(git, 'repoURL');
  const own: readonly Claim[] =
    url === undefined || url.includes('{{')
      ? []
      : [
          {
            url,
            revision: textAt(git, 'revision'),
            paths: ['directories', 'files'].flatMap((field) =>
              mapsOf(valueAt(git, field)).map((entry) => globBase(textAt(entry, 'path') ?? '').base),
            ),
          },
        ];
  if (depth > 2) return own;
  const inner = ['matrix', 'merge'].flatMap((field) => mapsOf(nodeAt(generator, field, 'generators')));
  return [...own, ...inner.flatMap((each) => claimsOfGenerator(each, depth + 1))];
}
