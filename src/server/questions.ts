import type { Location } from 'vscode-languageserver-types';
import type { Language } from '../base/message.ts';
import type { FileLocation } from '../service/fileFinding.ts';
import { siteField, siteText } from '../service/newSite.ts';
import type { TraceAnswer } from '../service/questions.ts';
import type { RenderedText, Service } from '../service/service.ts';
import { answerTool } from '../service/tools.ts';
import type { ClientRequests, Shown, ShownRendering, ShownTrace } from './protocol.ts';
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
  'edgeNetwork/explorer': async (_, { service, uriOf }) =>
    (await service.explorer()).map(({ at, ...cluster }) => ({ ...cluster, ...shown(at, uriOf) })),
  'edgeNetwork/explorer/entries': async (asked, { service, uriOf }) =>
    (await service.explorerEntries(asked)).map(({ at, ...entry }) => ({ ...entry, ...shown(at, uriOf) })),
  'edgeNetwork/tool': ({ name, input }, { service, language }) => answerTool(service, name, input, language),
  'edgeNetwork/askable': (_, { service }) => service.askable(),
  'edgeNetwork/resolve': async (question, { service, uriOf }) => {
    const answer = await service.resolve(question);
    return answer.type === 'refused' ? answer : { ...answer, because: placesOf(answer.because, uriOf) };
  },
  'edgeNetwork/address': async (question, { service, uriOf }) => {
    const answer = await service.explainAddress(question);
    if (answer.type === 'refused') return answer;
    return { ...answer, facts: answer.facts.map((fact) => ({ ...fact, because: placesOf(fact.because, uriOf) })) };
  },
};

/** The way of a connection with the addresses of its causes. */
export function shownTrace(answer: TraceAnswer, uriOf: AskedSession['uriOf']): ShownTrace {
  return { ...answer, steps: answer.steps.map((step) => ({ ...step, because: placesOf(step.because, uriOf) })) };
}

/** A rendered manifest with the addresses of its sources; lines whose source has none are left out. */
export function shownRendering({ text, lines }: RenderedText, uriOf: AskedSession['uriOf']): ShownRendering {
  return { text, lines: lines.flatMap(({ range, at }) => placesOf([at], uriOf).map((place) => ({ range, at: place }))) };
}

function placesOf(places: readonly FileLocation[], uriOf: AskedSession['uriOf']): readonly Location[] {
  return places.flatMap(({ path, range }) => {
    const uri = uriOf(path);
    return uri === undefined ? [] : [{ uri, range }];
  });
}

function shown(at: FileLocation | undefined, uriOf: AskedSession['uriOf']): Shown {
  const [place] = at === undefined ? [] : placesOf([at], uriOf);
  return place === undefined ? {} : { at: place };
}

/** The answer to one of our client's questions. */
export function answerQuestion<M extends QuestionMethod>(method: M, params: ClientRequests[M]['params'], session: AskedSession): Answer<M> {
  const answer: Answers[M] = answers[method];
  return answer(params, session);
}
