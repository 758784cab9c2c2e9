import { message, sentences, term } from '../../base/message.ts';
import type { Naming } from '../../engine/references/names/naming.ts';
import { namingsAsSearched } from '../../engine/references/names/namings.ts';
import { labelOfService } from '../../engine/references/names/serviceNames.ts';
import { ownerOf } from '../../engine/references/podOwners.ts';
import { nameOf } from '../../manifests/metadata.ts';
import { placeOf, type FieldPath } from '../../manifests/place.ts';
import type { PodResource, PodSpec, WorkloadResource } from '../../manifests/resources/workloads.ts';
import { each, type Problem, type ResourceCheck } from '../findings/check.ts';
import { inserting, replacing } from '../findings/fixes.ts';
import type { CheckContext } from '../shared/context.ts';
import { isSurelyHost, placeIn } from '../shared/dns/namingPlaces.ts';
import { unappliedChanges } from '../shared/unseen.ts';

export const namesOfHostNetwork: ResourceCheck = {
  code: 'dns/other-resolver',
  scope: 'cluster',
  severity: 'warning',
  parts: [
    each(['Workload', 'Pod'], function* (resource, context) {
      const { spec, specPath } = ownerOf(resource);
      if (!asksItsNode(spec)) return;
      for (const naming of namingsAsSearched(resource, context.references.around)) {
        const problem = problemOf(resource, naming, spec, specPath, context);
        if (problem !== undefined) yield problem;
      }
    }),
  ],
};

/** Resolvers that the pod names itself may be the cluster's. kubernetes pkg/kubelet/network/dns/dns.go getPodDNSType */
function asksItsNode({ hostNetwork, dnsPolicy, dnsConfig }: PodSpec): boolean {
  return ((hostNetwork && dnsPolicy === 'ClusterFirst') || dnsPolicy === 'Default') && (dnsConfig?.nameservers.length ?? 0) === 0;
}

/** Pods that ask the resolvers of their node, which know nothing of the cluster. What the kubelet looks up for a probe is its own affair. */
function problemOf(
  resource: WorkloadResource | PodResource,
  naming: Naming,
  spec: PodSpec,
  specPath: FieldPath,
  { cluster }: CheckContext,
): Problem | undefined {
  const {
    services: [service],
    name: { service: written },
    text,
  } = naming;
  if (service === undefined || !isSurelyHost(naming) || (text.place.path ?? []).includes('httpGet')) return undefined;
  const hosts = spec.hostNetwork && spec.dnsPolicy === 'ClusterFirst';
  const policy = placeOf(resource, ...specPath, 'dnsPolicy');
  const wanted = spec.hostNetwork ? 'ClusterFirstWithHostNet' : 'ClusterFirst';
  return {
    place: placeIn(naming, written),
    message: sentences(
      hosts
        ? message(
            'The pods of {0} run in the network of their node (hostNetwork) and ask its resolvers, which do not know {1}: {2} does not resolve.',
            nameOf(resource),
            labelOfService(service),
            written.text,
          )
        : message(
            'The pods of {0} ask the resolvers of their node (dnsPolicy: Default), which do not know {1}: {2} does not resolve.',
            nameOf(resource),
            labelOfService(service),
            written.text,
          ),
      message('Write dnsPolicy: {0}.', wanted),
    ),
    related: [
      hosts
        ? { message: term('hostNetwork of {0}', nameOf(resource)), place: placeOf(resource, ...specPath, 'hostNetwork') }
        : { message: term('dnsPolicy of {0}', nameOf(resource)), place: policy },
    ],
    fixes: [
      hosts
        ? inserting(message('Write dnsPolicy: {0}', wanted), true, { place: policy, value: wanted, after: 'hostNetwork' })
        : replacing(message('Write dnsPolicy: {0}', wanted), true, { place: policy, replaces: 'Default', text: wanted }),
    ],
    doubt: unappliedChanges(cluster),
  };
}
