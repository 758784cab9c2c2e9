import { holdsPlaceholder } from '../../manifests/placeholder.ts';
import { withoutTrailing } from '../../base/withoutTrailing.ts';
import type { Sources } from '../sources.ts';
import { claimsOf } from './claims.ts';
import type { ClusterObject, Repository } from './delivery.ts';
import { pathInRepository } from './paths.ts';

/**
 * The workspace's own source among those that the objects name: the URL of which the most paths exist here. The root exists everywhere, and says nothing.
 * A revision that is the only one named for that URL is taken to be what the workspace shows; of several, those that follow the default branch.
 */
export function repositoryOf(
  objects: Iterable<ClusterObject>,
  sources: Sources,
  root: string,
  above: readonly string[] | undefined = [],
): Repository {
  const claims = claimsOf([...objects]);
  const found = new Map<string, { paths: Set<string>; isOwn: boolean }>();
  for (const { url, paths, isOwn } of claims) {
    const key = comparableUrl(url);
    const entry = found.get(key) ?? { paths: new Set<string>(), isOwn: false };
    found.set(key, entry);
    entry.isOwn ||= isOwn === true;
    for (const path of paths) if (!isRoot(path) && pathInRepository({ sources, root, above }, path).type === 'found') entry.paths.add(path);
  }
  const [best] = [...found]
    .map(([url, { paths, isOwn }]) => ({ url, weight: paths.size * 2 + (isOwn ? 1 : 0) }))
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight || (one.url < other.url ? -1 : 1));
  if (best === undefined) return { url: undefined, revisions: undefined };
  const own = claims.filter(({ url }) => comparableUrl(url) === best.url);
  const revisions = new Set(own.map(({ revision }) => comparableRevision(revision)));
  const followed = own.filter(({ isOwn }) => isOwn === true).map(({ revision }) => comparableRevision(revision));
  const defaults = [...revisions].filter((revision) => (followed.length > 0 ? followed : ['']).includes(revision));
  return { url: best.url, revisions: revisions.size > 1 && defaults.length > 0 ? new Set(defaults) : undefined };
}

/** Whether what is fetched from there is this workspace. A URL that somebody has still to fill in counts as its own. */
export function isHere({ url: own, revisions }: Repository, url: string, revision: string | undefined): boolean {
  if (holdsPlaceholder(url) || /<[^<>]+>/.test(url)) return true;
  return own === comparableUrl(url) && (revisions === undefined || revisions.has(comparableRevision(revision)));
}

/** `https://git.example.org/o/x.git`, `git@git.example.org:o/x` and `ssh://git@git.example.org:22/o/x/` are one. */
export function comparableUrl(url: string): string {
  const text = url.trim().toLowerCase();
  const scheme = /^[a-z][a-z0-9+.-]*:\/\//.exec(text)?.[0] ?? '';
  const slash = text.indexOf('/', scheme.length);
  const host = slash < 0 ? text.slice(scheme.length) : text.slice(scheme.length, slash);
  const path = slash < 0 ? '' : text.slice(slash);
  const server = host.slice(host.lastIndexOf('@') + 1);
  const bare = withoutTrailing(`${scheme === '' ? server : server.replace(/:\d+$/, '')}${path}`.replaceAll(':', '/'), '/');
  return bare.endsWith('.git') ? bare.slice(0, -4) : bare;
}

const usualBranches: ReadonlySet<string> = new Set(['HEAD', 'main', 'master']);

/** Empty for the default branch, whether it is named or not. */
function comparableRevision(revision = ''): string {
  const text = revision.startsWith('refs/heads/') ? revision.slice('refs/heads/'.length) : revision;
  return usualBranches.has(text) ? '' : text;
}

function isRoot(path: string): boolean {
  return path.split('/').every((segment) => segment === '' || segment === '.' || segment === '..');
}
