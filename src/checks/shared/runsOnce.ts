import type { PodOwner } from '../../engine/references/podOwners.ts';

/** Whether pods of an owner run once and end, so that nobody counts on them to answer: a Job's, and a hook's of a chart. */
export function runsOnce(owner: PodOwner): boolean {
  const { resource } = owner;
  return (resource.type === 'Workload' && (resource.controller === 'Job' || resource.controller === 'CronJob')) || isHook(owner);
}

/** Tests and hooks of a chart run for a moment, at most. */
export function isHook({ resource }: PodOwner): boolean {
  return Object.keys(resource.metadata.annotations).some(
    (key) => key.startsWith('helm.sh/hook') || key.startsWith('argocd.argoproj.io/hook'),
  );
}
