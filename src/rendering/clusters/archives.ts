/**
 * Whether a place is a folder for what is out of use, or lies below one: `_archive/`, `definitions.bak/`. Where entry points say what is applied, nobody means what is kept there.
 */
export function isArchived(location: readonly string[]): boolean {
  return location.some((segment) => archive.test(segment) || suffixed.test(segment));
}

const archive = /^[._-]*(?:archives?|archived|attic|deprecated|disabled|graveyard|old|bak|trash|unused)$/i;
const suffixed = /[._-](?:archived?|bak|deprecated|disabled|old|unused)$/i;
