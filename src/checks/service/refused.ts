import { message } from '../../base/message.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf } from '../../manifests/place.ts';
import type { Check, Problem } from '../check.ts';
import type { CheckContext } from '../context.ts';
import { resourceAt } from '../resourceAt.ts';

export const serviceRefused: Check = {
  code: 'service/refused',
  severity: 'error',
  documentation: {
    title: 'Service that the API server refuses',
    what: 'A Service whose addresses or node ports the API server does not grant: a cluster IP outside the service subnet or taken, a node port outside the range or taken, fields that contradict each other.',
    why: 'The Service is not created.',
    wrong: `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  type: NodePort
  selector: { app: web }
  ports: [{ port: 80, nodePort: 80 }]`,
    right: `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  type: NodePort
  selector: { app: web }
  ports: [{ port: 80, nodePort: 30080 }]`,
    fix: 'The message says which field is refused and why. Leave the field out, and the cluster chooses.',
    source: 'kubernetes `pkg/registry/core/service/storage/alloc.go`, `pkg/registry/core/service/ipallocator`, `pkg/registry/core/service/portallocator`',
  },
  *run({ allocation, cluster, assembly }: CheckContext): Generator<Problem> {
    for (const { resource, rejected } of allocation.services) {
      if (resource === undefined || rejected === undefined) continue;
      const own = rejected.because.find((place) => place.document === resource.document && resourceAt(cluster, place) === resource);
      const place = own ?? placeOf(resource, 'metadata', 'name');
      const others = rejected.because.filter((because) => because !== own);
      yield {
        place,
        message: message('The API server refuses {0}. {1}', nameOf(resource), rejected.message),
        related: others.flatMap((because) => {
          const party = resourceAt(cluster, because);
          return party === undefined ? [] : [{ message: message('{0}', nameOf(party)), place: because }];
        }),
        doubt: others.map((because) => assembly.doubt(place, because)).find((doubt) => doubt !== undefined),
      };
    }
  },
};
