/** Why a text is refused, and where. Thrown inside the reader alone; nobody outside sees it. */
export class Refusal extends Error {
  readonly at: number;

  constructor(at: number, text: string) {
    super(text);
    this.at = at;
  }
}

/** A place in a text that moves forward, with its line and column. Behind the end of the text every character is NaN. */
export class Cursor {
  readonly text: string;
  at = 0;
  line = 0;
  #lineStart = 0;

  constructor(text: string) {
    this.text = text;
    if (text.charCodeAt(0) === 0xfeff) this.at = this.#lineStart = 1;
  }

  get column(): number {
    return this.at - this.#lineStart;
  }

  get code(): number {
    return this.text.charCodeAt(this.at);
  }

  codeAfter(distance: number): number {
    return this.text.charCodeAt(this.at + distance);
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Moves past a line break and gives what it counts as: a line feed, or one of the two separators of Unicode. */
  passBreak(): string {
    const { code } = this;
    this.at += code === 13 && this.codeAfter(1) === 10 ? 2 : 1;
    this.line++;
    this.#lineStart = this.at;
    return code === 0x2028 || code === 0x2029 ? String.fromCharCode(code) : '\n';
  }

  skipToBreak(): void {
    while (!this.isAtEnd && !isBreak(this.code)) this.at++;
  }

  /** At the left edge, `---` or `...` with nothing, or a blank, behind it. */
  isAtDocumentMark(mark: '---' | '...'): boolean {
    return this.column === 0 && this.text.startsWith(mark, this.at) && isBlankOrEnd(this.codeAfter(3));
  }
}

/** Besides line feed and carriage return those of YAML 1.1: next line, line separator, paragraph separator. */
export function isBreak(code: number): boolean {
  return code === 10 || code === 13 || code === 0x85 || code === 0x2028 || code === 0x2029;
}

export function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

/** A blank, a line break, or the end of the text. */
export function isBlankOrEnd(code: number): boolean {
  return isBlank(code) || isBreak(code) || Number.isNaN(code);
}
