import type { Message } from '../../base/message.ts';
import { message } from '../../base/message.ts';
import { resourcesBy, resourcesOf, type Cluster } from '../../manifests/cluster.ts';
import type { Resource } from '../../manifests/resource.ts';
import { moduleLabel } from '../../manifests/iotEdge/names.ts';
import { selectModules, type SelectedModules } from '../../manifests/iotEdge/selection.ts';
import type { CheckContext } from './context.ts';

/** The modules whose objects are in the cluster; none elsewhere than on an Azure Stack Edge device. */
export function modulesOnDevice({ network, cluster }: CheckContext): SelectedModules {
  return selectModules(network.profile.name === 'azure-stack-edge' ? resourcesOf(cluster, 'IoTEdgeDeployment') : []);
}

/** Whether the agent makes a resource of a module of a deployment manifest that is here. */
export function isOfModule(cluster: Cluster, { document, metadata }: Resource): boolean {
  return metadata.labels[moduleLabel] !== undefined && deploymentsIn.any(cluster, document.file);
}

const deploymentsIn = resourcesBy<string>(({ type, document }) => (type === 'IoTEdgeDeployment' ? [document.file] : []));

/** What follows where the agent cannot read the manifest as a whole. iotedge Agent.IoTHub/EdgeAgentConnection.cs */
export function refusal(): Message {
  return message('The agent refuses the whole deployment: no module is made or changed.');
}
