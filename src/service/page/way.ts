import { perObject } from '../../base/derived.ts';
import { contains, formatAddress } from '../../base/ip.ts';
import { message, type Language } from '../../base/message.ts';
import type { AllocatedPod, AllocatedService } from '../../engine/allocation.ts';
import type { PathClient } from '../../engine/paths/client.ts';
import type { Path, PathThing } from '../../engine/paths/path.ts';
import { trace } from '../../engine/paths/trace.ts';
import { protocols } from '../../engine/policies/portSet.ts';
import type { OfferMaker } from '../../topology/offers.ts';
import type { ElementCertainty, Way, WayStep } from '../../topology/protocol.ts';
import { elementsOf } from '../../topology/source.ts';
import type { Subject, Topology } from '../../topology/subject.ts';
import { clientsAt, goalAt, type WantedPort } from './wayEnds.ts';

export interface WayQuestion extends WantedPort {
  readonly from: string;
  readonly to: string;
}

export type WayAnswer = { readonly way: Way } | { readonly refused: string };

/** The way of a connection from one element to another as a picture shows it. `offer`: makes the places of steps something to choose. */
export function wayBetween(topology: Topology, question: WayQuestion, language: Language, offer: OfferMaker): WayAnswer {
  const { say } = language;
  const [from, to] = [topology.subjects.get(question.from), topology.subjects.get(question.to)];
  if (from === undefined || to === undefined) return { refused: say(message('One end of the connection is no longer there.')) };
  if (from.allocation !== to.allocation) return { refused: say(message('The two are in different clusters.')) };
  const clients = clientsAt(from);
  if ('slip' in clients) return { refused: say(clients.slip) };
  const goal = goalAt(to, question);
  if ('slip' in goal) return { refused: say(goal.slip) };
  const asked = protocols.find((one) => one === question.protocol) ?? firstProtocol(to, question.port);
  const path = traceAlike(clients, (some) => trace(from.allocation, some, goal, asked));
  const find = finder(topology, to);
  const steps = path.steps.map((step): WayStep => {
    const things = step.meets ?? [];
    return {
      at: step.at,
      outcome: step.outcome,
      what: say(step.what),
      why: step.why === undefined ? '' : say(step.why),
      certainty: leastSure(things),
      places: step.because
        .map((place) => offer({ type: 'place', place }))
        .filter((made) => made !== undefined)
        .slice(0, mostPlaces),
      ids: [...new Set(things.flatMap(find))],
      seen:
        step.seen === undefined
          ? ''
          : `${step.seen.source ?? '?'} → ${step.seen.destination ?? '?'}:${step.seen.port}/${step.seen.protocol}`,
    };
  });
  return {
    way: {
      from: question.from,
      to: question.to,
      verdict: path.verdict,
      reason: say(path.reason),
      ends: endsOf(path, steps, question.from),
      steps,
      links: linksOf(question.from, clients, steps, find),
      ports: portsOf(to, question),
    },
  };
}

/** Of several pods of a workload that all fare alike the way of the first: the others' would say the same again. */
function traceAlike(clients: readonly PathClient[], follow: (some: readonly PathClient[]) => Path): Path {
  const [first, ...others] = clients.map((client) => follow([client]));
  return first !== undefined && others.every(({ verdict, at, by }) => verdict === first.verdict && at === first.at && by === first.by)
    ? first
    : follow(clients);
}

const mostPlaces = 2;

/** The elements that the connection ends at, of steps that stop it or of which nothing is known; else those that it reaches. */
function endsOf({ verdict }: Path, steps: readonly WayStep[], from: string): readonly string[] {
  const ending = verdict === 'allowed' ? steps.filter(({ at }) => at === 'endpoint') : steps.filter(({ outcome }) => outcome !== 'passes');
  const ends = new Set(ending.flatMap(({ ids }) => ids.at(-1) ?? []));
  const last = steps.findLast(({ ids }) => ids.length > 0)?.ids.at(-1);
  return ends.size > 0 ? [...ends] : [last ?? from];
}

/** From who connects to what is met first: a service, an address, an Ingress or a pod. Beyond that the graph has its lines, but for what an Ingress controller connects to. */
function linksOf(
  from: string,
  clients: readonly PathClient[],
  steps: readonly WayStep[],
  find: (thing: PathThing) => readonly string[],
): readonly (readonly [string, string])[] {
  const own = new Set([from, ...clients.flatMap((client) => (client.kind === 'outside' ? [] : find(client)))]);
  const first = steps.flatMap(({ at, ids }) => (at === 'dns' ? [] : ids)).find((id) => !own.has(id));
  return first === undefined ? [] : [[from, first]];
}

function portsOf({ what }: Subject, { port, protocol }: WantedPort): Way['ports'] {
  const ports = what.type === 'service' || what.type === 'dnsName' ? what.service.ports : [];
  if (ports.length < 2) return [];
  const chosen = ports.find((one) => one.port === port && (protocol === undefined || one.protocol === protocol)) ?? ports[0];
  return ports.map((one) => ({ port: one.port, protocol: one.protocol, chosen: one === chosen }));
}

function firstProtocol({ what }: Subject, port: number | undefined): (typeof protocols)[number] {
  const ports =
    what.type === 'service' || what.type === 'dnsName'
      ? what.service.ports
      : what.type === 'externalAddress'
        ? what.services.flatMap((service) => service.ports)
        : [];
  const first = ports.find((one) => port === undefined || one.port === port)?.protocol;
  return protocols.find((one) => one === first) ?? 'TCP';
}

/** Ids of what a step meets; of an address that is nobody's here those elements that stand for who is outside. */
function finder(topology: Topology, to: Subject): (thing: PathThing) => readonly string[] {
  const { pods, services, addresses, nodes, names, networks } = indexOf(topology);
  const prefix = to.allocation;
  return (thing) => {
    switch (thing.kind) {
      case 'pod':
        return listOf(pods.get(thing.pod));
      case 'service':
        return listOf(services.get(thing.service));
      case 'node':
        return listOf(nodes.get(prefix)?.get(thing.node.name));
      case 'name':
        return listOf(namedBy(names.get(prefix), thing.name));
      case 'resource':
        return elementsOf(topology, thing.resource).slice(0, 1);
      case 'address': {
        const text = formatAddress(thing.address);
        const known = addresses.get(prefix)?.get(text);
        if (known !== undefined) return [known];
        return listOf(
          networks.find(({ range, id }) => range.allocation === prefix && contains(range.range, thing.address) && id !== '')?.id,
        );
      }
    }
  };
}

function listOf(id: string | undefined): readonly string[] {
  return id === undefined ? [] : [id];
}

/** A name of a pod behind a Service counts as that of the Service. */
function namedBy(names: ReadonlyMap<string, string> | undefined, name: string): string | undefined {
  return names?.get(name) ?? names?.get(name.slice(name.indexOf('.') + 1));
}

type Allocated = Subject['allocation'];

interface Index {
  readonly pods: ReadonlyMap<AllocatedPod, string>;
  readonly services: ReadonlyMap<AllocatedService, string>;
  readonly addresses: ReadonlyMap<Allocated, ReadonlyMap<string, string>>;
  readonly nodes: ReadonlyMap<Allocated, ReadonlyMap<string, string>>;
  readonly names: ReadonlyMap<Allocated, ReadonlyMap<string, string>>;
  readonly networks: readonly {
    readonly id: string;
    readonly range: { readonly allocation: Allocated; readonly range: Parameters<typeof contains>[0] };
  }[];
}

const indexOf = perObject(({ subjects }: Topology): Index => {
  const pods = new Map<AllocatedPod, string>();
  const services = new Map<AllocatedService, string>();
  const maps = {
    addresses: new Map<Allocated, Map<string, string>>(),
    nodes: new Map<Allocated, Map<string, string>>(),
    names: new Map<Allocated, Map<string, string>>(),
  };
  const networks: Index['networks'][number][] = [];
  const note = (kind: keyof typeof maps, allocation: Allocated, key: string, id: string): void => {
    const known = maps[kind].get(allocation) ?? new Map<string, string>();
    maps[kind].set(allocation, known);
    if (!known.has(key)) known.set(key, id);
  };
  for (const [id, { what, allocation }] of subjects) {
    if (what.type === 'pod' && !pods.has(what.pod)) pods.set(what.pod, id);
    else if (what.type === 'service') services.set(what.service, id);
    else if (what.type === 'externalAddress' || what.type === 'endpoint') note('addresses', allocation, what.address, id);
    else if (what.type === 'node') note('nodes', allocation, what.node.name, id);
    else if (what.type === 'dnsName') note('names', allocation, what.name, id);
    else if (what.type === 'range' && what.range.role === 'external-network')
      networks.push({ id, range: { allocation, range: what.range.range } });
  }
  return { pods, services, ...maps, networks };
});

const sureness = ['fixed', 'predicted', 'possible'] as const;

/** Of the addresses that are used: as sure as the least sure of them; undefined where there are none. */
function leastSure(things: readonly PathThing[]): ElementCertainty | undefined {
  const found = things.flatMap((thing): readonly ElementCertainty[] => {
    if (thing.kind === 'pod') return thing.pod.ips.length === 0 ? [] : [thing.pod.explanation.certainty];
    if (thing.kind === 'service') return thing.service.clusterIPs.length === 0 ? [] : [thing.service.explanation.certainty];
    return [];
  });
  return sureness.findLast((each) => found.includes(each));
}
