import type { Language } from '../base/message.ts';
import { siteField, siteText } from '../service/newSite.ts';
import type { Service } from '../service/service.ts';
import type { ClientRequests } from './protocol.ts';
import type { QuestionMethod } from './questionMethods.ts';

/** What an answer needs to know of the session. */
export interface AskedSession {
  readonly service: Service;
  readonly language: Language;
  readonly uriOf: (path: string) => string | undefined;
  readonly pathOf: (uri: string) => string | undefined;
}

type Answer<M extends QuestionMethod> = ClientRequests[M]['result'] | Promise<ClientRequests[M]['result']>;
type Answers = { readonly [M in QuestionMethod]: (params: ClientRequests[M]['params'], session: AskedSession) => Answer<M> };

const answers: Answers = {
  'edgeNetwork/site/field': ({ draft, field }, { language }) => siteField(draft, field, language),
  'edgeNetwork/site/text': ({ draft }) => ({ text: siteText(draft) }),
};

/** The answer to one of our client's questions. */
export function answerQuestion<M extends QuestionMethod>(method: M, params: ClientRequests[M]['params'], session: AskedSession): Answer<M> {
  const answer: Answers[M] = answers[method];
  return answer(params, session);
}
