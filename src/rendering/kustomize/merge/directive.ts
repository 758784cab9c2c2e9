import { message } from '../../../base/message.ts';
import type { Origins } from '../../origin.ts';
import { entryOf, fieldOf, removeField, type Draft } from './draft.ts';
import { elementWithKey, setElement } from './elements.ts';
import { MergeFailure } from './failure.ts';

export type Directive = 'merge' | 'replace' | 'delete';

const directiveKey = '$patch';

/** What a patch says of itself under `$patch`; the word is taken out of the patch. kyaml/yaml/merge2/smpdirective.go */
export function takeDirective(patch: Draft | undefined): Directive {
  if (patch === undefined) return 'merge';
  switch (patch.type) {
    case 'scalar':
      throw new MergeFailure('patch-invalid', message('A patch must be a map or a list here.'), patch);
    case 'map': {
      const value = fieldOf(patch, directiveKey);
      if (value === undefined) return 'merge';
      const directive = directiveIn(value);
      removeField(patch, directiveKey, undefined);
      return directive;
    }
    case 'list': {
      const value = listDirective(patch);
      if (value === undefined) return 'merge';
      const directive = directiveIn(value);
      setElement(patch, undefined, [directiveKey], [directive]);
      return directive;
    }
  }
}

/** An element that has nothing but `$patch` speaks for its list; the first element with that key decides whether there is one. */
function listDirective(list: Draft): Draft | undefined {
  const element = elementWithKey(list, directiveKey);
  return element?.entries.length === 1 ? fieldOf(element, directiveKey) : undefined;
}

function directiveIn(value: Draft): Directive {
  const { text } = value;
  if (text === 'merge' || text === 'replace' || text === 'delete') return text;
  throw new MergeFailure(
    'patch-invalid',
    message('"{0}" is no word for $patch: it is one of "merge", "replace" and "delete".', text),
    value,
  );
}

/** The same where a word that is none, or a patch that cannot have one, does not matter. */
export function takeDirectiveLeniently(patch: Draft | undefined): Directive {
  try {
    return takeDirective(patch);
  } catch (error) {
    if (error instanceof MergeFailure) return 'merge';
    throw error;
  }
}

/** The place in a patch that takes a value away, if it does: a null, or the directive. */
export function removalIn(patch: Draft | undefined): Origins | undefined {
  if (patch === undefined) return undefined;
  const directive = patch.type === 'map' ? entryOf(patch, directiveKey)?.value : patch.type === 'list' ? listDirective(patch) : undefined;
  return directive?.origins ?? patch.origins;
}
