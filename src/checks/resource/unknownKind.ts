import { message } from '../../base/message.ts';
import { meantKind } from '../../manifests/resources/misnamed.ts';
import { removedVersion } from '../../manifests/resources/removedVersions.ts';
import { placeOf } from '../../manifests/place.ts';
import { each, type Problem, type ResourceCheck } from '../findings/check.ts';
import { replacing } from '../findings/fixes.ts';
import type { Resource } from '../../manifests/resource.ts';

export const unknownKind: ResourceCheck = {
  code: 'resource/unknown-kind',
  scope: 'cluster',
  severity: 'error',
  parts: [
    each(
      ['Other', 'Workload', 'Ingress', 'IngressClass', 'NetworkPolicy', 'EndpointSlice', 'Autoscaler', 'DisruptionBudget'],
      noLongerServed,
    ),
    each(['Other'], function* (resource) {
      const { apiVersion, kind } = resource;
      const meant = meantKind(apiVersion, kind);
      if (meant === undefined) return;
      const isOurs = meant.kind === 'EdgeNetwork';
      const isMoved = meant.kind === kind;
      const place = placeOf(resource, isMoved ? 'apiVersion' : 'kind');
      yield {
        place,
        message: isMoved
          ? isOurs
            ? message('This is no EdgeNetwork, so that the site is not read: its apiVersion is {1}, not {0}.', apiVersion, meant.apiVersion)
            : message('The API server knows no {0} in {1}, and refuses it: it is in {2}.', kind, apiVersion, meant.apiVersion)
          : isOurs
            ? message('There is no kind {0}, so that the site is not read. Nearest is {1}.', kind, meant.kind)
            : message(
                'The API server knows no kind {0} in {1}, and refuses it. Nearest is {2} ({3}).',
                kind,
                apiVersion,
                meant.kind,
                meant.apiVersion,
              ),
        // Those of calicoctl's first version have other fields.
        fixes:
          apiVersion === 'v1' && meant.apiVersion === 'projectcalico.org/v3' && !isMoved
            ? []
            : [
                replacing(
                  message('Write {0}', isMoved ? meant.apiVersion : meant.kind),
                  true,
                  { place, replaces: isMoved ? apiVersion : kind, text: isMoved ? meant.apiVersion : meant.kind },
                  ...(isMoved || meant.apiVersion === apiVersion
                    ? []
                    : [{ place: placeOf(resource, 'apiVersion'), replaces: apiVersion, text: meant.apiVersion }]),
                ),
              ],
      };
    }),
  ],
};

/** No version of Kubernetes that is still maintained takes it. Devices run older ones, and whoever applies it is told by the server at once: worth a word, no more. */
function* noLongerServed(resource: Resource): Generator<Problem> {
  const { apiVersion, kind } = resource;
  // Of the groups of Kubernetes alone, and none that is stable.
  if (!/^([a-z]+|[a-z.]+\.k8s\.io)\/v\d+(alpha|beta)\d+$/.test(apiVersion)) return;
  const removed = removedVersion(apiVersion, kind);
  if (removed === undefined) return;
  const { release, servedAs, keepsShape } = removed;
  const place = placeOf(resource, 'apiVersion');
  yield {
    place,
    severity: 'information',
    message:
      servedAs === undefined
        ? message('Kubernetes has no {0} any more since {1}: its API server refuses this manifest.', kind, release)
        : message(
            'Kubernetes has no {0} in {1} any more since {2}: its API server refuses this manifest. It is in {3}.',
            kind,
            apiVersion,
            release,
            servedAs,
          ),
    fixes:
      servedAs === undefined || !keepsShape
        ? []
        : [replacing(message('Write {0}', servedAs), true, { place, replaces: apiVersion, text: servedAs })],
  };
}
