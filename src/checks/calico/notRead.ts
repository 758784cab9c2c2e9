import { message } from '../../base/message.ts';
import { resourcesWhere } from '../../manifests/cluster.ts';
import { groupOf, nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { Check, Problem } from '../findings/check.ts';
import { replacing } from '../findings/fixes.ts';
import type { CheckContext } from '../shared/context.ts';
import { isFilledIn } from '../shared/refused/filledIn.ts';
import { unappliedChanges } from '../shared/unseen.ts';

export const calicoNotRead: Check = {
  code: 'calico/not-read',
  scope: 'cluster',
  severity: 'warning',
  *run({ cluster, assembly }: CheckContext): Generator<Problem> {
    for (const resource of misnamed(cluster)) {
      const { kind, metadata } = resource;
      const place = placeOf(resource, 'metadata', 'name');
      yield {
        place,
        message: ofNodes.test(kind)
          ? message(
              'Calico reads the {0} called default, and one for a single node, which is called node.NAME with the name of the node: nobody reads {1}.',
              kind,
              nameOf(resource),
            )
          : message('Calico reads the {0} called default alone: nobody reads {1}.', kind, nameOf(resource)),
        fixes: [replacing(message('Write {0}', 'default'), true, { place, replaces: metadata.name, text: 'default' })],
        doubt: assembly.mixed ?? unappliedChanges(cluster, resource),
      };
    }
  },
};

/** operator pkg/controller/utils DefaultInstanceKey, OverlayInstanceKey; calico libcalico-go/lib/backend/syncersv1/updateprocessors felixconfigprocessor, bgpconfigprocessor */
const misnamed = resourcesWhere((resource) => {
  const { kind, apiVersion, metadata } = resource;
  const names = namesRead(groupOf(apiVersion), kind);
  return (
    names !== undefined &&
    metadata.name !== '' &&
    !names.test(metadata.name) &&
    !isFilledIn(resource, metadata.name) &&
    !hasSelector(resource)
  );
});

/** Newer versions of Calico read a FelixConfiguration for the nodes that it selects under any name. api/pkg/apis/projectcalico/v3/felixconfig.go */
function hasSelector({ kind, document }: Resource): boolean {
  return kind === 'FelixConfiguration' && document.text.includes('nodeSelector');
}

const ofNodes = /^(Felix|BGP)Configuration$/;

function namesRead(group: string, kind: Resource['kind']): RegExp | undefined {
  switch (group) {
    case 'operator.tigera.io':
      return kind === 'Installation' ? /^(default|overlay)$/ : kind === 'APIServer' ? /^(default|tigera-secure)$/ : undefined;
    case 'projectcalico.org':
    case 'crd.projectcalico.org':
      return ofNodes.test(kind) ? /^(default$|node\.)/ : kind === 'KubeControllersConfiguration' ? /^default$/ : undefined;
    default:
      return undefined;
  }
}
