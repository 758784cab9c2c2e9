import { message } from '../../base/message.ts';
import { meantKind } from '../../manifests/resources/misnamed.ts';
import { placeOf } from '../../manifests/place.ts';
import { each, type ResourceCheck } from '../findings/check.ts';
import { replacing } from '../findings/fixes.ts';

export const unknownKind: ResourceCheck = {
  code: 'resource/unknown-kind',
  scope: 'cluster',
  severity: 'error',
  parts: [
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
        fixes: [
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
