import type { Message } from '../../../base/message.ts';
import type { Draft } from './draft.ts';

/** Why two trees cannot be merged. Thrown by the steps of a merge and caught where it began: the first one ends it, as in the real tool. */
export class MergeFailure extends Error {
  readonly class: 'wrong-node-kind' | 'patch-invalid' | 'too-large';
  readonly text: Message;
  /** The value that is wrong. */
  readonly at: Draft;
  readonly other: Draft | undefined;

  constructor(type: MergeFailure['class'], text: Message, at: Draft, other?: Draft) {
    super(type);
    this.class = type;
    this.text = text;
    this.at = at;
    this.other = other;
  }
}
