import type { Description, GraphStatus, ToPage } from '../../src/topology/protocol.ts';
import { applyPatch, emptyPicture, pictureOf, type Picture } from '../../src/topology/placement/picture.ts';
import { applyPlan, type Plan } from './planStore.ts';

/** All that the extension has told. Never changed in place. */
export interface Store {
  readonly picture: Picture;
  readonly status: GraphStatus;
  /** Absent until it has been asked for and has come. */
  readonly plan: Plan | undefined;
  /** Ids of what stands at the cursor of the text editor. */
  readonly highlighted: readonly string[];
  /** The last one that was asked for; `description` is absent for an element that is no more. */
  readonly described: { readonly id: string; readonly description: Description | undefined } | undefined;
}

export function emptyStore(text: string): Store {
  return { picture: emptyPicture, status: { state: 'loading', text }, plan: undefined, highlighted: [], described: undefined };
}

/** What is known after a message; undefined when it is a patch of another version than the one that is here. */
export function applied(
  store: Store,
  message: Extract<ToPage, { type: 'graph' | 'patch' | 'highlight' | 'description' }>,
): Store | undefined {
  switch (message.type) {
    case 'graph': {
      const plan = message.plan === undefined ? undefined : applyPlan(undefined, message.plan);
      return { ...store, plan, picture: pictureOf(message.graph, message.version), status: message.status };
    }
    case 'patch': {
      if (message.base !== store.picture.version) return undefined;
      const plan = message.plan === undefined ? store.plan : applyPlan(store.plan, message.plan);
      return { ...store, plan, picture: applyPatch(store.picture, message.patch, message.version), status: message.status };
    }
    case 'highlight':
      return { ...store, highlighted: message.ids };
    case 'description':
      return { ...store, described: message };
  }
}
