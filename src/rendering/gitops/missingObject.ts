import { message, sentences, type Message } from '../../base/message.ts';
import { nearestOf } from '../../base/nearest.ts';
import { holdsPlaceholder } from '../../manifests/placeholder.ts';
import type { Span } from '../origin.ts';
import type { RenderingProblem } from '../rendered.ts';
import type { Surroundings } from './delivery.ts';
import { kinds } from './object.ts';
import { unknown } from './reading.ts';

/** An object that another one names, and that no manifest makes. */
export interface NamedObject {
  /** As `kindKey` writes it. */
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
  /** Where it is named. */
  readonly at: Span;
}

export interface Telling {
  readonly consequence: Message;
  /** Names of objects that no manifest shows, and that are there all the same. */
  readonly others?: readonly string[];
  readonly isWritten?: boolean;
  readonly isSilent?: boolean;
}

/**
 * What to say of a named object that nobody makes: a warning where the manifests show which one was meant, or `isWritten` says that such an object is written down and not made by hand; otherwise that it is not known.
 * Undefined where the name is not known, and where it may well be made by hand: `isSilent`. The sentence ends with `consequence`.
 */
export function missingObject(
  { kind, namespace, name, at }: NamedObject,
  surroundings: Surroundings,
  { consequence, others = [], isWritten = false, isSilent = false }: Telling,
): RenderingProblem | undefined {
  if (name === '' || holdsPlaceholder(name) || holdsPlaceholder(namespace)) return undefined;
  const title = kind.replace(/\..*/s, '');
  const nearest = nearestOf(name, [...surroundings.objects(kind, namespace).map((object) => object.name), ...others]);
  const meant = nearest !== undefined ? message('Nearest is {0}.', nearest) : otherOf(kind, namespace, name, surroundings);
  const text = sentences(message('No manifest here makes {0} {1} in namespace {2}.', title, name, namespace), consequence, meant);
  if (meant !== undefined || isWritten)
    return {
      class: meant === undefined ? 'absent-object' : 'unknown-object',
      severity: 'warning',
      reach: { kinds: [], changes: 'nothing' },
      message: text,
      at,
      related: [],
    };
  return isSilent ? undefined : unknown(text, at, { kinds: [], changes: 'nothing' });
}

/** One of that name elsewhere: of the other kind that holds data, or where Flux itself lives. */
function otherOf(kind: string, namespace: string, name: string, surroundings: Surroundings): Message | undefined {
  const other = kind === kinds.configMap ? kinds.secret : kind === kinds.secret ? kinds.configMap : undefined;
  if (other !== undefined && typeof surroundings.object(other, namespace, name) === 'object') return message('{0} is a {1}.', name, other);
  for (const place of ['flux-system', 'default'])
    if (place !== namespace && typeof surroundings.object(kind, place, name) === 'object')
      return message('{0} is in namespace {1}.', name, place);
  return undefined;
}
