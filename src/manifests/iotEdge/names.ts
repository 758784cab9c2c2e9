/** Namespace of everything that the agent makes. MicrosoftDocs azure-docs azure-stack-edge-gpu-connect-powershell-interface */
export const edgeNamespace = 'iotedge';

/** The label that the agent gives Deployments, pods and Services, and selects pods by. iotedge Agent.Kubernetes/edgedeployment/EdgeDeploymentController.cs */
export const moduleLabel = 'net.azure-devices.edge.module';

/** The annotation of pods that has the name as it is written. */
export const originalNameAnnotation = 'net.azure-devices.edge.original-moduleid';

/** What a module's objects are called in the cluster. iotedge Agent.Kubernetes/KubeUtils.cs (SanitizeK8sValue) */
export function objectName(module: string): string {
  return module.toLowerCase().replace(/[^a-z0-9.-]/g, '');
}

/** Of a Docker label, the annotation: the prefix in small letters. iotedge Agent.Kubernetes/KubeUtils.cs (SanitizeAnnotationKey) */
export function annotationKey(label: string): string {
  const slash = label.indexOf('/');
  return slash < 0 ? label : `${label.slice(0, slash).toLowerCase()}${label.slice(slash)}`;
}

/** Whether an object can be called so; the name is a label, too. */
export function isObjectName(name: string): boolean {
  return name.length <= 63 && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(name);
}

/** Whether a Service can be called so on a device, whose Kubernetes is older than the rule that a digit may stand first. kubernetes pkg/apis/core/validation/validation.go ValidateServiceName */
export function isServiceName(name: string): boolean {
  return isObjectName(name) && !/^[0-9]/.test(name);
}
