import { message, term } from '../../base/message.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { keyPlaceOf, placeOf } from '../../manifests/place.ts';
import { eachMention, type Problem, type ResourceCheck } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import { absentGoverning, headlessFixes } from '../shared/dns/governing.ts';
import { unappliedChanges } from '../shared/unseen.ts';
import type { GoverningService } from '../../engine/references/namedServices.ts';

export const statefulSetService: ResourceCheck = {
  code: 'dns/statefulset-service',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    eachMention('governing-service', function* (mention, context) {
      const problem = mention.resource.controller === 'StatefulSet' ? problemOf(context, mention) : undefined;
      if (problem !== undefined) yield problem;
    }),
  ],
};

function problemOf(context: CheckContext, mention: GoverningService): Problem | undefined {
  const { resource: set, text: name, place } = mention;
  const { references } = context;
  if (!references.leads(mention)) {
    const { operatedNames, services } = references.around;
    const { namespace } = set.metadata;
    // One that reads nearly like what is written here was meant to be that.
    const isOfOthers = operatedNames.has(name, namespace) && services.nearest(name, namespace) === undefined;
    return isOfOthers ? undefined : absentGoverning(context, mention);
  }
  const own = references.targets(mention).flatMap(({ resource }) => resource ?? []);
  const [service] = own;
  if (service === undefined) return undefined;
  const { assembly, podOwners } = context;
  const doubt = assembly.doubt(place, placeOf(service)) ?? unappliedChanges(context.cluster, set, ...own);
  if (own.every(({ serviceType }) => serviceType === 'ExternalName')) {
    return {
      place,
      doubt,
      message: message(
        '{0} is an ExternalName, under which pods have no names: {1} needs a headless Service.',
        nameOf(service),
        nameOf(set),
      ),
      related: [{ message: message('{0}', nameOf(service)), place: placeOf(service, 'spec', 'type') }],
    };
  }
  const selecting = own.filter(({ selector }) => selector !== undefined && Object.keys(selector).length > 0);
  const owners = selecting.map(({ selector = {}, metadata }) => podOwners.selected(selector, metadata.namespace));
  if (selecting.length < own.length || owners.some((found) => found.length === 0)) return undefined;
  if (!owners.some((found) => found.some(({ resource }) => resource === set))) {
    return {
      place,
      doubt,
      message: message('{0} selects other pods than those of {1}, so these have no names under it.', nameOf(service), nameOf(set)),
      related: [
        { message: term('selector of {0}', nameOf(service)), place: keyPlaceOf(service, 'spec', 'selector') },
        { message: term('labels of {0}', nameOf(set)), place: keyPlaceOf(set, ...set.templatePath, 'metadata', 'labels') },
      ],
    };
  }
  // One pod has no other to find by name.
  if ((set.replicas ?? 1) <= 1 || own.some(({ clusterIP }) => clusterIP === 'None')) return undefined;
  return {
    place,
    doubt: assembly.doubt(place, placeOf(service)),
    severity: 'information',
    message: message(
      '{0} is not headless. A StatefulSet needs a headless Service for the names of its pods; CoreDNS gives names under this one too, other DNS servers do not.',
      nameOf(service),
    ),
    related: [
      {
        message: message('{0}', nameOf(service)),
        place: service.clusterIP === undefined ? placeOf(service, 'metadata', 'name') : placeOf(service, 'spec', 'clusterIP'),
      },
    ],
    fixes: headlessFixes(service),
  };
}
