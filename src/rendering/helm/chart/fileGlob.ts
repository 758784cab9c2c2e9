import { byteTextOf } from './glob/bytes.ts';
import { compiled } from './glob/compile.ts';
import { everything } from './glob/matchers.ts';
import { globTree } from './glob/syntax.ts';

/**
 * Whether a chart's files match a pattern of `.Files.Glob`, as gobwas/glob v0.2.3 reads it with `/` between names: `*` and `?` inside a name, `**` over folders,
 * `[abc]`, `[!abc]`, `[a-z]`, `{a,b}`, `\x`. The library errs often where alternatives or letters beyond ASCII stand beside something else, and so does this.
 * A pattern that it refuses matches every file, as in Helm. helm/pkg/engine/files.go
 * `spend`: told how many bytes are looked at where a pattern may look again and again. Throws `OutOfRange` where the library crashes.
 */
export function fileGlob(pattern: string, spend: (bytes: number) => void): (path: string) => boolean {
  const tree = globTree(byteTextOf(pattern));
  const matcher = tree === undefined ? everything : compiled(tree, spend);
  return (path) => matcher.matches(byteTextOf(path));
}
