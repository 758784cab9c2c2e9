/** A version of Kubernetes as Helm keeps it. */
export interface KubeVersion {
  /** As it was given, with a `v`. */
  readonly version: string;
  /** `v1.33.4`: what constraints are held against, and what printing gives. */
  readonly normalized: string;
  readonly major: string;
  readonly minor: string;
}

/** What `helm template` 4.1.4 assumes. */
export const defaultKubeVersion: KubeVersion = { version: 'v1.35.0', normalized: 'v1.35.0', major: '1', minor: '35' };

/** Undefined for what is no version: at least two numbers without leading zeros are needed. k8s.io/apimachinery/pkg/util/version (ParseGeneric) */
export function parseKubeVersion(text: string): KubeVersion | undefined {
  const [, numbers] = /^\s*v?([0-9]+(?:\.[0-9]+)*)/.exec(text) ?? [];
  const parts = numbers?.split('.') ?? [];
  if (parts.length < 2 || parts.some((part) => part.length > 1 && part.startsWith('0'))) return undefined;
  return {
    version: text.startsWith('v') ? text : `v${text}`,
    normalized: `v${parts.join('.')}`,
    major: parts[0] ?? '',
    minor: parts[1] ?? '',
  };
}
