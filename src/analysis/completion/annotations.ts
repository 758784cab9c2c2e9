import { message, type Message } from '../../base/message.ts';
import type { Offer } from './candidate.ts';
import { freeAddresses } from './addresses.ts';
import { ipPoolLists, loadBalancerPools, sharingKeys } from './names.ts';

interface Annotation {
  readonly key: string;
  readonly meaning: Message;
  readonly values: Offer;
}

const none: Offer = () => [];
const flags =
  (...words: readonly string[]): Offer =>
  () =>
    words.map((label) => ({ sort: 'value', label, text: `"${label}"` }));

/** metallb.io, and the prefix that came before it. metallb internal/k8s/controllers/service_controller.go */
const ofServices: readonly Annotation[] = [
  { key: 'metallb.io/address-pool', meaning: message('The pool that MetalLB takes the address from.'), values: loadBalancerPools },
  {
    key: 'metallb.io/loadBalancerIPs',
    meaning: message('The address that MetalLB is to give; one of each family with a comma between.'),
    values: freeAddresses,
  },
  {
    key: 'metallb.io/allow-shared-ip',
    meaning: message('Services with the same text here may have one address, if their ports differ.'),
    values: sharingKeys(['metallb.io/allow-shared-ip', 'metallb.universe.tf/allow-shared-ip']),
  },
];

/** Annotations of pods and of namespaces. projectcalico cni-plugin/pkg/k8s/k8s.go */
const ofPods: readonly Annotation[] = [
  {
    key: 'cni.projectcalico.org/ipv4pools',
    meaning: message('The pools that Calico takes IPv4 addresses from: a JSON list of names or prefixes.'),
    values: ipPoolLists,
  },
  {
    key: 'cni.projectcalico.org/ipv6pools',
    meaning: message('The pools that Calico takes IPv6 addresses from: a JSON list of names or prefixes.'),
    values: ipPoolLists,
  },
];

const ofSinglePods: readonly Annotation[] = [
  ...ofPods,
  {
    key: 'cni.projectcalico.org/ipAddrs',
    meaning: message('The addresses that the pod is to have: a JSON list, out of pools of Calico.'),
    values: none,
  },
  {
    key: 'cni.projectcalico.org/ipAddrsNoIpam',
    meaning: message('The addresses that the pod is to have, whoever else has them: a JSON list.'),
    values: none,
  },
];

const ofManifests: readonly Annotation[] = [
  {
    key: 'config.kubernetes.io/local-config',
    meaning: message('Tools such as Kustomize do not apply the manifest.'),
    values: flags('true'),
  },
];

/** Keys that a map of annotations may have. */
function keysOf(annotations: readonly Annotation[]): Offer {
  return function* ({ path, otherKeysAt }) {
    const written = otherKeysAt(...path);
    for (const { key, meaning } of annotations) if (!written.has(key)) yield { sort: 'key', label: key, documentation: meaning };
  };
}

function valuesOf(annotations: readonly Annotation[]): Offer {
  return function* (place) {
    const key = String(place.path.at(-1)).replace(/^metallb\.universe\.tf\//, 'metallb.io/');
    const found = annotations.find((annotation) => annotation.key === key);
    if (found !== undefined) yield* found.values(place);
  };
}

const offersOf = (annotations: readonly Annotation[]): { readonly keys: Offer; readonly values: Offer } => ({
  keys: keysOf(annotations),
  values: valuesOf(annotations),
});

export const annotationOffers = {
  service: offersOf(ofServices),
  template: offersOf(ofSinglePods),
  namespace: offersOf(ofPods),
  edgeNetwork: offersOf(ofManifests),
};
