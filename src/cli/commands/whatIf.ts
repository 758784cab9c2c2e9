import { isEventWord } from '../../service/events.ts';
import type { CommandForm } from './form.ts';
import { onManifests, oneOf, WrongUsage, type OnManifests } from './options.ts';

const formats = ['text', 'json'] as const;

export interface WhatIfCommand extends OnManifests {
  readonly name: 'what-if';
  readonly format: (typeof formats)[number];
  /** In words, in order. */
  readonly events: readonly string[];
  /** A file with a list of them, behind the others. */
  readonly list: string | undefined;
  readonly cluster: string | undefined;
}

export const whatIfForm: CommandForm<WhatIfCommand> = {
  name: 'what-if',
  takes: 'EVENT… [paths…]',
  does: 'show what events change',
  formats,
  options: [
    { name: 'events', value: 'FILE', says: 'a list of events in YAML or JSON; behind the others' },
    { name: 'cluster', value: 'NAME', says: 'only there' },
  ],
  onManifests: true,
  notes: [
    'Events happen one after the other; each is one argument, in quotes. A pod is NAMESPACE/NAME or its address, anything else KIND/NAMESPACE/NAME.',
    'An entry of a list: { do: nodeFails, node: worker-1 }. All events: docs/what-if.md.',
  ],
  examples: [
    { words: "what-if 'restart shop/web-0'", says: 'which address the pod has afterwards' },
    { words: "what-if 'fail worker-1' 'elapse 400' 'return worker-1' sites/store-42", says: 'a node is away for 400 seconds' },
    { words: "what-if 'scale deployment/shop/web=4'", says: 'two pods more' },
    { words: "what-if 'rollout deployment/shop/web'", says: 'its new pods become ready; with failing behind it they do not' },
    { words: "what-if 'drain worker-2' 'uncordon worker-2'", says: 'maintenance of a node' },
    { words: "what-if 'delete service/shop/web' 'apply service.yaml'", says: 'a service is made again' },
    { words: "what-if 'taint worker-1 maintenance=yes:NoExecute'", says: 'who has to leave' },
    { words: 'what-if --events events.yaml --format json', says: 'events of a file' },
  ],
  parse: (words, values) => {
    const events = words.filter(isEvent);
    const [first] = words;
    if (first !== undefined && !isEvent(first) && isEventWord(first))
      throw new WrongUsage(`An event is one argument: write it in quotes, '${words.join(' ')}'.`);
    if (events.length === 0 && values.events === undefined)
      throw new WrongUsage('"what-if" needs an event, such as \'fail worker-1\', or --events FILE.');
    return {
      name: 'what-if',
      ...onManifests(
        words.filter((word) => !isEvent(word)),
        values,
      ),
      format: oneOf('--format', formats, values.format ?? 'text'),
      events,
      list: values.events,
      cluster: values.cluster,
    };
  },
};

/** Every event has a word and what it happens to; a path with a blank in it is written `./my folder`. */
function isEvent(word: string): boolean {
  return /\s/.test(word.trim()) && !/^[./~]/.test(word);
}
