import { get, type SyntaxNode } from '../syntax.ts';

/**
 * Whether fields of a pod spec that nothing else reads are worth a closer look (`podRefusals`): an image that is no plain one, a variable that is two things or none,
 * a mount without its volume, a probe that does not do one thing, any say in where pods go. Most specs have nothing of it, and this sees them all.
 */
export function mayBeRefused(spec: SyntaxNode | undefined, claims: SyntaxNode | undefined): boolean {
  if (settings.some((key) => get(spec, key) !== undefined)) return true;
  const volumes = [...items(spec, 'volumes'), ...items(claims).map((claim) => get(claim, 'metadata'))].map((each) => textAt(each, 'name'));
  return ['containers', 'initContainers'].some((key) =>
    items(spec, key).some(
      (container) =>
        !/^[a-z0-9][a-z0-9._/-]*(?::[\w.-]+)?$/.test(textAt(container, 'image') ?? 'a') ||
        items(container, 'env').some(isOddVariable) ||
        mountsBadly(items(container, 'volumeMounts'), volumes) ||
        probes.some((probe) => {
          const node = get(container, probe);
          return node !== undefined && (key === 'initContainers' || waysIn(node).length !== 1);
        }),
    ),
  );
}

/** What `podSettingRefusals` looks at. */
const settings: readonly string[] = ['tolerations', 'topologySpreadConstraints', 'affinity', 'dnsConfig'];

export const probes: readonly string[] = ['livenessProbe', 'readinessProbe', 'startupProbe'];

/** What the kubelet does for a probe. kubernetes pkg/apis/core/validation/validation.go validateHandler */
export function waysIn(node: SyntaxNode): readonly string[] {
  return ['exec', 'httpGet', 'tcpSocket', 'grpc'].filter((way) => isWritten(get(node, way)));
}

function isOddVariable(entry: SyntaxNode): boolean {
  const source = get(entry, 'valueFrom');
  const fieldPath = textAt(get(source, 'fieldRef'), 'fieldPath');
  return (
    (source !== undefined && (isWritten(get(entry, 'value')) || source.type !== 'map' || source.entries.length !== 1)) ||
    (fieldPath !== undefined && !isFieldOfPod(fieldPath)) ||
    textAt(entry, 'name')?.includes('=') === true
  );
}

/** kubernetes pkg/apis/core/validation/validation.go validEnvDownwardAPIFieldPathExpressions */
export const fieldsOfPod: readonly string[] =
  'metadata.name metadata.namespace metadata.uid spec.nodeName spec.serviceAccountName status.hostIP status.hostIPs status.podIP status.podIPs'.split(
    ' ',
  );

export function isFieldOfPod(path: string): boolean {
  return fieldsOfPod.includes(path) || /^metadata\.(labels|annotations)\['[^']*'\]$/.test(path);
}

function mountsBadly(mounts: readonly SyntaxNode[], volumes: readonly (string | undefined)[]): boolean {
  const paths = mounts.map((mount) => textAt(mount, 'mountPath'));
  return (
    mounts.some((mount) => !volumes.includes(textAt(mount, 'name'))) || new Set(paths).size < paths.length || paths.includes(undefined)
  );
}

export function isWritten(node: SyntaxNode | undefined): boolean {
  return node !== undefined && !(node.type === 'scalar' && node.value === null);
}

function items(node: SyntaxNode | undefined, key?: string): readonly SyntaxNode[] {
  const list = key === undefined ? node : get(node, key);
  return list?.type === 'sequence' ? list.items : [];
}

function textAt(node: SyntaxNode | undefined, key: string): string | undefined {
  const field = get(node, key);
  return field?.type === 'scalar' && field.value !== null ? field.text : undefined;
}
