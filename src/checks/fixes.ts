import type { Message } from '../base/message.ts';
import type { Fix, FixEdit } from './finding.ts';

/** A fix that replaces texts. Whether they stand in the manifest as they are read shows when it is made. */
export function replacing(title: Message, preferred: boolean, ...edits: readonly FixEdit[]): Fix {
  return { title, preferred, edits };
}
