import type { HostReference } from './hostReferences.ts';

/** A part of a host, with its place in the text. In small letters, as names are compared. */
export interface Label {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A host taken apart as the name of a service or of one of its endpoints. */
export interface ClusterName {
  /** Left of the service: of an endpoint its name, of a port `_http` and `_tcp`. */
  readonly rest: readonly Label[];
  readonly service: Label;
  /** Absent in a short name: the reader's own namespace. */
  readonly namespace: Label | undefined;
  /** What stands behind `svc`: a domain, or an empty one. Absent when there is no `svc`. */
  readonly domain: Label | undefined;
  /** What stands where `svc` should: another word, or the namespace, behind which nothing does. Absent: all is as it should. */
  readonly insteadOfSvc?: Label;
}

/** The labels of a host. */
export function labelsOf({ host, start }: HostReference): readonly Label[] {
  let at = start;
  return host.split('.').map((text) => {
    const label = { text: text.toLowerCase(), start: at, end: at + text.length };
    at += text.length + 1;
    return label;
  });
}

/** A host with `svc` in it, at the end or before one of the domains; undefined when it is none. `service.svc` has no namespace. */
export function qualifiedName(labels: readonly Label[], isDomain: (domain: string) => boolean): ClusterName | undefined {
  for (let index = labels.length - 1; index >= 1; index--) {
    const svc = labels[index];
    if (svc?.text !== 'svc') continue;
    const behind = labels.slice(index + 1);
    const domain = {
      text: behind.map(({ text }) => text).join('.'),
      start: behind[0]?.start ?? svc.end,
      end: labels.at(-1)?.end ?? svc.end,
    };
    const [namespace, service] = [labels[index - 1], labels[index - 2]];
    if (namespace === undefined || (domain.text !== '' && !isDomain(domain.text))) continue;
    if (service === undefined) return { rest: [], service: namespace, namespace: undefined, domain };
    return { rest: labels.slice(0, index - 2), service, namespace, domain };
  }
  return undefined;
}

/** `orders.shop.cluster.local`, `orders.shop.scv.cluster.local`: in the domain of the cluster, and without `svc`. */
export function nameWithoutSvc(labels: readonly Label[], domain: string): ClusterName | undefined {
  const behind = domain.split('.');
  const left = labels.slice(0, labels.length - behind.length);
  const [service, namespace, word] = left;
  if (
    service === undefined ||
    namespace === undefined ||
    left.length > 3 ||
    word?.text === 'svc' ||
    word?.text === 'pod' ||
    !behind.every((text, index) => labels[left.length + index]?.text === text)
  )
    return undefined;
  return { rest: [], service, namespace, domain: undefined, insteadOfSvc: word ?? namespace };
}

/** The ways to read a short name, the likeliest first: `service`, `service.namespace`, `endpoint.service`, `endpoint.service.namespace`. */
export function shortNames(labels: readonly Label[]): readonly ClusterName[] {
  const [first, second, third] = labels;
  if (first === undefined || labels.length > 3) return [];
  if (second === undefined) return [{ rest: [], service: first, namespace: undefined, domain: undefined }];
  if (third !== undefined) return [{ rest: [first], service: second, namespace: third, domain: undefined }];
  return [
    { rest: [], service: first, namespace: second, domain: undefined },
    { rest: [first], service: second, namespace: undefined, domain: undefined },
  ];
}
