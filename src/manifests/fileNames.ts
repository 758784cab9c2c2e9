/** A file that Kustomize reads as the description of its folder, by its name. */
export function isKustomizationFile(path: string): boolean {
  return /(^|\/)(kustomization\.ya?ml|Kustomization)$/.test(path);
}
