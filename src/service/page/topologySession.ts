import { english, message, plural, type Language, type Message } from '../../base/message.ts';
import type { Place } from '../../manifests/place.ts';
import type { Allocation } from '../../engine/allocation.ts';
import type { Cluster } from '../../manifests/cluster.ts';
import { kindOf } from '../../manifests/resources/kinds.ts';
import { addressPlanOf, emptyPlan, planDifference, type AddressPlan } from '../../topology/plan/addressPlan.ts';
import { describe } from './describe.ts';
import { DrawnBefore } from '../../topology/drawnBefore.ts';
import { clusterIdIn, elementsIn } from '../elementsByObject.ts';
import { topologyOf } from '../../topology/graph.ts';
import { difference } from '../../topology/patch.ts';
import {
  protocolVersion,
  type EditorMessage,
  type FromPage,
  type Future,
  type Graph,
  type GraphPatch,
  type GraphStatus,
  type PlanPatch,
  type ReachDirection,
  type StatusAction,
  type ToPage,
} from '../../topology/protocol.ts';
import { elementsOf, placeOfElement } from '../../topology/source.ts';
import type { Topology } from '../../topology/subject.ts';
import { badgesOf } from '../../analysis/badges.ts';
import { brokenFiles, emptyStatus, partialStatus } from './emptyStatus.ts';
import type { FileEdit } from '../../analysis/fixes/fileEdits.ts';
import { EventRun, withReplicas } from './eventRun.ts';
import { GraphWording } from './graphWording.ts';
import { lastReadable, type ShownCluster } from './lastReadable.ts';
import { marksBetween } from './marks.ts';
import { manifestsAt } from '../../analysis/manifestsAt.ts';
import { PlanWording } from './planWording.ts';
import { reachOf } from './reach.ts';
import { wayBetween, type WayQuestion } from './way.ts';
import { editsOf, Offers } from './offers.ts';
import { resolvePlace, type FileRange } from '../../analysis/resolve.ts';
import { emptySnapshot, type Snapshot } from '../../analysis/snapshot.ts';

/** What the host is to do after a message from the page. */
export type SessionOutcome =
  | { readonly type: 'send'; readonly messages: readonly ToPage[] }
  /** Undefined range: the element has no manifest (any longer). */
  | { readonly type: 'reveal'; readonly range: FileRange | undefined; readonly focus: boolean }
  /** A fix that the reader chose; all of it still fits the texts of the newest snapshot. */
  | { readonly type: 'edit'; readonly title: string; readonly edits: readonly FileEdit[] }
  /** What was chosen can no longer be done: why, for people. */
  | { readonly type: 'refuse'; readonly text: string }
  | { readonly type: 'act'; readonly action: StatusAction }
  | { readonly type: 'log'; readonly text: string };

/**
 * One page and what it shows: snapshots and messages in, messages out. One patch is in flight at a time; what changes meanwhile goes with the next one.
 * While no page is there nothing is computed.
 */
export class TopologySession {
  readonly #language: Language;
  readonly #wording: GraphWording;
  readonly #planWording: PlanWording;
  #snapshot = emptySnapshot;
  #findings: GraphStatus['findings'];
  /** The workspace has not been read to its end yet. */
  #loading = true;
  #shownClusters: readonly ShownCluster[] = [];
  #behind: readonly string[] = [];
  /** Files with broken texts, in the picture or not. */
  #broken: readonly string[] = [];
  #topology: Topology = nothing;
  readonly #before = new DrawnBefore();
  /** The topology is that of the snapshot. */
  #current = false;

  /** What the page was sent last. */
  #sent:
    | { readonly version: number; readonly graph: Graph; readonly status: GraphStatus; readonly plan: AddressPlan; readonly future: string }
    | undefined;
  /** The page has asked for the address plan; until then none is made. */
  #withPlan = false;
  #acknowledged = true;
  #version = 0;
  #highlighted: readonly string[] = [];
  #cursor: { readonly path: string; readonly offset: number } | undefined;
  readonly #offers: Offers;
  /** What the page shows in its details, and what was said of it last. */
  #described: string | undefined;
  #said = '';
  /** What the reader has happen, and to which cluster. */
  #run: { readonly cluster: string; readonly events: EventRun } | undefined;
  #future: Future | undefined;
  readonly #pastWording: GraphWording;
  /** What else the page shows for now, and what was said of it last. */
  #traced: WayQuestion | undefined;
  #saidWay = '';
  #reached: { readonly id: string; readonly direction: ReachDirection } | undefined;
  #saidReach = '';

  constructor(language: Language = english) {
    this.#language = language;
    this.#wording = new GraphWording(language);
    this.#pastWording = new GraphWording(language);
    this.#offers = new Offers(language);
    this.#planWording = new PlanWording(language);
  }

  /** The newest snapshot; `loading` until the whole workspace has been read. `findings`: how many it has. */
  update(snapshot: Snapshot, loading: boolean, findings?: GraphStatus['findings']): readonly ToPage[] {
    this.#findings = loading || findings === undefined ? undefined : { errors: findings.errors, warnings: findings.warnings };
    this.#snapshot = snapshot;
    this.#loading = loading;
    this.#current = false;
    return this.#sent === undefined ? [] : this.#next();
  }

  /** The page is gone or hidden; it will say `ready` when it is back. */
  detach(): void {
    this.#sent = undefined;
    this.#withPlan = false;
    this.#acknowledged = true;
    this.#highlighted = [];
    this.#described = undefined;
    this.#traced = undefined;
    this.#reached = undefined;
  }

  receive(received: Exclude<FromPage, EditorMessage>): SessionOutcome {
    switch (received.type) {
      case 'ready':
        if (received.protocol !== protocolVersion)
          return { type: 'log', text: `The page speaks protocol ${received.protocol}, the extension ${protocolVersion}.` };
        return { type: 'send', messages: this.#whole() };
      case 'shown':
        if (received.version !== this.#sent?.version) return { type: 'send', messages: [] };
        this.#acknowledged = true;
        return { type: 'send', messages: this.#next() };
      case 'reveal':
        return { type: 'reveal', range: this.#rangeOf(received.id), focus: received.focus };
      case 'describe':
        this.#refresh();
        this.#described = received.id;
        return { type: 'send', messages: [this.#description(received.id)] };
      case 'trace':
        this.#refresh();
        this.#traced = { from: received.from, to: received.to, port: received.port, protocol: received.protocol };
        return { type: 'send', messages: [this.#way(this.#traced)] };
      case 'endTrace':
        this.#traced = undefined;
        return { type: 'send', messages: [] };
      case 'happen':
        return this.#happen(received.number, received.replicas);
      case 'unhappen':
        if (received.all) this.#run = undefined;
        else this.#run?.events.back();
        this.#current = false;
        return { type: 'send', messages: this.#next() };
      case 'askReach':
        this.#refresh();
        this.#reached = received;
        return { type: 'send', messages: [this.#reach(received)] };
      case 'endReach':
        this.#reached = undefined;
        return { type: 'send', messages: [] };
      case 'choose':
        return this.#choose(received.number);
      case 'act':
        return { type: 'act', action: received.action };
      case 'watchPlan':
        this.#withPlan = true;
        return { type: 'send', messages: this.#next() };
      case 'log':
        return { type: 'log', text: received.text };
    }
  }

  /** The text cursor has moved; undefined when it is in no manifest. */
  moveCursor(cursor: { readonly path: string; readonly offset: number } | undefined): readonly ToPage[] {
    this.#cursor = cursor;
    return this.#sent === undefined ? [] : this.#highlight();
  }

  /** The version that the page has confirmed; undefined while it shows nothing or has yet to catch up. */
  get confirmed(): number | undefined {
    return this.#acknowledged ? this.#sent?.version : undefined;
  }

  /** What the page shows when it has caught up. */
  get state(): { readonly graph: Graph; readonly status: GraphStatus } {
    this.#refresh();
    return { graph: this.#graph(), status: this.#status() };
  }

  #whole(): readonly ToPage[] {
    this.#refresh();
    const graph = this.#graph();
    const status = this.#status();
    this.#version++;
    const plan = this.#plan();
    this.#sent = { version: this.#version, graph, status, plan, future: wordsOf(this.#future) };
    this.#acknowledged = false;
    this.#highlighted = [];
    return [
      {
        type: 'graph',
        version: this.#version,
        graph,
        status,
        plan: this.#withPlan ? { clusters: plan.clusters, bars: [...plan.bars.values()] } : undefined,
        ...(this.#future === undefined ? {} : { future: this.#future }),
      },
      ...this.#highlight(),
    ];
  }

  #next(): readonly ToPage[] {
    if (this.#sent === undefined || !this.#acknowledged) return [];
    this.#refresh();
    const graph = this.#graph();
    const status = this.#status();
    const patch = graph === this.#sent.graph ? undefined : difference(this.#sent.graph, graph);
    const sameStatus =
      status.state === this.#sent.status.state &&
      status.text === this.#sent.status.text &&
      status.findings?.errors === this.#sent.status.findings?.errors &&
      status.findings?.warnings === this.#sent.status.findings?.warnings &&
      status.actions?.join() === this.#sent.status.actions?.join();
    const plan = this.#plan();
    const planPatch = this.#planPatch(this.#sent.plan, plan);
    const future = wordsOf(this.#future);
    if (patch === undefined && planPatch === undefined && sameStatus && future === this.#sent.future) {
      // The same in every word: later comparisons are cheap again.
      this.#sent = { ...this.#sent, graph, plan };
      return [...this.#newDescription(), ...this.#newOverlays(), ...this.#highlight()];
    }
    const base = this.#sent.version;
    this.#version++;
    this.#sent = { version: this.#version, graph, status, plan, future };
    this.#acknowledged = false;
    return [
      {
        type: 'patch',
        base,
        version: this.#version,
        patch: patch ?? noChange,
        status,
        plan: planPatch,
        ...(this.#future === undefined ? {} : { future: this.#future }),
      },
      ...this.#newOverlays(),
      ...this.#highlight(),
    ];
  }

  #graph(): Graph {
    return this.#wording.graphOf(this.#topology.graph);
  }

  #plan(): AddressPlan {
    return this.#withPlan ? this.#planWording.planOf(addressPlanOf(this.#topology)) : emptyPlan;
  }

  /** The first plan is sent be it empty: the page waits for it. */
  #planPatch(sent: AddressPlan, plan: AddressPlan): PlanPatch | undefined {
    if (!this.#withPlan) return undefined;
    return sent === emptyPlan ? { clusters: plan.clusters, bars: [...plan.bars.values()] } : planDifference(sent, plan);
  }

  #description(id: string): ToPage {
    const description = describe(this.#topology, id, this.#language, (target) => this.#offers.make(target, this.#snapshot));
    this.#said = wordsOf(description);
    return { type: 'description', id, description };
  }

  /** The graph says the same, yet the details may not: a finding's sentence, the fix for it, the line of a place. */
  #newDescription(): readonly ToPage[] {
    if (this.#described === undefined) return [];
    const before = this.#said;
    const message = this.#description(this.#described);
    return before === this.#said ? [] : [message];
  }

  /** Has an event that a description offered happen to the cluster as the page shows it. */
  #happen(number: number, replicas: number | undefined): SessionOutcome {
    this.#refresh();
    const target = this.#offers.target(number);
    const subject = this.#described === undefined ? undefined : this.#topology.subjects.get(this.#described);
    if (target?.type !== 'event' || subject === undefined)
      return { type: 'refuse', text: this.#language.say(message('The manifest has changed since; look at it again.')) };
    const cluster = clusterKey(subject.allocation.cluster);
    // Events of another cluster begin from now.
    if (this.#run?.cluster !== cluster) this.#run = { cluster, events: new EventRun([]) };
    this.#run.events.add(withReplicas(target.event, replicas));
    this.#current = false;
    return { type: 'send', messages: this.#next() };
  }

  /** What is drawn: the clusters of the manifests, of one of them its next state where the reader has something happen. */
  #topologyNow(): Topology {
    const run = this.#run;
    const inputs = (allocations: ReadonlyMap<unknown, Allocation>) =>
      this.#shownClusters.map(({ analysed }) => ({
        allocation: allocations.get(analysed) ?? analysed.allocation,
        live: allocations.has(analysed) ? undefined : analysed.live?.(),
        badges: badgesOf(analysed),
      }));
    this.#future = undefined;
    const shown = run === undefined ? undefined : this.#shownClusters.find(({ analysed }) => clusterKey(analysed.cluster) === run.cluster);
    if (run === undefined || shown === undefined) return topologyOf(inputs(new Map()), this.#before);
    const { analysed } = shown;
    const steps = run.events.steps(analysed.allocation);
    const last = steps.at(-1);
    const { problem } = run.events;
    if (last === undefined && problem === undefined) {
      this.#run = undefined;
      return topologyOf(inputs(new Map()), this.#before);
    }
    const now = topologyOf(inputs(new Map([[analysed, last?.after.allocation ?? analysed.allocation]])), this.#before);
    const past = topologyOf(inputs(new Map([[analysed, last?.before.allocation ?? analysed.allocation]])), this.#before);
    const { say } = this.#language;
    const [said, saidBefore] = [now, past].map(({ graph }) => this.#pastWording.graphOf(graph));
    const isChanged = last !== undefined && said !== undefined && saidBefore !== undefined;
    const marks = isChanged ? marksBetween(saidBefore, said, this.#language) : { marks: [], ghosts: [] };
    const about = objectIds(isChanged ? [said, saidBefore] : [], analysed.cluster);
    this.#future = {
      ...marks,
      cluster: analysed.cluster.name,
      events: steps.map(({ event, lines }) => ({
        object: event.object,
        title: say(event.title),
        lines: lines.map(({ kind, text, object }) => ({ kind, text: say(text), ...about(object) })),
      })),
      problem: problem === undefined ? '' : say(problem),
    };
    return now;
  }

  #way(question: WayQuestion): ToPage {
    const answer = wayBetween(this.#topology, question, this.#language, (target) => this.#offers.make(target, this.#snapshot));
    this.#saidWay = wordsOf(answer);
    return 'way' in answer ? { type: 'way', way: answer.way, refused: '' } : { type: 'way', way: undefined, refused: answer.refused };
  }

  #reach({ id, direction }: { readonly id: string; readonly direction: ReachDirection }): ToPage {
    const reach = reachOf(this.#topology, id, direction, this.#language);
    this.#saidReach = wordsOf(reach);
    return { type: 'reach', id, direction, reach };
  }

  /** A connection that is followed, and who may talk to whom, where an edit has changed it. */
  #newOverlays(): readonly ToPage[] {
    const [way, reach] = [this.#saidWay, this.#saidReach];
    const messages = [
      ...(this.#traced === undefined ? [] : [this.#way(this.#traced)]),
      ...(this.#reached === undefined ? [] : [this.#reach(this.#reached)]),
    ];
    return messages.filter(({ type }) => (type === 'way' ? way !== this.#saidWay : reach !== this.#saidReach));
  }

  #choose(number: number): SessionOutcome {
    this.#refresh();
    const target = this.#offers.target(number);
    if (target?.type === 'place')
      return { type: 'reveal', range: resolvePlace(this.#snapshot, target.place) ?? this.#formerRange(target.place), focus: true };
    if (target?.type === 'event') return this.#happen(number, undefined);
    const subject = this.#described === undefined ? undefined : this.#topology.subjects.get(this.#described);
    const edits = target === undefined ? undefined : editsOf(this.#snapshot, subject?.badges ?? [], target, this.#language);
    return target === undefined || edits === undefined
      ? { type: 'refuse', text: this.#language.say(message('The manifest has changed since; look at the problem again.')) }
      : { type: 'edit', title: this.#language.say(target.title), edits };
  }

  #refresh(): void {
    if (this.#current) return;
    const { clusters, behind } = lastReadable(this.#snapshot, this.#shownClusters);
    this.#shownClusters = clusters;
    this.#behind = behind;
    this.#broken = brokenFiles(this.#snapshot);
    const topology = clusters.length === 0 ? nothing : this.#topologyNow();
    // A cluster of broken texts alone: the node that each cluster has says less than why there is nothing else.
    this.#topology = this.#broken.length > 0 && !topology.graph.elements.some(({ hasSource }) => hasSource) ? nothing : topology;
    this.#current = true;
  }

  #status(): GraphStatus {
    const findings = this.#findings;
    return findings === undefined ? this.#state() : { ...this.#state(), findings };
  }

  #state(): GraphStatus {
    const [first] = this.#behind;
    if (this.#topology.graph.elements.length === 0) {
      return this.#loading
        ? this.#say('loading', message('The manifests of the workspace are being read.'))
        : emptyStatus(this.#snapshot, this.#language);
    }
    if (first === undefined) return this.#broken.length === 0 ? { state: 'ready', text: '' } : partialStatus(this.#broken, this.#language);
    return this.#say(
      'behind',
      this.#behind.length === 1
        ? message('{0} cannot be read as it stands; the picture is that of its last readable text.', first)
        : plural(
            this.#behind.length - 1,
            '{1} and {0} more file cannot be read as they stand; the picture is that of their last readable texts.',
            '{1} and {0} more files cannot be read as they stand; the picture is that of their last readable texts.',
            first,
          ),
    );
  }

  #say(state: GraphStatus['state'], text: Message): GraphStatus {
    return { state, text: this.#language.say(text) };
  }

  #rangeOf(id: string): FileRange | undefined {
    this.#refresh();
    const place = placeOfElement(this.#topology, id);
    if (place === undefined) return undefined;
    return resolvePlace(this.#snapshot, place) ?? this.#formerRange(place);
  }

  /** A place in a text that has been edited since the picture was made: where it was then. */
  #formerRange(place: Place): FileRange | undefined {
    for (const { snapshot } of this.#shownClusters) {
      const range = resolvePlace(snapshot, place);
      if (range !== undefined) return range;
    }
    return undefined;
  }

  #highlight(): readonly ToPage[] {
    const ids = this.#idsAtCursor();
    if (ids.length === this.#highlighted.length && ids.every((id, index) => id === this.#highlighted[index])) return [];
    this.#highlighted = ids;
    return [{ type: 'highlight', ids }];
  }

  #idsAtCursor(): readonly string[] {
    if (this.#cursor === undefined) return [];
    this.#refresh();
    const { path, offset } = this.#cursor;
    const manifests = this.#shownClusters.flatMap(({ analysed }) => manifestsAt(this.#snapshot, analysed, path, offset));
    return manifests.flatMap(({ resource, field }) => {
      const ids = elementsOf(this.#topology, resource);
      const closest = ids.filter((id) => {
        const place = placeOfElement(this.#topology, id);
        return field !== undefined && place?.path !== undefined && place.path.every((step, index) => field.path[index] === step);
      });
      return closest.length > 0 || kindOf(resource)?.standsForParts === true ? closest : ids;
    });
  }
}

/** What is said, without the numbers, which are new each time. */
function wordsOf(said: object | undefined): string {
  return said === undefined ? '' : JSON.stringify(said, (key, value: unknown) => (key === 'number' ? undefined : value));
}

function clusterKey({ root, name }: Cluster): string {
  return `${root}\n${name}`;
}

/** What is drawn of an object that a sentence is about, in the first of the graphs that has it. */
function objectIds(graphs: readonly Graph[], cluster: Cluster): (object: string | undefined) => { readonly id?: string } {
  const ids = graphs.map((graph) => elementsIn(graph, clusterIdIn(graph, cluster)));
  return (object) => {
    const [id] = object === undefined ? [] : ids.flatMap((each) => each.get(object) ?? []);
    return id === undefined ? {} : { id };
  };
}

const nothing: Topology = { graph: { elements: [], edges: [] }, subjects: new Map() };
const noChange: GraphPatch = { removedEdges: [], removedElements: [], changed: [], added: [], edges: [] };
