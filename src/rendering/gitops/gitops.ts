import { lookedAt } from '../lookedAt.ts';
import { applicationDeliveries, renderApplication } from './argo/application.ts';
import { applicationSetDeliveries } from './argo/applicationSet.ts';
import { destinationOf as destinationOfArgo } from './argo/destination.ts';
import { waveOf } from './argo/directory.ts';
import {
  kindKey,
  type ClusterObject,
  type Deliveries,
  type Delivery,
  type Destination,
  type RenderedDelivery,
  type Surroundings,
} from './delivery.ts';
import { bundleDeliveries, gitRepoDeliveries } from './fleet/bundles.ts';
import { renderBundle } from './fleet/render.ts';
import { helmChartDeliveries, renderPackedChart } from './helmChart.ts';
import { instanceDeliveries, syncKustomization } from './flux/instance.ts';
import { destinationOf as destinationOfFlux, kustomizationDeliveries, renderKustomization } from './flux/kustomization.ts';
import { releaseDeliveries, renderRelease } from './flux/release.ts';
import { kinds } from './object.ts';
import type { RenderOptions } from './renderOptions.ts';

export { kindKey, objectKey } from './delivery.ts';
export type { ClusterObject, Deliveries, Delivery, Destination, RenderedDelivery, Surroundings, Repository } from './delivery.ts';
export { gitOpsObject, isApplying, kinds, mayHoldGitOps } from './object.ts';
export type { RenderOptions } from './renderOptions.ts';
export { repositoryOf } from './repository.ts';

type Made = Omit<Deliveries, 'looked' | 'destination'>;

/** What an object applies, what it makes where it lives, and why that is not known. Takes bounded time; never throws for what stands in it. */
export function deliveriesOf(object: ClusterObject, surroundings: Surroundings): Deliveries {
  const { sources, looked } = lookedAt(surroundings.sources);
  return { ...made(object, { ...surroundings, sources }), destination: destinationOf(object), looked };
}

/** The wave of Argo CD in which an object is applied by what brings it. */
export function waveOfObject({ root }: ClusterObject): number {
  return waveOf(root);
}

/** Where what an object applies goes, as far as it is one cluster and the object says it. */
function destinationOf(object: ClusterObject): Destination {
  switch (kindKey(object)) {
    case kinds.fluxKustomization:
    case kinds.helmRelease:
      return destinationOfFlux(object);
    case kinds.application:
      return destinationOfArgo(object);
    default:
      return { type: 'same' };
  }
}

function made(object: ClusterObject, surroundings: Surroundings): Made {
  switch (kindKey(object)) {
    case kinds.fluxKustomization:
      return kustomizationDeliveries(object, surroundings);
    case kinds.helmRelease:
      return releaseDeliveries(object, surroundings);
    case kinds.fluxInstance:
      return instanceDeliveries(object, surroundings);
    case kinds.application:
      return applicationDeliveries(object, surroundings);
    case kinds.applicationSet:
      return applicationSetDeliveries(object, surroundings);
    case kinds.gitRepo:
      return gitRepoDeliveries(object, surroundings);
    case kinds.helmChart:
      return helmChartDeliveries(object);
    default:
      return { deliveries: [], objects: [], problems: [] };
  }
}

/** The bundle of Fleet in a folder with a `fleet.yaml` that no GitRepo is seen to apply; nothing for any other folder. */
export function fleetBundles(folder: string, surroundings: Surroundings): Deliveries {
  const { sources, looked } = lookedAt(surroundings.sources);
  return { ...bundleDeliveries(folder, { ...surroundings, sources }), destination: { type: 'same' }, looked };
}

/** Builds what is applied as the tool does: the manifests as they reach the cluster, in the order in which it creates them. */
export function renderDelivery(delivery: Delivery, surroundings: Surroundings, options: RenderOptions = {}): RenderedDelivery {
  const { sources, looked } = lookedAt(surroundings.sources);
  const rendered = renderedBy(delivery, { ...surroundings, sources }, options);
  return { ...rendered, looked: new Set([...looked, ...rendered.looked]) };
}

function renderedBy({ by, applied }: Delivery, surroundings: Surroundings, options: RenderOptions): RenderedDelivery {
  switch (applied.type) {
    case 'kustomization':
      return renderKustomization(syncKustomization(by, surroundings), applied, surroundings, options);
    case 'release':
      return { ...renderRelease(by, applied, surroundings), steps: 0 };
    case 'application':
      return renderApplication(by, applied, surroundings, options);
    case 'bundle':
      return renderBundle(by, applied, surroundings, options);
    case 'packed-chart':
      return { ...renderPackedChart(by, applied, surroundings), steps: 0 };
  }
}
