import { message } from '../../../base/message.ts';
import { holdsPlaceholder } from '../../../manifests/placeholder.ts';
import type { RenderingProblem } from '../../rendered.ts';
import { nodeAt, textAt, valueAt } from '../../yaml/change.ts';
import { sourcesOf } from '../claims.ts';
import { dataOf } from '../data.ts';
import type { ClusterObject, Surroundings } from '../delivery.ts';
import { missingObject } from '../missingObject.ts';
import { kinds } from '../object.ts';
import { mapsOf, placeOf, scalarsOf, specOf, textOf } from '../reading.ts';
import { comparableUrl } from '../repository.ts';
import { isOwnCluster, ownCluster } from './destination.ts';
import { globOfArgo } from './glob.ts';

/**
 * Why Argo CD syncs nothing of an Application: its AppProject, where that is seen, allows neither its destination nor its sources. argo-cd pkg/apis/application/v1alpha1/app_project_types.go (isDestinationMatched,
 * IsSourcePermitted)
 */
export function projectProblems(object: ClusterObject, surroundings: Surroundings): readonly RenderingProblem[] {
  const name = textOf(specOf(object, 'project')) ?? 'default';
  const project = surroundings.object(kinds.appProject, object.namespace, name);
  if (project === undefined) return missingProject(object, name, surroundings);
  if (typeof project !== 'object') return [];
  const own = secretsOf(project, surroundings);
  return [...destinationProblems(object, project, own), ...sourceProblems(object, project, own)];
}

/** Repositories and clusters that are a project's own are allowed in it, and it need not list them. argo-cd docs/user-guide/projects.md (project scoped repositories and clusters) */
interface OwnSecrets {
  readonly repositories: readonly string[];
  readonly clusters: readonly string[];
  /** What some Secret of a repository or a cluster says is not known. */
  readonly isUnknown: boolean;
}

function secretsOf(project: ClusterObject, surroundings: Surroundings): OwnSecrets {
  const repositories: string[] = [];
  const clusters: string[] = [];
  let isUnknown = false;
  for (const secret of surroundings.objects(kinds.secret, project.namespace)) {
    const type = textAt(nodeAt(secret.root, 'metadata', 'labels'), 'argocd.argoproj.io/secret-type');
    if (type !== 'repository' && type !== 'cluster') continue;
    const data = dataOf(secret);
    const fields = ['project', 'url', 'server', 'name'].map((field) => data.get(field));
    isUnknown ||= fields.includes('unknown');
    const [owner, ...texts] = fields.map((datum) => (typeof datum === 'object' ? datum.text : undefined));
    if (owner !== project.name) continue;
    for (const text of texts) if (text !== undefined) (type === 'repository' ? repositories : clusters).push(text);
  }
  return { repositories, clusters, isUnknown };
}

/** Projects are often those of somebody else's repository. */
function missingProject(object: ClusterObject, name: string, surroundings: Surroundings): readonly RenderingProblem[] {
  if (name === 'default') return [];
  const at = placeOf(object, specOf(object, 'project'));
  const missing = missingObject({ kind: kinds.appProject, namespace: object.namespace, name, at }, surroundings, {
    consequence: message('Without it Argo CD refuses this Application.'),
    others: ['default'],
    isSilent: surroundings.objects(kinds.appProject, object.namespace).length === 0,
  });
  return missing === undefined ? [] : [missing];
}

function destinationProblems(object: ClusterObject, project: ClusterObject, own: OwnSecrets): readonly RenderingProblem[] {
  const destination = specOf(object, 'destination');
  const namespace = textAt(destination, 'namespace') ?? '';
  const server = textAt(destination, 'server') ?? '';
  const name = textAt(destination, 'name') ?? '';
  if (namespace === '' || (server === '' && name === '') || [namespace, server, name].some(holdsPlaceholder)) return [];
  if (own.isUnknown || own.clusters.includes(server) || own.clusters.includes(name)) return [];
  const isOwn = isOwnCluster(name === '' ? server : name);
  const servers = isOwn ? ownCluster.server : server;
  const names = isOwn ? ownCluster.name : name;
  let isAllowed = false;
  for (const item of mapsOf(specOf(project, 'destinations'))) {
    const fields = [
      { pattern: textAt(item, 'name') ?? '', text: names },
      { pattern: textAt(item, 'server') ?? '', text: servers },
      { pattern: textAt(item, 'namespace') ?? '', text: namespace },
    ].map((field) => ({ ...field, fits: permits(field.pattern, field.text) }));
    const [byName, byServer, byNamespace] = fields.map(({ fits }) => fits);
    if ((byName === true || byServer === true) && byNamespace === true) isAllowed = true;
    // A cluster that is named in another way here may be the one that is meant.
    else if ((byName === undefined || byServer === undefined || byNamespace === undefined) && byNamespace !== false) return [];
    else if (fields.some(({ pattern, fits }) => fits === false && pattern.startsWith('!'))) {
      isAllowed = false;
      break;
    }
  }
  if (isAllowed) return [];
  const text = message(
    'AppProject {0} does not allow namespace {1} of {2}: Argo CD refuses this Application.',
    project.name,
    namespace,
    name === '' ? server : name,
  );
  return [refused(text, project, placeOf(object, valueAt(destination, 'namespace'), destination))];
}

/** Whether a pattern allows a text; undefined where the text is not known, or the pattern is still to be filled in. */
function permits(pattern: string, text: string): boolean | undefined {
  if (pattern === '') return false;
  if (pattern === '*') return true;
  if (text === '' || holdsPlaceholder(pattern)) return undefined;
  return pattern.startsWith('!') ? !globOfArgo(pattern.slice(1))(text) : globOfArgo(pattern)(text);
}

function sourceProblems(object: ClusterObject, project: ClusterObject, own: OwnSecrets): readonly RenderingProblem[] {
  const patterns = [...scalarsOf(specOf(project, 'sourceRepos')).map(({ text }) => text), ...own.repositories];
  if (own.isUnknown || patterns.some((pattern) => holdsPlaceholder(pattern))) return [];
  return sourcesOf(specOf(object)).flatMap((source) => {
    const url = textAt(source, 'repoURL') ?? '';
    if (url === '' || holdsPlaceholder(url) || isPermitted(patterns, url)) return [];
    const text = message('AppProject {0} does not allow what comes from {1}: Argo CD refuses this Application.', project.name, url);
    return [refused(text, project, placeOf(object, valueAt(source, 'repoURL')))];
  });
}

function isPermitted(patterns: readonly string[], url: string): boolean {
  const matches = (pattern: string): boolean => pattern === '*' || globOfArgo(comparableUrl(pattern))(comparableUrl(url));
  return (
    patterns.some((pattern) => !pattern.startsWith('!') && matches(pattern)) &&
    !patterns.some((pattern) => pattern.startsWith('!') && matches(pattern.slice(1)))
  );
}

function refused(text: RenderingProblem['message'], project: ClusterObject, at: RenderingProblem['at']): RenderingProblem {
  return {
    class: 'not-permitted',
    severity: 'error',
    reach: { names: [], changes: 'nothing' },
    message: text,
    at,
    related: [{ message: message('AppProject {0}', project.name), at: placeOf(project) }],
  };
}
