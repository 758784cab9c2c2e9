import type { InstallationResource } from '../../manifests/resources/calico.ts';

/** `spec.cni.type`: by provider where it is not written. operator pkg/controller/installation/core_controller.go fillDefaults */
export function cniTypeOf({ cniType, kubernetesProvider }: InstallationResource): string {
  if (cniType !== undefined && cniType !== '') return cniType;
  switch (kubernetesProvider) {
    case 'AKS':
      return 'AzureVNET';
    case 'EKS':
      return 'AmazonVPC';
    case 'GKE':
      return 'GKE';
    default:
      return 'Calico';
  }
}

/** `spec.cni.ipam.type`: by CNI plugin where it is not written. */
export function ipamTypeOf(installation: InstallationResource): string {
  const { ipamType } = installation;
  if (ipamType !== undefined && ipamType !== '') return ipamType;
  switch (cniTypeOf(installation)) {
    case 'AzureVNET':
      return 'AzureVNET';
    case 'AmazonVPC':
      return 'AmazonVPC';
    case 'GKE':
      return 'HostLocal';
    default:
      return 'Calico';
  }
}

/** `spec.calicoNetwork.bgp`: on for Calico's own plugin, but on EKS. */
export function bgpOf(installation: InstallationResource): string {
  return installation.bgp ?? (cniTypeOf(installation) === 'Calico' && installation.kubernetesProvider !== 'EKS' ? 'Enabled' : 'Disabled');
}
