/** What is asked of a cluster: the kinds that the prediction has, none of which holds secrets. Each is a call of its own, because a kind that is not installed fails the whole. */
export const clusterRequests: readonly (readonly string[])[] = [
  [
    'nodes,namespaces,services,endpointslices.discovery.k8s.io,pods,deployments.apps,replicasets.apps,statefulsets.apps,daemonsets.apps,jobs.batch',
    'networkpolicies.networking.k8s.io,ingresses.networking.k8s.io,ingressclasses.networking.k8s.io,poddisruptionbudgets.policy',
  ],
  ['ipaddresspools.metallb.io,l2advertisements.metallb.io,bgpadvertisements.metallb.io'],
  ['ippools.crd.projectcalico.org,ipreservations.crd.projectcalico.org'],
  ['networkpolicies.crd.projectcalico.org,globalnetworkpolicies.crd.projectcalico.org'],
  // Older versions of Calico have none, and then the whole call fails.
  ['tiers.crd.projectcalico.org'],
  ['gateways.gateway.networking.k8s.io,httproutes.gateway.networking.k8s.io,referencegrants.gateway.networking.k8s.io'],
].map((kinds) => ['get', kinds.join(','), '--all-namespaces', '--output', 'yaml']);
