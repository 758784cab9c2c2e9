import { message } from '../../base/message.ts';
import { limits } from '../../manifests/limits.ts';
import type { Span } from '../origin.ts';
import type { YamlMap, YamlNode } from '../yaml/node.ts';
import { reaching, unsupported, type Report } from './problem.ts';

/** So many changes of one object cost what gathering it does. */
const changesAStep = 20;

/** So many values of an object make one step more of gathering it. */
const valuesAStep = 200;

/** So many characters of a text cost what another value does. */
const charactersAValue = 64;

/** What a build may cost, in steps: an object gathered is one, and so are twenty changes of objects. Beyond it nothing more is gathered or changed. */
export class Budget {
  readonly #most: number;
  #spent = 0;
  #isBeyond = false;

  constructor(most: number) {
    this.#most = most;
  }

  /** More than there was where something is left out. */
  get spent(): number {
    return this.#isBeyond ? this.#most + 1 : Math.ceil(this.#spent);
  }

  /** To the part of a step. */
  get exact(): number {
    return this.#spent;
  }

  /** Whether all of it is spent: what comes now is left out, and what goes wrong now says nothing. */
  get isBeyond(): boolean {
    return this.#isBeyond;
  }

  /** False where that is beyond the bound, which is reported once. */
  spend(steps: number, at: Span, report: Report): boolean {
    if (this.#isBeyond) return false;
    this.#spent += steps;
    if (this.#spent <= this.#most) return true;
    report(reaching(unsupported(this.#text(), at), { changes: 'unit' }));
    this.#isBeyond = true;
    return false;
  }

  /** The same for changes of objects. */
  change(changes: number, at: Span, report: Report): boolean {
    return this.spend(changes / changesAStep, at, report);
  }

  /** The same for an object that is gathered. */
  gather(root: YamlMap, at: Span, report: Report): boolean {
    return this.spend(1 + sizeOf(root) / valuesAStep, at, report);
  }

  #text(): ReturnType<typeof message> {
    return this.#most < limits.kustomizeSteps
      ? message(
          'All kustomizations together ask for more than {0} objects and changes of them; what lies beyond is left out.',
          limits.allKustomizeSteps,
        )
      : message('This asks for more than {0} objects and changes of them; what lies beyond is left out.', this.#most);
  }
}

const sizes = new WeakMap<YamlNode, number>();

/** How many values a tree holds, long texts counted as several. */
export function sizeOf(node: YamlNode): number {
  if (node.type === 'scalar') return 1 + node.text.length / charactersAValue;
  let size = sizes.get(node);
  if (size !== undefined) return size;
  size = 1;
  if (node.type === 'list') for (const item of node.items) size += sizeOf(item);
  else for (const { value } of node.entries) size += sizeOf(value);
  // Trees that share what did not change are counted without walking it again; of small ones the note costs more than the walk.
  if (size > 16) sizes.set(node, size);
  return size;
}
