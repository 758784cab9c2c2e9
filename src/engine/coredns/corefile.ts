import { message, type Message } from '../../base/message.ts';
import { corefileTokens, type CorefileProblem, type Token } from './corefileTokens.ts';
import { zonesOfText } from './names.ts';

/** What a Corefile says, as far as it could be understood. */
export interface Corefile {
  /** In written order; snippets are gone where they were imported. */
  readonly servers: readonly ServerBlock[];
  readonly problems: readonly CorefileProblem[];
}

export interface ServerBlock {
  readonly keys: readonly ServerKey[];
  readonly directives: readonly Directive[];
  readonly line: number;
}

/** `cluster.local:53`, `dns://.`, `10.0.0.0/24`. */
export interface ServerKey {
  /** Lower case, fully qualified; several for a prefix that ends inside a label. */
  readonly zones: readonly string[];
  /** Absent when not written: the transport's own. */
  readonly port: number | undefined;
  /** `dns` when not written. */
  readonly transport: string;
}

/** A plugin with its arguments. */
export interface Directive {
  readonly name: string;
  readonly args: readonly string[];
  /** The words of each line between the braces; empty without braces. */
  readonly lines: readonly DirectiveLine[];
  readonly line: number;
}

export interface DirectiveLine {
  readonly words: readonly string[];
  readonly line: number;
}

/** Imports nest no deeper than this in CoreDNS's own parser. */
const MAX_IMPORTS = 1000;

/** What is read in all, imports included: they multiply what a ConfigMap of at most a megabyte holds. */
const MAX_CHARACTERS = 4_000_000;
const MAX_TOKENS = 100_000;

/** The texts of the files that an import pattern means; `refused` when CoreDNS does not take the pattern, absent when the files cannot be known. */
export type Imported = (pattern: string) => readonly string[] | 'refused' | undefined;

/**
 * Reads a Corefile.
 * Never fails: what is broken becomes a problem, the rest is read. coredns/caddy caddyfile/lexer.go, parse.go
 */
export function parseCorefile(text: string, imported: Imported = () => undefined): Corefile {
  return new CorefileParser(text, imported).parse();
}

class CorefileParser {
  readonly #tokens: Token[];
  readonly #imported: Imported;
  readonly #problems: CorefileProblem[] = [];
  readonly #snippets = new Map<string, readonly Token[]>();
  #imports = 0;
  #characters = 0;
  #length = 0;
  #isCut = false;
  #rows = 0;
  #at = 0;

  constructor(text: string, imported: Imported) {
    this.#imported = imported;
    this.#tokens = this.#read(text);
  }

  parse(): Corefile {
    const servers: ServerBlock[] = [];
    while (this.#at < this.#tokens.length) {
      const server = this.#server();
      if (server !== undefined) servers.push(server);
    }
    return { servers, problems: this.#problems };
  }

  /** What stands in an imported file is reported at the line of its import. */
  #read(text: string, importedAt?: number): Token[] {
    this.#characters += text.length;
    if (this.#characters > MAX_CHARACTERS) return this.#counted([], importedAt ?? 0);
    const { tokens, problems, rows } = corefileTokens(text, this.#rows);
    this.#rows += rows;
    for (const { line, message: text, kind } of problems) this.#problem(importedAt ?? line, text, kind);
    return this.#counted(
      tokens.map((token) => ({ ...token, line: importedAt ?? token.line })),
      importedAt ?? 0,
    );
  }

  /** The tokens as far as there may be more; the first time that there may not is a problem. */
  #counted<T extends Token>(tokens: readonly T[], line: number): T[] {
    const left = Math.max(MAX_TOKENS - this.#length, 0);
    const before = this.#isCut;
    this.#length += tokens.length;
    this.#isCut ||= tokens.length > left || this.#characters > MAX_CHARACTERS;
    if (this.#isCut && !before)
      this.#problem(line, message('The Corefile with all that it imports is too long to be followed here.'), 'unknown');
    return tokens.slice(0, left);
  }

  #peek(): Token | undefined {
    return this.#tokens[this.#at];
  }

  #problem(line: number, text: Message, kind: CorefileProblem['kind'] = 'refused'): void {
    this.#problems.push({ line, message: text, kind });
  }

  #server(): ServerBlock | undefined {
    const first = this.#peek();
    if (first === undefined) return undefined;
    if (first.text === '}' || (first.text === '{' && !first.quoted)) {
      this.#problem(first.line, message('There is no server block around "{0}".', first.text), 'unknown');
      this.#at++;
      return undefined;
    }
    if (this.#import(first)) return undefined;
    const keys: string[] = [];
    let row = first.row;
    let another = false;
    for (let token = this.#peek(); token !== undefined && !(token.text === '{' && !token.quoted); token = this.#peek()) {
      // A comma lets the addresses go on in the next line.
      if (token.row !== row && !another) break;
      another = token.text.endsWith(',');
      row = token.row;
      const key = another ? token.text.slice(0, -1) : token.text;
      if (key !== '') keys.push(key);
      this.#at++;
    }
    const braced = this.#peek()?.text === '{';
    if (braced) this.#at++;
    const [only] = keys;
    if (keys.length === 1 && only !== undefined && /^\(.*\)$/.test(only)) {
      this.#snippets.set(only.slice(1, -1), this.#snippet(first.line));
      return undefined;
    }
    const directives = this.#directives(braced, first.line);
    return { keys: keys.map(serverKey), directives, line: first.line };
  }

  /** The tokens up to the matching brace. */
  #snippet(line: number): readonly Token[] {
    const start = this.#at;
    for (let depth = 1; this.#at < this.#tokens.length; this.#at++) {
      const text = this.#peek()?.text;
      if (text === '{') depth++;
      if (text === '}' && --depth === 0) return this.#tokens.slice(start, this.#at++);
    }
    this.#problem(line, message('A closing brace is missing.'));
    return this.#tokens.slice(start);
  }

  /** Puts what an `import` means in its place. */
  #import(token: Token): boolean {
    if (token.text !== 'import' || token.quoted) return false;
    const pattern = this.#tokens[this.#at + 1];
    const named = pattern?.row === token.row ? pattern.text : undefined;
    let tokens: readonly Token[] = [];
    if (named === undefined) this.#problem(token.line, message('An import needs a file or snippet.'));
    else if (++this.#imports > MAX_IMPORTS) this.#problem(token.line, message('Imports nest too deeply.'));
    else {
      const snippet = this.#snippets.get(named);
      const texts = snippet === undefined ? this.#imported(named) : [];
      if (texts === undefined) this.#problem(token.line, message('The imported file "{0}" is not known here.', named), 'unknown');
      if (texts === 'refused')
        this.#problem(token.line, message('An import takes one "*" and one "?" and no brackets, which "{0}" does not keep to.', named));
      tokens =
        snippet === undefined
          ? (Array.isArray(texts) ? texts : []).flatMap((text: string) => this.#read(text, token.line))
          : this.#counted(snippet, token.line);
    }
    this.#tokens.splice(this.#at, named === undefined ? 1 : 2, ...tokens);
    return true;
  }

  #directives(braced: boolean, line: number): readonly Directive[] {
    const directives: Directive[] = [];
    for (let token = this.#peek(); token !== undefined; token = this.#peek()) {
      if (token.text === '}' && !token.quoted) {
        this.#at++;
        if (braced) return directives;
        this.#problem(token.line, message('There is no server block around "{0}".', '}'), 'unknown');
      } else if (!this.#import(token)) {
        directives.push(this.#directive(token));
      }
    }
    if (braced) this.#problem(line, message('A closing brace is missing.'));
    return directives;
  }

  #directive(first: Token): Directive {
    this.#at++;
    const args: string[] = [];
    let token = this.#peek();
    for (; token?.row === first.row && !isBrace(token); token = this.#peek()) {
      args.push(token.text);
      this.#at++;
    }
    const lines: { words: string[]; line: number; row: number }[] = [];
    if (token?.text === '{' && token.row === first.row) {
      this.#at++;
      let depth = 1;
      for (token = this.#peek(); token !== undefined; token = this.#peek()) {
        const last = lines.at(-1);
        if (token.text === 'import' && last?.row !== token.row && this.#import(token)) continue;
        this.#at++;
        if (token.text === '{' && !token.quoted) depth++;
        if (token.text === '}' && !token.quoted && --depth === 0) break;
        if (last?.row === token.row) last.words.push(token.text);
        else lines.push({ words: [token.text], line: token.line, row: token.row });
      }
      if (token === undefined) this.#problem(first.line, message('A closing brace is missing.'));
    }
    return { name: first.text, args, lines, line: first.line };
  }
}

function isBrace({ text, quoted }: Token): boolean {
  return !quoted && (text === '{' || text === '}');
}

function serverKey(text: string): ServerKey {
  const transport = /^([a-z0-9]+):\/\//i.exec(text)?.[1]?.toLowerCase() ?? 'dns';
  const port = /:([0-9]+)$/.exec(text)?.[1];
  return { zones: zonesOfText(text), port: port === undefined ? undefined : Number(port), transport };
}
