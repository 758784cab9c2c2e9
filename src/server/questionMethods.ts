import type { ClientRequests } from './protocol.ts';

/** Questions of our own client that `questions.ts` answers. */
export const questionMethods = ['edgeNetwork/site/field', 'edgeNetwork/site/text'] as const satisfies readonly (keyof ClientRequests)[];

export type QuestionMethod = (typeof questionMethods)[number];
