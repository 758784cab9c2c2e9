// Where the scripts find and put things.
import path from 'node:path';

/** The checkout. */
export const root = path.resolve(import.meta.dirname, '..');

/** Everything that the scripts download, build or write for themselves; ignored by git, and may be deleted at any time. */
export const scratch = path.join(root, '.test');

/** A place below the checkout. */
export const at = (/** @type {readonly string[]} */ ...segments) => path.join(root, ...segments);
