import type { Fields } from '../fields.ts';
import type { ContainerProgram, NetworkProgram } from './workloads.ts';

/** By the last part of its image, wherever it comes from. */
const images: readonly (readonly [NetworkProgram, RegExp])[] = [
  ['kube-vip', /(^|\/)kube-vip(-iptables)?$/],
  ['calico-node', /(^|[/-])calico[/-]node$/],
  ['metallb-speaker', /(^|\/)metallb[-/]speaker$/],
  ['metallb-controller', /(^|\/)metallb[-/]controller$/],
];

/** What a program of the cluster's network is started with; absent for all others, whose environments are long and many. */
export function readProgram(container: Fields): ContainerProgram | undefined {
  const { node } = container.at('image');
  if (node?.type !== 'scalar') return undefined;
  const [, image = node.text, version] = /^([^@]*?)(?::([\w][\w.-]*))?(?:@.*)?$/.exec(node.text) ?? [];
  const name = images.find(([, pattern]) => pattern.test(image))?.[0];
  if (name === undefined) return undefined;
  return {
    name,
    version,
    words: (['command', 'args'] as const).flatMap((key) =>
      container.list(key).flatMap(({ node: word }, index) => (word?.type === 'scalar' ? [{ text: word.text, path: [key, index] }] : [])),
    ),
    variables: container.list('env').flatMap((variable, index) => {
      const key = variable.at('name').node;
      const value = variable.at('value').node;
      return key?.type === 'scalar' && value?.type === 'scalar'
        ? [{ name: key.text, text: value.text, path: ['env', index, 'value'] }]
        : [];
    }),
  };
}
