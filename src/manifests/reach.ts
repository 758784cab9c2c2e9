import { fitsWildcard } from './wildcard.ts';

/** What something unknown could make or change. What lies outside is not in doubt. */
export interface Reach {
  /** The only kinds that it could make or change (`Secret`); absent: any. */
  readonly kinds?: readonly string[] | undefined;
  /** Namespaces in which it makes nothing; absent: none is known to be such. */
  readonly besides?: readonly string[] | undefined;
  /** It is what somebody else publishes, and knows nothing of the site, nor of the namespaces that are made here (`besides` says which these are). */
  readonly foreign?: true | undefined;
  /** The only namespace in which it could make or change something, which then is no cluster-scoped object; absent: anywhere. */
  readonly namespace?: string | undefined;
  /** Beside what is in `namespace` it could also make objects that have no namespace. */
  readonly clusterWide?: true | undefined;
  /** The only names that it could make or change, with `*` for what of them is not known; absent: any. */
  readonly names?: readonly string[] | undefined;
  /** It makes nothing that is not here; absent: it may. */
  readonly makes?: false | undefined;
  /** What of that which is known it could change, or take away: nothing, what the same unit renders, or anything. */
  readonly changes: 'nothing' | 'unit' | 'anything';
}

/** Whether a name is one of those that something could make or change. */
export function isOfNames({ names }: Reach, name: string): boolean {
  return names === undefined || names.some((pattern) => fitsWildcard(pattern, name));
}

/** An object that somebody asks for, as far as he knows what it would be. */
export interface Sought {
  readonly kinds: readonly string[] | ((kind: string) => boolean);
  /** It has no namespace by its kind; absent: it has one. */
  readonly clusterWide?: true;
  /** It says something of the site that nobody else can know: the addresses there. */
  readonly ofSite?: true;
  /** Absent: any. */
  readonly namespace?: string | undefined;
  /** Absent: any. */
  readonly name?: string | undefined;
}

/** Whether something of this reach could make such an object. */
export function couldMake(reach: Reach, { kinds, clusterWide, ofSite, namespace, name }: Sought): boolean {
  if (ofSite === true && reach.foreign === true) return false;
  if (reach.makes === false || (name !== undefined && !isOfNames(reach, name))) return false;
  if (reach.kinds !== undefined && !reach.kinds.some((kind) => (typeof kinds === 'function' ? kinds(kind) : kinds.includes(kind))))
    return false;
  if (namespace !== undefined && reach.besides?.includes(namespace) === true) return false;
  if (reach.namespace === undefined) return true;
  return clusterWide === true ? reach.clusterWide === true : namespace === undefined || namespace === reach.namespace;
}
