import { baseName } from '../../../base/path.ts';
import { holdsPlaceholder } from '../../../manifests/placeholder.ts';
import type { Resource } from '../../../manifests/resource.ts';

/**
 * Whether something else surely fills in a name or a host: it holds a placeholder, also one in angle brackets between letters (`<CLUSTER>-wait`, `git.<secret:domain>`), which
 * keeps no manifest from being read; or it was rendered and a part of it came out empty, as of a chart whose values are given when
 * it is installed (`-rmq`), or of a variable that something in the cluster adds (`shop.`).
 */
export function isFilledIn({ document }: Resource, text: string): boolean {
  return (
    holdsPlaceholder(text) ||
    isWordForName.test(text) ||
    // A word such as `service_name`, in a file that says that it is a template.
    (text.includes('_') && /te?mpl/i.test(baseName(document.file))) ||
    /<[A-Za-z][^<>]*>/.test(text) ||
    (document.unitKey !== undefined && /^[-.]|[-.]$|\.\./.test(text))
  );
}

/** `NAMESPACE`, `YOUR_APP_NAME`, `MY-NAMESPACE`: words that say what is to stand there, in letters that no name of an object has. */
const isWordForName = /^(?=(?:[A-Z0-9]+[_-])*(?:NAME|NAMESPACE|YOUR|PLACEHOLDER|TODO)(?:[_-]|$))[A-Z][A-Z0-9]*(?:[_-][A-Z0-9]+)*$/;
