/** A file that Kustomize reads as the description of its folder, by its name. */
export function isKustomizationFile(path: string): boolean {
  return /(^|\/)(kustomization\.ya?ml|Kustomization)$/.test(path);
}

/** A configuration of CoreDNS, which is judged by itself where it stands. */
export function isCorefile(path: string): boolean {
  return /(^|\/)Corefile$/.test(path);
}

/** A file for which the extension's manifest names one of our schemas (`yamlValidation`): another extension may show what it says of each field. */
export function hasSchemaByName(path: string): boolean {
  return /(^|\/)(\.?edge-network|[^/]*\.edgenetwork)\.ya?ml$/.test(path);
}

/** A file that says something of the checks for all files below its folder. */
export function isConfigurationFile(path: string): boolean {
  return /(^|\/)\.edge-network\.ya?ml$/.test(path);
}
