import { message, term, type Message, type Text } from '../base/message.ts';
import type { Cluster } from '../manifests/cluster.ts';

/** Why the manifests of a cluster belong together; of an alternative, why it is none. */
export function sourceOf({ rule, alternative }: Pick<Cluster, 'rule' | 'alternative'>): Message {
  if (alternative === 'not-applied') return message('What stands around it does not apply it. It is judged by itself.');
  if (alternative === 'indistinct')
    return message('It holds the same objects as another, and nothing says which of them counts. It is judged by itself.');
  switch (rule) {
    case undefined:
    case 'root':
      return message('The manifests below the folder of its EdgeNetwork, and those it names.');
    case 'applied':
      return message('What one entry point applies.');
    case 'unit':
      return message('What one chart or kustomization makes.');
    case 'together':
      return message('Manifests that lie together, of which nothing says that they are apart.');
  }
}

/** A few quiet words beside the name of an alternative. */
export function noteOfAlternative(alternative: Cluster['alternative']): Text {
  return alternative === undefined ? '' : alternative === 'not-applied' ? term('not applied') : term('one of several alike');
}
