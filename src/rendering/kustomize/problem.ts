import type { Message } from '../../base/message.ts';
import type { Origins, Span } from '../origin.ts';
import type { RenderingProblem } from '../rendered.ts';

export type Report = (problem: RenderingProblem) => void;

export type Related = RenderingProblem['related'];

/** An error of the real tool. */
export function failure(errorClass: string, message: Message, at: Span, related: Related = []): RenderingProblem {
  return { class: errorClass, severity: 'error', message, at, related };
}

/** What the real tool would do, and is not known here. */
export function unsupported(message: Message, at: Span): RenderingProblem {
  return { class: 'unsupported', severity: 'unknown', message, at, related: [] };
}

/** The first place of a node; the place to fall back to for what no source spells. */
export function placeOf(node: { readonly origins: Origins } | undefined, otherwise: Span): Span {
  return node?.origins[0] ?? otherwise;
}
