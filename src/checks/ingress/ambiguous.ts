import { resourcesSharing, resourcesWhere } from '../../manifests/cluster.ts';
import type { Resource } from '../../manifests/resource.ts';
import type { IngressResource } from '../../manifests/resources/networking.ts';
import { each, type Problem, type ResourceCheck } from '../findings/check.ts';
import type { CheckContext } from '../shared/context.ts';
import { pathTwice, sharedPaths, severalDefaults, strayTLSHosts } from '../shared/ingress/ambiguities.ts';

export const ingressAmbiguous: ResourceCheck = {
  code: 'ingress/ambiguous',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    each(['Ingress'], (ingress, context) => (new Set(pathsOf(ingress)).size < pathsOf(ingress).length ? pathTwice(ingress, context) : [])),
    each(['Ingress'], (ingress, context) => {
      const hosts = ingress.rules.map(({ host }) => host);
      return ingress.tlsHosts.flat().every((host) => hosts.includes(host)) ? [] : strayTLSHosts(ingress, context);
    }),
    function* (context: CheckContext): Generator<Problem> {
      const groups = sharing(context.cluster);
      if (groups.length > 0)
        yield* sharedPaths(
          groups.map((resources) => resources.filter(isIngress)),
          context,
        );
    },
    (context) => {
      const defaults = defaultClasses(context.cluster);
      return defaults.length < 2 ? [] : severalDefaults(defaults, context);
    },
  ],
};

function isIngress(resource: Resource): resource is IngressResource {
  return resource.type === 'Ingress';
}

/** Of every path what tells it from others, with the class of its Ingress. */
function pathsOf({ ingressClassName = '', rules }: IngressResource): readonly string[] {
  return rules.flatMap(({ host = '', paths }) =>
    paths.map(({ path = '', pathType = '' }) => [ingressClassName, pathType, host, path === '' ? '/' : path].join(' ')),
  );
}

const sharing = resourcesSharing((resource) => (isIngress(resource) ? pathsOf(resource) : []));

const defaultClasses = resourcesWhere(
  ({ kind, metadata }) => kind === 'IngressClass' && metadata.annotations['ingressclass.kubernetes.io/is-default-class'] === 'true',
);
