import { groupBy } from '../../../base/groupBy.ts';
import { resourcesOf, type Cluster } from '../../../manifests/cluster.ts';
import type { Allocation } from '../../allocation.ts';
import type { PodOwner, PodOwners } from '../podOwners.ts';
import { ClusterDomains } from './clusterDomains.ts';
import { labelsOf, qualifiedName, shortNames, type ClusterName, type Label } from './clusterName.ts';
import { hostReferencesIn, type HostReference } from './hostReferences.ts';
import { isInstalledName, isMadeByOperator, namesOfMachines } from './otherNames.ts';
import { referringTexts, type ReferringText } from './referringTexts.ts';
import { ServiceNames, type NamedService } from './serviceNames.ts';

/** A host of a text that is meant for the cluster's DNS, and what is under that name. */
export interface Naming {
  readonly text: ReferringText;
  readonly reference: HostReference;
  readonly name: ClusterName;
  /** Whether it ends with `svc` or with the cluster's domain behind it: then it can mean nothing else. */
  readonly qualified: boolean;
  /** The namespace it means; absent: not known. */
  readonly namespace: string | undefined;
  /** Services that it means, whether or not the endpoint is one of theirs. Empty: none. */
  readonly services: readonly NamedService[];
}

/** All names of a cluster's texts that are surely, or by their shape probably, names for its DNS; found once. */
export interface Namings {
  readonly found: readonly Naming[];
  readonly services: ServiceNames;
  readonly domains: ClusterDomains;
  /** Names that StatefulSets give as their `serviceName`, without a Service: that is reported there. */
  readonly governing: ReadonlySet<string>;
  /** What makes pods, by its name. */
  readonly owners: ReadonlyMap<string, readonly PodOwner[]>;
}

/** What names are found in. */
interface Sources {
  readonly allocation: Allocation;
  readonly cluster: Cluster;
  readonly podOwners: PodOwners;
}

export function namingsOf(context: Sources): Namings {
  let known = namings.get(context);
  if (known === undefined) {
    known = findAll(context);
    namings.set(context, known);
  }
  return known;
}

const namings = new WeakMap<Sources, Namings>();

function findAll({ allocation, cluster, podOwners }: Sources): Namings {
  const services = new ServiceNames(allocation);
  const domains = new ClusterDomains(allocation);
  const found: Naming[] = [];
  for (const text of referringTexts(cluster, podOwners.all)) {
    if (text.variable !== undefined && /no_?proxy|image/i.test(text.variable)) continue;
    const comment = text.text.search(/\s(#|\/\/)\s/);
    for (const reference of hostReferencesIn(text.text)) {
      if (comment >= 0 && reference.start > comment) break;
      const naming = namingOf(text, reference, services, domains);
      if (naming !== undefined && !isOfOthers(naming, cluster)) found.push(naming);
    }
  }
  const sets = resourcesOf(cluster, 'Workload').filter(
    ({ serviceName, metadata }) => serviceName !== undefined && services.named(serviceName, metadata.namespace).length === 0,
  );
  return {
    found,
    services,
    domains,
    governing: new Set(sets.map(({ serviceName }) => serviceName ?? '')),
    owners: groupBy(podOwners.all, ({ resource }) => resource.metadata.name),
  };
}

/** A name that nobody here makes, but somebody else may. */
function isOfOthers({ services, name: { service }, namespace }: Naming, cluster: Cluster): boolean {
  return services.length === 0 && (isInstalledName(service.text) || isMadeByOperator(cluster, service.text, namespace));
}

function namingOf(text: ReferringText, reference: HostReference, services: ServiceNames, domains: ClusterDomains): Naming | undefined {
  const labels = labelsOf(reference);
  if (/^[0-9]*$/.test(labels.at(-1)?.text ?? '')) return undefined;
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
  if (text.aliases.includes(reference.host) || reference.absolute) return undefined;
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
