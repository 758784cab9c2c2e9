import type { Text } from '../base/message.ts';
import type { Reach } from '../manifests/reach.ts';
import type { Span } from './origin.ts';
import type { YamlMap } from './yaml/node.ts';

/** What a unit renders to: the manifests in the order in which the real tool prints them, and why some or all of them are missing. */
export interface Rendered {
  readonly manifests: readonly RenderedManifest[];
  readonly problems: readonly RenderingProblem[];
  /** Every file and folder that was looked at, also those that are not there: when none of them has changed, the result is the same. */
  readonly looked: ReadonlySet<string>;
  /** Files that something makes manifests of which is not known here: they stand for nothing by themselves. Absent: none. */
  readonly taken?: readonly string[] | undefined;
}

export interface RenderedManifest {
  readonly root: YamlMap;
  /** The file that brought it: a resource file, a kustomization with its generator, a chart's template (`web/templates/web.yaml`). */
  readonly source: string;
}

export interface RenderingProblem {
  /** The class of the error, in the words of the reference (`missing-file`, `nil-pointer`…), or `unsupported` for what cannot be done here. */
  readonly class: string;
  /** `error`: the real tool fails, or the rendering takes more than it may (`limit`). `warning`: it warns. `unknown`: it would do something that is not known here (a remote base, a random value). */
  readonly severity: 'error' | 'warning' | 'unknown';
  /** What is not known because of it; absent: all that the unit makes may be other, and there may be more. */
  readonly reach?: Reach | undefined;
  /** A text that is no message is the author's own: what a chart says by `fail` or `required`. */
  readonly message: Text;
  /** Where to mend it. */
  readonly at: Span;
  readonly related: readonly { readonly message: Text; readonly at: Span }[];
  /** It is about a file that git leaves out: people or scripts make it where it is needed. */
  readonly isMadeElsewhere?: true;
}
