import type { Resource } from '../../../manifests/resource.ts';
import type { Surroundings } from '../surroundings.ts';
import type { ClusterDomains } from './clusterDomains.ts';
import { labelsOf, nameWithoutSvc, qualifiedName, shortNames, type Label } from './clusterName.ts';
import { hostReferencesIn, type HostReference } from './hostReferences.ts';
import type { Naming } from './naming.ts';
import { isInstalledName, namesOfMachines } from './otherNames.ts';
import { referringTextsIn, type ReferringText, type TextSource } from './referringTexts.ts';
import type { ServiceNames } from './serviceNames.ts';

/** Names that are surely, or by their shape probably, names for the cluster's DNS; those that nobody here makes, but somebody else may, are left out. */
export function namingsIn(resource: Resource, source: TextSource, around: Surroundings): readonly Naming[] {
  const hosts = hostsOf(resource)[source];
  return hosts.length === 0 ? none : namingsOf(hosts, around);
}

/** What the pods of a resource name, as if they completed short names by the cluster's search list: for those that do not, and yet were meant to. */
export function namingsAsSearched(resource: Resource, around: Surroundings): readonly Naming[] {
  return namingsOf(
    hostsOf(resource).pods.map((host) => ({ ...host, text: { ...host.text, searched: true } })),
    around,
  );
}

const none: readonly never[] = [];

function namingsOf(
  hosts: readonly WrittenHost[],
  { services, domains, operatedNames }: Pick<Surroundings, 'services' | 'domains' | 'operatedNames'>,
): readonly Naming[] {
  return hosts.flatMap((host) => {
    const naming = namingOf(host, services, domains);
    if (naming === undefined) return [];
    const { name, namespace } = naming;
    const { text } = name.service;
    const isOfOthers = naming.services.length === 0 && (isInstalledName(text) || operatedNames.has(text, namespace));
    // One that reads nearly like what is written here was meant to be that.
    const isLong = text.length > (naming.qualified ? 3 : 5);
    return isOfOthers && !(isLong && services.nearest(text, namespace) !== undefined) ? [] : [naming];
  });
}

/** Every label of the hosts that a resource names: one of each is the Service, if any is. */
export function labelsInHosts(resource: Resource): readonly string[] {
  return Object.values(hostsOf(resource)).flatMap((hosts) => hosts.flatMap(({ labels }) => labels.map(({ text }) => text)));
}

/** Whether one of the hosts that a resource names has a label before a Service's. */
export function mayNamePods(resource: Resource): boolean {
  return Object.values(hostsOf(resource)).some((hosts) => hosts.some(({ labels }) => labels.length > 1 && !isOfService(labels)));
}

/** `orders.shop.svc`, and what may stand behind it. */
function isOfService([, , third, fourth]: readonly Label[]): boolean {
  return third?.text === 'svc' && fourth?.text !== 'svc';
}

/** A host that a text names, whatever the cluster makes of it. */
interface WrittenHost {
  readonly text: ReferringText;
  readonly reference: HostReference;
  readonly labels: readonly Label[];
}

type Hosts = Readonly<Record<TextSource, readonly WrittenHost[]>>;

/** The costly part, and one that the rest of the cluster does not change; most resources name nobody. */
function hostsOf(resource: Resource): Hosts {
  let hosts = known.get(resource);
  if (hosts === undefined) {
    const read: Hosts = {
      pods: hostsIn(resource, 'pods'),
      data: hostsIn(resource, 'data'),
      alias: hostsIn(resource, 'alias'),
      annotations: hostsIn(resource, 'annotations'),
    };
    hosts = Object.values(read).every(({ length }) => length === 0) ? nobody : read;
    known.set(resource, hosts);
  }
  return hosts;
}

const known = new WeakMap<Resource, Hosts>();
const nobody: Hosts = { pods: none, data: none, alias: none, annotations: none };

function hostsIn(resource: Resource, source: TextSource): readonly WrittenHost[] {
  const found: WrittenHost[] = [];
  for (const text of referringTextsIn(resource, source)) {
    if (text.variable !== undefined && /no_?proxy|image/i.test(text.variable)) continue;
    const comment = text.text.search(/\s(#|\/\/)\s/);
    for (const reference of hostReferencesIn(text.text)) {
      if (comment >= 0 && reference.start > comment) break;
      const labels = labelsOf(reference);
      if (!/^[0-9]*$/.test(labels.at(-1)?.text ?? '')) found.push({ text, reference, labels });
    }
  }
  return found;
}

function namingOf(host: WrittenHost, services: ServiceNames, domains: ClusterDomains): Naming | undefined {
  const { text, reference, labels } = host;
  if (text.aliases.includes(reference.host.toLowerCase())) return undefined;
  const qualified = qualifiedName(labels, (domain) => domains.isDomain(domain));
  if (qualified !== undefined) {
    const { namespace, service } = qualified;
    return {
      text,
      reference,
      name: qualified,
      qualified: true,
      namespace: namespace?.text,
      services: namespace === undefined ? [] : services.named(service.text, namespace.text),
    };
  }
  const lacking = nameWithoutSvc(labels, domains.own);
  if (
    lacking?.namespace !== undefined &&
    services.named(lacking.service.text, lacking.namespace.text).some(({ resource }) => resource !== undefined)
  )
    return { text, reference, name: lacking, qualified: true, namespace: lacking.namespace.text, services: [] };
  if (reference.absolute) return undefined;
  if (text.alias) return aliasOf(text, reference, labels, services);
  if (!text.searched || !isShortShape(text, reference)) return undefined;
  let first: Naming | undefined;
  for (const name of shortNames(labels)) {
    const namespace = name.namespace?.text ?? text.namespace;
    const naming: Naming = { text, reference, name, qualified: false, namespace, services: services.named(name.service.text, namespace) };
    if (naming.services.length > 0) return naming;
    first ??= naming;
  }
  return first?.name.rest.length === 0 && !namesOfMachines.has(first.name.service.text) ? first : undefined;
}

/** An ExternalName that is a short name of a service: nobody completes it. */
function aliasOf(text: ReferringText, reference: HostReference, labels: readonly Label[], services: ServiceNames): Naming | undefined {
  if (reference.host.length !== text.text.length) return undefined;
  const [name] = shortNames(labels);
  const namespace = name?.namespace?.text;
  if (name === undefined || name.rest.length > 0 || namespace === undefined) return undefined;
  const named = services.named(name.service.text, namespace).filter((service) => service.namespace === namespace);
  return named.length === 0 ? undefined : { text, reference, name, qualified: false, namespace, services: named };
}

/** Whether something without `svc` is written as hosts are: in a URL of a protocol that looks names up, with a port, or as the whole value of a variable for a host. */
function isShortShape({ text, variable }: ReferringText, { scheme, port, free, start, end }: HostReference): boolean {
  if (scheme !== undefined) return networkSchemes.test(scheme);
  if (!free) return false;
  return (
    port !== undefined ||
    (variable !== undefined && isHostVariable(variable) && settingBefore.test(text.slice(0, start)) && settingBehind.test(text.slice(end)))
  );
}

/** What stands around a host in a line that is nothing but a setting: `DB_HOST: "db"`, `--db-host=db`, or the value alone. */
const settingBefore = /^(["']?[\w.-]+["']?\s*[:=]\s*)?["']?$/;
const settingBehind = /^["']?,?$/;

const networkSchemes =
  /^(https?|wss?|h2c|tcp|udp|tls|ssl|grpcs?|amqps?|rediss?|mongodb|mysql|mariadb|postgres(ql)?|pgsql|cockroachdb|sqlserver|nats|kafka|mqtts?|ldaps?|smtps?|zookeeper|zk|memcached?|cassandra|clickhouse|thrift|stomp|bolt|neo4j|pulsar|rtsp|syslog|es|elasticsearch|rabbitmq|opc\.tcp|modbus|nfs|etcd|coap)$/;

/** Variables whose whole value is the host to connect to: `REDIS_HOST`, `cartServiceAddr`; not those for the program's own name or the one it is known by outside. */
function isHostVariable(variable: string): boolean {
  return (
    /(host|hostname|addr|address|endpoint|upstream|broker|server)s?$/i.test(variable) &&
    !/^(host|hostname|server|address|addr|endpoint)s?$|name$(?<!hostname)|listen|bind|advertis|public|external|virtual|ingress|domain|allowed|own|self|node_?host|pod_?host|local/i.test(
      variable,
    )
  );
}
