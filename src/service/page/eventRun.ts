import { message, plural, type Message } from '../../base/message.ts';
import type { Allocation } from '../../engine/allocation.ts';
import { beginningOf } from '../../engine/events/begin.ts';
import { changesBetween } from '../../engine/events/changes.ts';
import { happen } from '../../engine/events/happen.ts';
import type { ClusterState } from '../../engine/events/state.ts';
import { readEventWords } from '../../engine/events/words.ts';
import type { OfferedEvent } from '../../topology/offers.ts';
import { linesOf, type EventLine } from '../answers/whatIfWords.ts';

/** What came of one event that the reader chose. */
export interface EventStep {
  readonly event: OfferedEvent;
  readonly before: ClusterState;
  readonly after: ClusterState;
  readonly lines: readonly EventLine[];
}

/** The events that a reader has happen to one cluster, one after the other. What they do follows the manifests: after an edit they happen anew. */
export class EventRun {
  #events: readonly OfferedEvent[];
  #steps: readonly EventStep[] = [];
  #of: Allocation | undefined;
  #problem: Message | undefined;

  constructor(events: readonly OfferedEvent[]) {
    this.#events = events;
  }

  get isEmpty(): boolean {
    return this.#events.length === 0;
  }

  /** One more. What cannot happen is left out again, and the problem says why. */
  add(event: OfferedEvent): void {
    this.#events = [...this.#events, event];
    this.#problem = undefined;
  }

  /** To before the last one. */
  back(): void {
    this.#events = this.#events.slice(0, -1);
    this.#steps = this.#steps.slice(0, this.#events.length);
    this.#problem = undefined;
  }

  /** Why the last of them cannot happen. */
  get problem(): Message | undefined {
    return this.#problem;
  }

  /** What comes of them in a cluster as its manifests have it. Those that can no longer happen, and all behind, are left out. */
  steps(allocation: Allocation): readonly EventStep[] {
    if (this.#of !== allocation) this.#steps = [];
    this.#of = allocation;
    let state = this.#steps.at(-1)?.after ?? beginningOf(allocation, allocation.network.profile.name);
    for (const event of this.#events.slice(this.#steps.length)) {
      const step = stepOf(state, event);
      if ('problem' in step) {
        this.#problem = step.problem;
        this.#events = this.#events.slice(0, this.#steps.length);
        break;
      }
      this.#steps = [...this.#steps, step];
      state = step.after;
    }
    return this.#steps;
  }
}

function stepOf(before: ClusterState, event: OfferedEvent): EventStep | { readonly problem: Message } {
  let state = before;
  const lines: EventLine[] = [];
  for (const words of event.words) {
    const read = readEventWords(words);
    if ('problem' in read) return read;
    for (const one of read.events) {
      const outcome = happen(state, one);
      if ('problem' in outcome) return outcome;
      lines.push(...linesOf(state, outcome, changesBetween(state, outcome)));
      ({ state } = outcome);
    }
  }
  return { event, before, after: state, lines: distinct(lines) };
}

/** Of several parts that say the same the last one counts; that nothing changes counts only where nothing does. */
function distinct(lines: readonly EventLine[]): readonly EventLine[] {
  const texts = lines.map(({ text }) => JSON.stringify(text, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value)));
  const said = lines.filter(({ text }, index) => text.key !== nothing.key && texts.lastIndexOf(texts[index] ?? '') === index);
  return said.length > 0 ? said : lines.slice(0, 1);
}

const nothing = message('Nothing changes.');

/** An offered event with the number that the reader said. */
export function withReplicas(event: OfferedEvent, replicas: number | undefined): OfferedEvent {
  const [words = ''] = event.words;
  if (event.asks === undefined || replicas === undefined) return event;
  return {
    object: event.object,
    title: plural(replicas, 'It has {0} pod', 'It has {0} pods'),
    words: [`${words.slice(0, words.lastIndexOf('='))}=${replicas}`],
  };
}

/** How many there are before the reader says another number. */
export function replicasIn({ words: [words = ''], asks }: OfferedEvent): number | undefined {
  return asks === undefined ? undefined : Number(words.slice(words.lastIndexOf('=') + 1));
}
