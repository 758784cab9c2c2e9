import { Composer, Lexer, Parser, type CST, type Document } from 'yaml';
import { limits } from './limits.ts';
import type { SyntaxProblem } from './syntax.ts';

export interface ComposedDocument {
  /** Absent when there are so many errors that the text is surely not YAML. */
  readonly document: Document | undefined;
  readonly problems: readonly SyntaxProblem[];
}

/**
 * The library's `parseDocument`, bounded. The library recurses over nesting, which on deep input ends the whole process (a regular expression compiled near the end of the stack),
 * and makes an error object of every fault, a million of them on a megabyte of commas. So nesting is stopped before the recursion begins, and errors end the work at some number.
 */
export function composeDocument(written: string): ComposedDocument {
  // A carriage return alone ends a line, too, for YAML and for kubectl, but not for the library.
  const text = written.includes('\r') ? written.replace(/\r(?!\n)/g, '\n') : written;
  const composer = new Composer({ schema: 'failsafe', resolveKnownTags: false, uniqueKeys: false, strict: false, logLevel: 'silent' });
  const problems: SyntaxProblem[] = [];
  const onError: ErrorHandler = (source, _code, message, isWarning) => {
    const [start, end] = rangeOf(source);
    // What follows from a cut is not the author's fault.
    if (isWarning === true || start >= (tokens.stoppedAt ?? Infinity)) return;
    if (problems.length >= limits.syntaxErrors) throw new TooManyErrors();
    problems.push({ code: 'yaml/syntax', start, end: Math.max(end, start + 1), text: message });
  };
  const tokens = new BoundedTokens(text, onError);
  // The handler is private to the library's types; the version is pinned, and the tests of the bounds fail when it changes.
  (composer as unknown as { onError: ErrorHandler }).onError = onError;
  let document: Document | undefined;
  try {
    for (const composed of composer.compose(tokens.read(), true, text.length)) {
      if (document !== undefined) {
        const [start] = composed.range;
        const mark = text.startsWith('---', start);
        problems.push(
          mark
            ? { code: 'yaml/limit', start, end: start + 3, text: `in a file of more than ${limits.documents} documents` }
            : { code: 'yaml/syntax', start, end: start + 1, text: 'a second document without "---"' },
        );
        break;
      }
      document = composed;
    }
  } catch (error) {
    if (!(error instanceof TooManyErrors)) throw error;
    document = undefined;
  }
  const { stoppedAt } = tokens;
  if (stoppedAt !== undefined)
    problems.push({ code: 'yaml/limit', start: stoppedAt, end: stoppedAt + 1, text: `nested more than ${limits.depth} levels deep` });
  return { document, problems };
}

class TooManyErrors extends Error {}

type ErrorSource = number | readonly number[] | { readonly offset: number; readonly source?: string };
type ErrorHandler = (source: ErrorSource, code: string, message: string, isWarning?: boolean) => void;

function rangeOf(source: ErrorSource): readonly [number, number] {
  if (typeof source === 'number') return [source, source + 1];
  if ('offset' in source) return [source.offset, source.offset + (source.source?.length ?? 1)];
  const [start = 0, end = start + 1] = source;
  return [start, end];
}

/** The parser's tokens up to where nesting passes the limit. */
class BoundedTokens {
  readonly #text: string;
  readonly #onError: ErrorHandler;
  stoppedAt: number | undefined;

  constructor(text: string, onError: ErrorHandler) {
    this.#text = text;
    this.#onError = onError;
  }

  *read(): Generator<CST.Token> {
    const parser = new Parser();
    for (const lexeme of new Lexer().lex(this.#text)) {
      yield* this.#withoutErrors(parser.next(lexeme));
      // Besides the open collections, the document and a scalar may stand on the stack.
      if (parser.stack.length <= limits.depth + 2) continue;
      let at = Math.max(parser.offset - lexeme.length, 0);
      while (at > 0 && /\s/.test(this.#text.charAt(at))) at--;
      this.stoppedAt = at;
      break;
    }
    yield* this.#withoutErrors(parser.end());
  }

  /** What stands where nothing of its kind can stand (a `}` too many) comes as a token, of which the composer would make an error object that nobody looks at. */
  *#withoutErrors(tokens: Iterable<CST.Token>): Generator<CST.Token> {
    for (const token of tokens) {
      if (token.type === 'error') this.#onError(token, 'UNEXPECTED_TOKEN', token.message);
      else yield token;
    }
  }
}
