/** A text with variables as Flux's `envsubst` reads it, which is not quite what a shell does. fluxcd/pkg envsubst/parse/{parse,scan}.go */
export type TemplatePart =
  /** A stretch of the text. */
  { readonly type: 'text'; readonly start: number; readonly end: number } | VariablePart;

export interface VariablePart {
  readonly type: 'variable';
  readonly name: string;
  /** What stands behind the name: empty, `:=`, `:`, `^^`, `/#`… `#` without arguments is the length. */
  readonly operator: string;
  readonly arguments: readonly (readonly TemplatePart[])[];
  /** From the dollar to behind the closing brace. */
  readonly start: number;
  readonly end: number;
}

/** What cannot be understood: why, and where its variable begins. */
export interface TemplateFault {
  readonly reason: 'name' | 'brace' | 'form' | 'nesting';
  readonly start: number;
}

/** Defaults of defaults go no deeper than this. */
const deepest = 50;

/** The parts of a text in their order; the whole text is refused for one fault. Takes time in proportion to the text. */
export function parseTemplate(text: string): readonly TemplatePart[] | TemplateFault {
  return new Parser(text).all();
}

class Fault extends Error {
  readonly fault: TemplateFault;

  constructor(fault: TemplateFault) {
    super(fault.reason);
    this.fault = fault;
  }
}

type Accepts = (character: string) => boolean;

const notClosing: Accepts = (character) => character !== '}';
const identifier = /[\p{L}\p{Nd}_]/u;

class Parser {
  readonly #text: string;
  #at = 0;
  #depth = 0;
  /** Of the variable at hand. */
  #start = 0;

  constructor(text: string) {
    this.#text = text;
  }

  all(): readonly TemplatePart[] | TemplateFault {
    const parts: TemplatePart[] = [];
    try {
      while (this.#at < this.#text.length) {
        if (this.#opens()) parts.push(this.#variable());
        else for (const part of this.#run(() => true, '$')) parts.push(part);
      }
    } catch (error) {
      if (error instanceof Fault) return error.fault;
      throw error;
    }
    return parts;
  }

  /** Characters up to a variable or to one that is not accepted; of doubled `escapes` one is left. */
  #run(accepts: Accepts, escapes: string): readonly TemplatePart[] {
    const parts: TemplatePart[] = [];
    let from = this.#at;
    const cut = (): void => {
      if (this.#at > from) parts.push({ type: 'text', start: from, end: this.#at });
    };
    while (this.#at < this.#text.length && !this.#opens()) {
      const character = this.#text[this.#at] ?? '';
      const next = this.#text[this.#at + 1];
      const isEscape = escapes.includes(character) && (character === '$' ? next === '$' : next === '/' || next === '\\');
      if (isEscape) {
        cut();
        from = this.#at + 1;
        this.#at += 2;
      } else if (accepts(character)) this.#at++;
      else break;
    }
    cut();
    return parts;
  }

  #opens(): boolean {
    return this.#text.startsWith('${', this.#at);
  }

  #variable(): VariablePart {
    const start = this.#at;
    this.#start = start;
    if (++this.#depth > deepest) this.#refuse('nesting');
    this.#at += 2;
    const made = this.#text[this.#at] === '#' ? this.#length() : this.#named();
    this.#depth--;
    this.#start = start;
    this.#expect('}', 'form');
    return { type: 'variable', ...made, start, end: this.#at };
  }

  #length(): Pick<VariablePart, 'name' | 'operator' | 'arguments'> {
    this.#at++;
    const name = this.#identifier();
    return name === '' ? this.#refuse('form') : { name, operator: '#', arguments: [] };
  }

  #named(): Pick<VariablePart, 'name' | 'operator' | 'arguments'> {
    const name = this.#identifier();
    if (name === '') this.#refuse('name');
    const rest = this.#text.slice(this.#at, this.#at + 2);
    const [first = '', second = ''] = rest;
    switch (first) {
      case ':':
        return '=-?+'.includes(second) && second !== '' ? this.#default(name, rest) : this.#part(name);
      case '=':
        return this.#default(name, '=');
      case ',':
      case '^':
        return { name, operator: this.#take(second === ',' || second === '^' ? rest : first), arguments: [] };
      case '/':
        return this.#replacement(name, '/#%'.includes(second) && second !== '' ? rest : first);
      case '#':
      case '%':
        this.#take(second === first ? rest : first);
        return { name, operator: second === first ? rest : first, arguments: [this.#argument(notClosing)] };
      case '}':
        return { name, operator: '', arguments: [] };
      default:
        return this.#refuse('brace');
    }
  }

  #default(name: string, operator: string): Pick<VariablePart, 'name' | 'operator' | 'arguments'> {
    this.#take(operator);
    const parts: TemplatePart[] = [];
    while (this.#text[this.#at] !== '}') for (const part of this.#argument(notClosing)) parts.push(part);
    return { name, operator, arguments: [parts] };
  }

  /** `${X:position}`, `${X:position:length}` */
  #part(name: string): Pick<VariablePart, 'name' | 'operator' | 'arguments'> {
    this.#take(':');
    const position = this.#argument((character) => character !== ':' && character !== '}');
    if (this.#text[this.#at] === '}') return { name, operator: ':', arguments: [position] };
    this.#expect(':', 'form');
    while (this.#text[this.#at] === ':') this.#at++;
    return { name, operator: ':', arguments: [position, this.#argument(notClosing)] };
  }

  /** `${X/pattern/text}` */
  #replacement(name: string, operator: string): Pick<VariablePart, 'name' | 'operator' | 'arguments'> {
    this.#take(operator);
    const escapes = '$\\';
    const pattern = this.#text[this.#at] === '/' ? [] : this.#argument((character) => character !== '/', escapes);
    this.#expect('/', 'form');
    while (this.#text[this.#at] === '/') this.#at++;
    if (this.#text[this.#at] === '}') return { name, operator, arguments: [pattern] };
    return { name, operator, arguments: [pattern, this.#argument(notClosing, escapes)] };
  }

  /** One variable, or one stretch of text, which is not empty. */
  #argument(accepts: Accepts, escapes = ''): readonly TemplatePart[] {
    if (this.#opens()) {
      const start = this.#start;
      const part = this.#variable();
      this.#start = start;
      return [part];
    }
    const before = this.#at;
    const parts = this.#run(accepts, escapes);
    return this.#at === before ? this.#refuse('form') : parts;
  }

  #identifier(): string {
    const start = this.#at;
    for (;;) {
      const character = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
      if (!identifier.test(character)) return this.#text.slice(start, this.#at);
      this.#at += character.length;
    }
  }

  #take(operator: string): string {
    this.#at += operator.length;
    return operator;
  }

  #expect(character: string, reason: TemplateFault['reason']): void {
    if (this.#text[this.#at] !== character) this.#refuse(reason);
    this.#at++;
  }

  #refuse(reason: TemplateFault['reason']): never {
    throw new Fault({ reason, start: this.#start });
  }
}
