/** No file of a workspace is called so. */
export const standInFolder = ':charts:/';

/** Whether a path is one of a chart that stands for another, and not of the workspace. */
export function isStandIn(path: string): boolean {
  return path.startsWith(standInFolder);
}
