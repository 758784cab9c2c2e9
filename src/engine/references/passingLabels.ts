import type { StringMap } from '../../manifests/metadata.ts';

/**
 * Labels that a program puts on its own pods while they run, as one of several becomes the leader; no manifest can show them. Undefined value: any.
 * `spilo-role`, `role` (zalando/patroni patroni/dcs/kubernetes.py), `vault-active`, `vault-sealed`, `vault-initialized` (hashicorp/vault serviceregistration/kubernetes),
 * `redisfailovers-role` (spotahome/redis-operator), `cnpg.io/instanceRole`, `app.kubernetes.io/…-leader` of leader election side cars.
 */
export function isSetWhileRunning(key: string): boolean {
  return /(?:^|[-./])(?:role|instanceRole|active|initialized|sealed|leader|master|primary)$/.test(key);
}

/** Labels of pods that a program starts for a while and that no manifest holds: the solvers of challenges. pkg/issuer/acme/http/pod.go of cert-manager/cert-manager */
export function areOfPassingPods(labels: StringMap): boolean {
  return Object.keys(labels).some((key) => key.startsWith('acme.cert-manager.io/'));
}
