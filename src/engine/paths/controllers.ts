import { perObject } from '../../base/derived.ts';
import { groupBy } from '../../base/groupBy.ts';
import { message, type Message } from '../../base/message.ts';
import { resourcesOf } from '../../manifests/cluster.ts';
import type { IngressClassResource, IngressResource } from '../../manifests/resources/networking.ts';
import type { AllocatedPod, AllocatedService, Allocation } from '../allocation.ts';
import { podsWhere } from '../allocationIndex.ts';
import { matchesLabels } from '../labels.ts';

/** Who serves an Ingress. */
export interface IngressController {
  /** In words: the class, or that there is none. */
  readonly className: string | undefined;
  readonly pods: readonly AllocatedPod[];
  /** The Service by which clients reach it; absent: none is in the manifests. */
  readonly entrance: AllocatedService | undefined;
}

/** Nobody serves it, or nobody here can tell who. */
export type ControllerAnswer = IngressController | { readonly missing: Message };

/** By its class, that of the older annotation, or the default class. kubernetes plugin/pkg/admission/network/defaultingressclass */
export function controllerOf(allocation: Allocation, ingress: IngressResource): ControllerAnswer {
  const classes = resourcesOf(allocation.cluster, 'IngressClass');
  const name = ingress.ingressClassName ?? classes.find(isDefault)?.metadata.name;
  const controllers = controllerPods(allocation);
  if (name === undefined)
    return controllers.length === 1 && classes.length === 0
      ? withEntrance(allocation, undefined, controllers[0] ?? [])
      : { missing: message('Ingress {0} has no class, and no class is the default: nobody serves it.', ingress.metadata.name) };
  const controller = classes.find(({ metadata }) => metadata.name === name)?.controller;
  const words = wordsOf(`${controller ?? ''} ${name}`);
  const fitting = controllers.filter((pods) => pods[0] !== undefined && wordsOfPod(pods[0]).some((word) => words.includes(word)));
  // A single controller serves the only class there is.
  const chosen = fitting[0] ?? (controllers.length === 1 && classes.length <= 1 ? controllers[0] : undefined);
  return withEntrance(allocation, name, chosen ?? []);
}

function isDefault({ metadata }: IngressClassResource): boolean {
  return metadata.annotations['ingressclass.kubernetes.io/is-default-class'] === 'true';
}

function withEntrance(allocation: Allocation, className: string | undefined, pods: readonly AllocatedPod[]): IngressController {
  return { className, pods, entrance: entranceOf(allocation, pods) };
}

/** The Service in front of pods that clients outside can use, one with an address of its own first. */
export function entranceOf(allocation: Allocation, pods: readonly AllocatedPod[]): AllocatedService | undefined {
  return entrances(allocation)(pods);
}

/** Many Ingresses have one controller. */
const entrances = perObject((allocation: Allocation) => perObject((pods: readonly AllocatedPod[]) => entranceBefore(pods, allocation)));

function entranceBefore([pod]: readonly AllocatedPod[], { services }: Allocation): AllocatedService | undefined {
  if (pod === undefined) return undefined;
  const own = services.filter(
    ({ namespace, resource }) =>
      namespace === pod.namespace &&
      resource?.selector !== undefined &&
      Object.keys(resource.selector).length > 0 &&
      matchesLabels(resource.selector, pod.labels),
  );
  return (['LoadBalancer', 'NodePort', 'ClusterIP'] as const)
    .map((type) => own.find((service) => service.type === type && !service.headless))
    .find((service) => service !== undefined);
}

/** Pods of known controllers, workload by workload. */
const controllerPods = perObject((allocation: Allocation): readonly (readonly AllocatedPod[])[] => [
  ...groupBy(podsOfControllers(allocation), ({ origin }) => origin).values(),
]);

const podsOfControllers = podsWhere((pod) => wordsOfPod(pod).some((word) => known.includes(word)));

/** Words by which controllers, their pods and classes are known. */
const known = ['nginx', 'traefik', 'haproxy', 'contour', 'envoy', 'kong', 'istio', 'ambassador', 'emissary', 'gloo', 'skipper', 'voyager', 'apisix', 'pomerium', 'tyk', 'ingress']; // prettier-ignore

/** What a controller's labels say it is; a web server by itself is none. */
function wordsOfPod({ labels, namespace }: AllocatedPod): readonly string[] {
  const texts = ['app.kubernetes.io/name', 'app', 'k8s-app', 'name', 'app.kubernetes.io/component', 'app.kubernetes.io/instance']
    .map((key) => (Object.hasOwn(labels, key) ? labels[key] : undefined))
    .filter((text) => text !== undefined);
  const isController = [...texts, namespace].some((text) =>
    /ingress|traefik|haproxy|contour|envoy|kong|gateway|istio|controller/.test(text),
  );
  return isController ? texts.flatMap(wordsOf) : [];
}

/** `k8s.io/ingress-nginx` has `ingress` and `nginx`; what stands in every name counts for nothing. */
function wordsOf(text: string): readonly string[] {
  return text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word.length > 2 && !common.includes(word));
}

const common = [
  'ingress',
  'controller',
  'k8s',
  'com',
  'org',
  'net',
  'the',
  'kubernetes',
  'internal',
  'external',
  'public',
  'private',
  'default',
  'class',
];
