import type { Message } from '../base/message.ts';
import type { ResourceBase } from './metadata.ts';
import { isOfNames, type Reach } from './reach.ts';
import type { Resource } from './resource.ts';

/** Something of a cluster that could not be read or rendered. */
export interface Unknown {
  /** One sentence that names it, for the finding which it makes quieter. */
  readonly sentence: Message;
  readonly reach: Reach;
  /** The unit that it is part of, by its key; absent: none is rendered here. */
  readonly unit?: string | undefined;
  /** What is known of it, where that is a resource of which too much is filled in later to count it in. */
  readonly resource?: Resource | undefined;
}

/** Whether something unknown could change a resource, or take it away. */
export function couldChange({ reach, unit }: Pick<Unknown, 'reach' | 'unit'>, { kind, metadata, document }: ResourceBase): boolean {
  const { changes, kinds, namespace } = reach;
  if (changes === 'nothing' || (changes === 'unit' && (unit === undefined || document.unitKey !== unit))) return false;
  return (
    kinds?.includes(kind) !== false &&
    isOfNames(reach, metadata.name) &&
    (namespace === undefined || metadata.namespace === undefined || metadata.namespace === namespace)
  );
}
