import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';

/** A message of the server that is no answer. */
export interface Told {
  readonly method: string;
  readonly params: unknown;
}

/** Drives a server over standard input and output as an editor would, byte by byte. */
export class StdioClient {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #answers = new Map<number, (message: Message) => void>();
  readonly #waiting = new Set<() => void>();
  #buffer = Buffer.alloc(0);
  #lastId = 0;
  #complaints = '';
  /** Everything that the server has told, oldest first. */
  readonly told: Told[] = [];
  /** What the server asked of the client, which answers every question with null. */
  readonly asked: string[] = [];
  /** The code that the process ended with. */
  readonly ended: Promise<number | null>;

  constructor(script: string, ...words: readonly string[]) {
    this.#process = spawn(process.execPath, [script, ...words], { stdio: 'pipe' });
    this.#process.stdout.on('data', (bytes: Buffer) => this.#read(bytes));
    this.#process.stderr.on('data', (bytes: Buffer) => (this.#complaints += bytes.toString()));
    this.ended = new Promise((resolve) => this.#process.once('exit', resolve));
  }

  /** Resolves with the result; rejects with what the server answered instead. */
  async ask<T>(method: string, params: unknown): Promise<T> {
    const id = ++this.#lastId;
    const answer = await new Promise<Message>((resolve) => {
      this.#answers.set(id, resolve);
      this.#send({ jsonrpc: '2.0', id, method, params });
    });
    if (answer.error !== undefined) throw new Error(`${method}: ${JSON.stringify(answer.error)}`);
    return answer.result as T;
  }

  tell(method: string, params: unknown): void {
    this.#send({ jsonrpc: '2.0', method, params });
  }

  /** Resolves when something that the server has told satisfies a look, which throws until then. */
  async eventually<T>(look: () => T): Promise<T> {
    const deadline = Date.now() + 60_000;
    for (;;) {
      try {
        return look();
      } catch (error) {
        if (Date.now() > deadline) throw new Error(`${String(error)}\n${this.#complaints}`, { cause: error });
        await this.#next(deadline - Date.now());
      }
    }
  }

  /** What was told last by a method of what fits. */
  last<T>(method: string, fits: (params: T) => boolean = () => true): T | undefined {
    return this.told.findLast((message) => message.method === method && fits(message.params as T))?.params as T | undefined;
  }

  kill(): void {
    this.#process.kill('SIGKILL');
  }

  #next(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        clearTimeout(timer);
        this.#waiting.delete(done);
        resolve();
      };
      const timer = setTimeout(done, Math.max(1, milliseconds));
      this.#waiting.add(done);
    });
  }

  #send(message: object): void {
    const body = JSON.stringify(message);
    this.#process.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #read(bytes: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, bytes]);
    for (;;) {
      const end = this.#buffer.indexOf('\r\n\r\n');
      if (end < 0) return;
      const length = Number(/content-length: *(\d+)/i.exec(this.#buffer.toString('latin1', 0, end))?.[1]);
      if (this.#buffer.length < end + 4 + length) return;
      const message = JSON.parse(this.#buffer.toString('utf8', end + 4, end + 4 + length)) as Message;
      this.#buffer = this.#buffer.subarray(end + 4 + length);
      this.#take(message);
    }
  }

  #take(message: Message): void {
    const { id, method, params } = message;
    if (method === undefined) {
      if (id !== undefined) this.#answers.get(id)?.(message);
      return;
    }
    if (id === undefined) this.told.push({ method, params });
    else {
      this.asked.push(method);
      this.#send({ jsonrpc: '2.0', id, result: null });
    }
    for (const done of [...this.#waiting]) done();
  }
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: unknown;
}
