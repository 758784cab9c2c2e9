import { message, term, type Message } from '../../base/message.ts';
import { eachMention, type Problem, type ResourceCheck } from '../findings/check.ts';
import { resourcesBy } from '../../manifests/cluster.ts';
import type { CheckContext } from '../shared/context.ts';
import type { Label } from '../../engine/references/names/clusterName.ts';
import { endpointProblem } from '../shared/dns/endpointNames.ts';
import { doubtOf, placeIn, relatedTo, writing } from '../shared/dns/namingPlaces.ts';
import type { ServiceName } from '../../engine/references/names/names.ts';
import type { Naming } from '../../engine/references/names/naming.ts';
import { labelOfService } from '../../engine/references/names/serviceNames.ts';
import { nearnessOfName } from '../shared/nearness.ts';
import { unappliedChanges, unseenServices } from '../shared/unseen.ts';
import { suggestionFor, type Suggestion } from '../../engine/references/names/suggestions.ts';

export const unknownName: ResourceCheck = {
  code: 'dns/unknown-name',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    eachMention('service-name', function* (mention, context) {
      const problem = problemOf(context, mention);
      if (problem !== undefined) yield problem;
    }),
  ],
};

/** Whether a workload gives the name as its `serviceName`, without a Service: that is reported there. */
function isUnmade(name: string, { cluster, references }: CheckContext): boolean {
  return governedBy(cluster, name).some((workload) =>
    references.ofKindIn('governing-service', workload).some((mention) => mention.text === name && !references.leads(mention)),
  );
}

const governedBy = resourcesBy((resource) =>
  resource.type === 'Workload' && resource.serviceName !== undefined ? [resource.serviceName] : [],
);

function problemOf(context: CheckContext, mention: ServiceName): Problem | undefined {
  const { naming } = mention;
  const { domains } = context.references.around;
  const { name, qualified, services, text } = naming;
  const { domain, namespace, service } = name;
  // What no Service can be named is dns/invalid-name.
  if (service.text.includes('_') || service.text === '' || service.text.length > 63) return undefined;
  if (name.insteadOfSvc !== undefined) return withoutSvc(context, naming, name.insteadOfSvc);
  if (domain !== undefined && domain.text !== '' && !domains.isServed(domain.text)) return domainProblem(context, naming, domain);
  if (text.alias && services.length > 0 && (!qualified || domain?.text === '')) return aliasProblem(context, naming);
  if (qualified && namespace === undefined) return withoutNamespace(context, naming);
  if (context.references.leads(mention)) return name.rest.length === 0 ? undefined : endpointProblem(context, naming);
  if (isUnmade(service.text, context)) return undefined;
  const suggestion = suggestionFor(context.references.around, naming);
  return suggestion === undefined ? undefined : suggested(context, naming, suggestion);
}

function suggested(context: CheckContext, naming: Naming, suggestion: Suggestion): Problem | undefined {
  const { name, namespace } = naming;
  const { kind, service } = suggestion;
  const label = kind === 'namespace' && name.namespace !== undefined ? name.namespace : name.service;
  const problem = { place: placeIn(naming, label), doubt: doubtOfSuggestion(context, naming, suggestion) };
  if (service === undefined)
    return {
      ...problem,
      message: message('No Service of namespace {0} is named {1}, so the name does not resolve.', namespace ?? '', name.service.text),
    };
  const related = relatedTo(service);
  switch (kind) {
    case 'slip':
      return {
        ...problem,
        related,
        message:
          namespace === undefined
            ? message('No Service is named {0}; nearest is {1}.', name.service.text, labelOfService(service))
            : message('No Service of namespace {0} is named {1}; nearest is {2}.', namespace, name.service.text, labelOfService(service)),
        fixes: [writing(naming, label, service.name, true)],
      };
    case 'workload':
      return {
        ...problem,
        related,
        message: message('No Service is named {0}; the pods of that name are behind {1}.', name.service.text, labelOfService(service)),
        fixes: [writing(naming, label, service.name, false)],
      };
    case 'namespace': {
      const shown = `${service.name}.${service.namespace ?? ''}`;
      const text = name.namespace === undefined ? shown : (service.namespace ?? '');
      return {
        ...problem,
        related,
        message: message(
          'Service {0} is in namespace {1}, not in {2}: its name from here is {3}.',
          service.name,
          service.namespace ?? '',
          namespace ?? '',
          name.domain === undefined ? shown : `${shown}.svc`,
        ),
        // Swapped with the namespace both are to be written anew.
        fixes: service.name === name.service.text ? [writing(naming, label, text, suggestion.only)] : [],
      };
    }
    case 'nothing':
      return undefined;
  }
}

/** What could make the name right after all. */
function doubtOfSuggestion(context: CheckContext, naming: Naming, { kind, service: meant, doubtful }: Suggestion): Message | undefined {
  const { cluster } = context;
  const { namespace, text } = naming;
  const { service } = naming.name;
  // What is written elsewhere, or behind another name, is no slip; but it tells that nothing else is meant.
  const near =
    kind === 'slip' ? nearnessOfName(cluster, service.text, meant?.name, text.resource) : kind === 'nothing' ? undefined : 'likely';
  const unseen = unseenServices(cluster, { namespace, name: service.text, near });
  if (unseen !== undefined) return unseen;
  // Nothing is called so, whichever files are meant for one cluster.
  if (near === 'sure') return unappliedChanges(cluster, text.resource, meant?.resource);
  const changed = doubtOf(context, naming, meant);
  if (changed !== undefined || !doubtful) return changed;
  return kind === 'namespace'
    ? message('Something that is not among these manifests may make a Service {0} in namespace {1}.', service.text, namespace ?? '')
    : message('Something that is not among these manifests may make the Service.');
}

/** `orders.shop.svc.cluster.locale` */
function domainProblem(context: CheckContext, naming: Naming, domain: Label): Problem | undefined {
  const { services, domains } = context.references.around;
  const { namespace } = naming;
  if (namespace === undefined || !(naming.services.length > 0 || services.describes(namespace)) || domains.answers(naming.reference.host))
    return undefined;
  return {
    place: placeIn(naming, domain),
    message: message('The domain of this cluster is {0}, so a name in {1} does not resolve.', domains.own, domain.text),
    related:
      context.network.dnsDomainPlace === undefined
        ? []
        : [{ message: term('domain {0}', domains.own), place: context.network.dnsDomainPlace }],
    fixes: [writing(naming, domain, domains.own, true)],
    doubt: doubtOf(context, naming, undefined),
  };
}

/** An ExternalName becomes a CNAME, which no search list completes. */
function aliasProblem(context: CheckContext, naming: Naming): Problem | undefined {
  const { domains } = context.references.around;
  const {
    name: { service, rest },
    namespace,
    reference,
    services: [found],
  } = naming;
  if (namespace === undefined || rest.length > 0 || domains.answers(reference.host)) return undefined;
  const whole = `${service.text}.${namespace}.svc.${domains.own}`;
  return {
    place: placeIn(naming, reference),
    message: message(
      'An ExternalName is taken as it is: {0} does not resolve. The whole name of Service {1} is {2}.',
      reference.host,
      `${namespace}/${service.text}`,
      whole,
    ),
    related: found === undefined ? [] : relatedTo(found),
    fixes: [writing(naming, reference, whole, true)],
    doubt: doubtOf(context, naming, found),
  };
}

/** `orders.shop.cluster.local` */
function withoutSvc(context: CheckContext, naming: Naming, part: Label): Problem | undefined {
  const { services, domains } = context.references.around;
  const {
    name: { service, namespace },
    reference: { host },
  } = naming;
  const [found] = services.named(service.text, naming.namespace);
  if (found === undefined || !domains.denies(host.toLowerCase())) return undefined;
  return {
    place: placeIn(naming, part),
    message: message(
      'Between the namespace and the domain of the cluster stands svc: the name of {0} is {1}.',
      labelOfService(found),
      `${service.text}.${namespace?.text ?? ''}.svc.${domains.own}`,
    ),
    related: relatedTo(found),
    fixes: [writing(naming, part, part === namespace ? `${part.text}.svc` : 'svc', true)],
    doubt: doubtOf(context, naming, found),
  };
}

/** `orders.svc:8080`: then `orders` would be a namespace. */
function withoutNamespace(context: CheckContext, naming: Naming): Problem | undefined {
  const { services, domains } = context.references.around;
  const {
    name: { service },
    reference,
    text,
  } = naming;
  if (services.mentions(service.text) || (reference.port === undefined && reference.scheme === undefined)) return undefined;
  const named = services.named(service.text, undefined).filter(({ external }) => !external);
  const [found] = named;
  if (found === undefined || !domains.denies(`${service.text}.svc.${domains.own}`)) return undefined;
  const namespaces = new Set(named.map(({ namespace }) => namespace));
  const own =
    text.namespace !== undefined && namespaces.has(text.namespace) ? text.namespace : namespaces.size === 1 ? found.namespace : undefined;
  return {
    place: placeIn(naming, service),
    message: message(
      'The namespace is missing: between the name of a Service and svc stands its namespace, as in {0}.',
      `${service.text}.${own ?? 'default'}.svc`,
    ),
    related: relatedTo(found),
    fixes: own === undefined ? [] : [writing(naming, service, `${service.text}.${own}`, true)],
    doubt: doubtOf(context, naming, found),
  };
}
