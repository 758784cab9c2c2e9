import type { Description, Future, GraphStatus, Reach, ReachDirection, ShownComparison, ToPage, Way } from '../../src/topology/protocol.ts';
import { applyPatch, emptyPicture, pictureOf, type Picture } from '../../src/topology/placement/picture.ts';
import { overlaid, type Over } from './overlaid.ts';
import { applyPlan, type Plan } from './planStore.ts';

/** All that the extension has told. Never changed in place. */
export interface Store {
  /** With what lies over it: what has gone, and lines of a connection that is traced. */
  readonly picture: Picture;
  /** As the extension told it. */
  readonly told: Picture;
  readonly status: GraphStatus;
  /** Absent until it has been asked for and has come. */
  readonly plan: Plan | undefined;
  /** Ids of what stands at the cursor of the text editor. */
  readonly highlighted: readonly string[];
  /** The last one that was asked for; `description` is absent for an element that is no more. */
  readonly described: { readonly id: string; readonly description: Description | undefined } | undefined;
  /** A connection that is traced; absent while none is. */
  readonly way: Way | undefined;
  /** Who may talk to an element. */
  readonly reach: { readonly id: string; readonly direction: ReachDirection; readonly reach: Reach } | undefined;
  /** The events behind the picture; absent: it is that of the manifests. */
  readonly future: Future | undefined;
  readonly comparison: ShownComparison | undefined;
}

export function emptyStore(text: string): Store {
  return {
    picture: emptyPicture,
    told: emptyPicture,
    status: { state: 'loading', text },
    plan: undefined,
    highlighted: [],
    described: undefined,
    way: undefined,
    reach: undefined,
    future: undefined,
    comparison: undefined,
  };
}

/** What changes what is known. */
export type Told = Extract<ToPage, { type: 'graph' | 'patch' | 'highlight' | 'description' | 'way' | 'reach' | 'comparison' }>;

/** What is known after a message; undefined when it is a patch of another version than the one that is here. */
export function applied(store: Store, message: Told): Store | undefined {
  switch (message.type) {
    case 'graph': {
      const plan = message.plan === undefined ? undefined : applyPlan(undefined, message.plan);
      const told = pictureOf(message.graph, message.version);
      return withOver({ ...store, plan, told, status: message.status, future: message.future });
    }
    case 'patch': {
      if (message.base !== store.told.version) return undefined;
      const plan = message.plan === undefined ? store.plan : applyPlan(store.plan, message.plan);
      const told = applyPatch(store.told, message.patch, message.version);
      return withOver({ ...store, plan, told, status: message.status, future: message.future });
    }
    case 'highlight':
      return { ...store, highlighted: message.ids };
    case 'description':
      return { ...store, described: message };
    case 'way':
      return withOver({ ...store, way: message.way });
    case 'reach':
      return { ...store, reach: message.reach === undefined ? undefined : { ...message, reach: message.reach } };
    case 'comparison':
      return withOver({ ...store, comparison: message.comparison });
  }
}

/** The store without what the reader has seen enough of. */
export function without(store: Store, what: 'way' | 'reach' | 'comparison'): Store {
  return withOver({ ...store, [what]: undefined });
}

function withOver(store: Store): Store {
  return { ...store, picture: overlaid(store.told, overOf(store)) };
}

/** What events leave behind goes before a comparison: that is with the picture of the manifests. */
function overOf({ way, future, comparison }: Store): Over {
  return { ghosts: (future ?? comparison)?.ghosts ?? [], links: way?.links ?? [] };
}
