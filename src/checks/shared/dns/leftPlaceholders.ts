import { list, message } from '../../../base/message.ts';
import { spanOf, placeOf } from '../../../manifests/place.ts';
import type { ConfigMapResource } from '../../../manifests/resources/core.ts';
import type { Problem } from '../../findings/check.ts';
import type { CheckContext } from '../context.ts';
import { unappliedChanges } from '../unseen.ts';

/** Words of CoreDNS' own template that its script puts values in the place of, in a manifest that is no template by its name. coredns/deployment kubernetes/coredns.yaml.sed, deploy.sh */
export function leftPlaceholders(map: ConfigMapResource, { cluster, assembly }: CheckContext): readonly Problem[] {
  if (/template|tmpl|\.(sed|in|base)\b/i.test(map.document.file)) return [];
  const text = map.data['Corefile'] ?? '';
  const found = [...text.matchAll(/CLUSTER_DOMAIN|REVERSE_CIDRS|UPSTREAMNAMESERVER|STUBDOMAINS/g)].filter(
    ({ 0: word, index }) => !/[\w${<%@]/.test(text[index - 1] ?? '') && !/[\w}>%@]/.test(text[index + word.length] ?? ''),
  );
  const [first] = found;
  if (first === undefined) return [];
  return [
    {
      place: spanOf(placeOf(map, 'data', 'Corefile'), first.index, first.index + first[0].length),
      severity: 'warning',
      message: message(
        'CoreDNS takes {0} as it stands, and no name of the cluster resolves: the script of the template that this comes from writes values in its place. Write them, such as cluster.local for CLUSTER_DOMAIN.',
        list([...new Set(found.map(({ 0: word }) => word))]),
      ),
      doubt: assembly.mixed ?? unappliedChanges(cluster, map),
    },
  ];
}
