import type { StringMap } from '../../manifests/metadata.ts';
import type { Taint } from '../../manifests/resources/core.ts';
import type { ProfileName } from '../../manifests/resources/edgeNetwork.ts';
import type { ClusterNode } from '../allocation.ts';
import { labelOf } from '../labels.ts';

const controlPlaneLabel = 'node-role.kubernetes.io/control-plane';
/** Label that keeps a node out of external load balancers, whatever its value. */
export const EXCLUDED = 'node.kubernetes.io/exclude-from-external-load-balancers';
const roleLabels = [controlPlaneLabel, 'node-role.kubernetes.io/master'];

/** The role that the labels of a Node manifest state: control plane, or nothing. */
export function roleOf(labels: StringMap): 'control-plane' | undefined {
  return roleLabels.some((label) => labelOf(labels, label) !== undefined) ? 'control-plane' : undefined;
}

/**
 * The labels of a node with those that the kubelet and the installer put on every one, so that no manifest needs to repeat them; what is written wins.
 * kubernetes pkg/kubelet/kubelet_node_status.go; cmd/kubeadm/app/phases/markcontrolplane; siderolabs/talos pkg/machinery/config/generate (nodeLabels).
 */
export function labelsWithImplied(name: string, role: ClusterNode['role'], labels: StringMap, profile: ProfileName): StringMap {
  const os = labelOf(labels, 'kubernetes.io/os') ?? 'linux';
  const implied: Record<string, string> = { 'kubernetes.io/hostname': name, 'kubernetes.io/os': os, 'beta.kubernetes.io/os': os };
  if (role === 'control-plane' && roleOf(labels) === undefined) {
    implied[controlPlaneLabel] = '';
    if (profile === 'kubeadm' || profile === 'talos') implied[EXCLUDED] = '';
  }
  return { ...implied, ...labels };
}

/**
 * Taints of a node that has no Node manifest to state them: kubeadm and Talos keep user pods off the control plane, and on an Azure Stack Edge device
 * they run on the workers alone (the master virtual machine is small and Microsoft's own). Without a worker the taint would leave every pod pending,
 * which nobody runs: then it is taken as removed.
 * kubernetes cmd/kubeadm/app/constants ControlPlaneTaint; siderolabs/talos allowSchedulingOnControlPlanes; MicrosoftDocs azure-stack-edge-gpu-kubernetes-overview.
 */
export function taintsFor(profile: ProfileName, role: ClusterNode['role'], hasWorker: boolean): readonly Taint[] {
  const tainted = profile === 'kubeadm' || profile === 'talos' || profile === 'azure-stack-edge';
  return tainted && role === 'control-plane' && hasWorker ? [{ key: controlPlaneLabel, value: '', effect: 'NoSchedule' }] : [];
}
