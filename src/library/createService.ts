import type { Translations } from '../base/message.ts';
import { LocalService } from '../service/localService.ts';
import type { Service, ServiceFolder, ServiceSettings } from '../service/service.ts';
import type { SourceReader } from '../service/sourceReader.ts';
import { inOneGo } from '../service/surroundings.ts';

/** How a service is made; all of it may be left out. */
export interface CreateServiceOptions {
  /** The folders of the workspace; none: one, with the empty path, that all files lie in. */
  readonly folders?: readonly ServiceFolder[] | undefined;
  /** None: profile `custom`, and every rule with its own severity. */
  readonly settings?: ServiceSettings | undefined;
  /** Where rendering reads what is no manifest (templates, files of generators); none: it is not there. */
  readonly sources?: SourceReader | undefined;
  /** BCP 47 tag of the language of sentences; English when none is given. */
  readonly language?: string | undefined;
  /** Texts of that language, as a bundle of `@vscode/l10n` has them. */
  readonly translations?: Translations | undefined;
  /** Gets errors of the product's own, which no input should bring about; without it they are thrown where nobody catches them. */
  readonly onError?: ((error: unknown) => void) | undefined;
}

/**
 * The product in this process, without any program, network or disk: texts are handed in (`setFile`, then `complete` once all are known), and questions wait until all of them are judged.
 * `dispose` ends it.
 */
export function createService({ folders, settings, sources, language, translations, onError }: CreateServiceOptions = {}): Service {
  return new LocalService({
    folders: folders ?? [{ name: '', path: '' }],
    settings: settings ?? { defaultProfile: 'custom', severities: {} },
    surroundings: inOneGo(onError ?? thrown),
    sources,
    language: language ?? 'en',
    translations,
  });
}

function thrown(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
