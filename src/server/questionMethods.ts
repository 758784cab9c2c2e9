import type { ClientRequests } from './protocol.ts';

/** Questions of our own client that `questions.ts` answers. */
export const questionMethods = [
  'edgeNetwork/site/field',
  'edgeNetwork/site/text',
  'edgeNetwork/explorer',
  'edgeNetwork/explorer/entries',
  'edgeNetwork/askable',
  'edgeNetwork/resolve',
  'edgeNetwork/address',
  'edgeNetwork/tool',
] as const satisfies readonly (keyof ClientRequests)[];

export type QuestionMethod = (typeof questionMethods)[number];
