import type { GoRegexp } from '../../base/goRegexp.ts';
import type { IPAddress, IPRange } from '../../base/ip.ts';
import type { Message } from '../../base/message.ts';
import type { LabelRequirement } from '../labelSelectorText.ts';
import type { Rcode } from './answer.ts';

/** The plugins of a server block that shape an answer, each with its options as CoreDNS understood them. Zones are lower case and fully qualified. */
export type Plugin =
  | AnyPlugin
  | RewritePlugin
  | AutopathPlugin
  | ACLPlugin
  | TemplatePlugin
  | HostsPlugin
  | KubernetesPlugin
  | ForwardPlugin
  | WhoamiPlugin
  | UnmodelledPlugin;

/** coredns plugin/kubernetes/setup.go */
export interface KubernetesPlugin {
  readonly name: 'kubernetes';
  readonly zones: readonly string[];
  /** The first zone that is no reverse zone: the one of PTR targets. */
  readonly primaryZone: string;
  readonly multiclusterZones: readonly string[];
  readonly pods: 'disabled' | 'insecure' | 'verified';
  readonly endpointPodNames: boolean;
  /** Empty: all. */
  readonly namespaces: readonly string[];
  readonly labels: readonly LabelRequirement[] | undefined;
  readonly namespaceLabels: readonly LabelRequirement[] | undefined;
  /** Seconds. */
  readonly ttl: number;
  readonly ignoreEmptyServices: boolean;
  readonly noEndpoints: boolean;
  readonly zonal: boolean;
  readonly fallthrough: readonly string[];
}

/** coredns plugin/hosts: what stands in the Corefile itself, and in a hosts file that its ConfigMap holds. */
export interface HostsPlugin {
  readonly name: 'hosts';
  readonly zones: readonly string[];
  /** Names of the plugin's zones only. */
  readonly entries: readonly HostEntry[];
  readonly ttl: number;
  readonly noReverse: boolean;
  readonly fallthrough: readonly string[];
  readonly fallthroughUnsupported: boolean;
}

export interface HostEntry {
  readonly address: IPAddress;
  /** Lower case and fully qualified; at least one. */
  readonly names: readonly string[];
}

/** coredns plugin/rewrite: the rules of all `rewrite` lines in order. */
export interface RewritePlugin {
  readonly name: 'rewrite';
  readonly rules: readonly RewriteRule[];
}

/** `proceed`: the rule was written with `continue`, so the next rules are tried after it. */
export type RewriteRule = NameRule | TypeRule | ClassRule | TTLRule | RcodeRule | CNAMERule | EDNS0Rule;

/** What a name is compared with. Texts are in lower case; `exact` is the whole name, `regex` need not match all of it. */
export type NamePattern =
  | { readonly match: 'exact' | 'prefix' | 'suffix' | 'substring'; readonly text: string }
  | { readonly match: 'regex'; readonly expression: GoRegexp };

export interface NameRule {
  readonly field: 'name';
  readonly proceed: boolean;
  readonly pattern: NamePattern;
  /** `{1}` stands for a group of the expression. */
  readonly to: string;
  /** `answer auto` */
  readonly auto: boolean;
  readonly answers: readonly AnswerRule[];
}

/** `answer name FROM TO`, `answer value FROM TO`: a regular expression over each record's name or target. */
export interface AnswerRule {
  readonly part: 'name' | 'value';
  readonly from: GoRegexp;
  readonly to: string;
}

export interface TypeRule {
  readonly field: 'type';
  readonly proceed: boolean;
  readonly from: string;
  readonly to: string;
}

/** Questions here are of class IN. */
export interface ClassRule {
  readonly field: 'class';
  readonly proceed: boolean;
  readonly from: string;
  readonly to: string;
}

export interface TTLRule {
  readonly field: 'ttl';
  readonly proceed: boolean;
  readonly pattern: NamePattern;
  /** Answers get at least and at most this many seconds. */
  readonly least: number;
  readonly most: number;
}

export interface RcodeRule {
  readonly field: 'rcode';
  readonly proceed: boolean;
  readonly pattern: NamePattern;
  readonly from: Rcode;
  readonly to: Rcode;
}

/** Of the answers' CNAMEs, whatever the question. */
export interface CNAMERule {
  readonly field: 'cname';
  readonly proceed: boolean;
  readonly pattern: NamePattern;
  readonly to: string;
}

export interface EDNS0Rule {
  readonly field: 'edns0';
  readonly proceed: boolean;
  /** Whether it does anything to a question without such options. */
  readonly taken: boolean;
}

/** coredns plugin/autopath with `@kubernetes`. */
export interface AutopathPlugin {
  readonly name: 'autopath';
  readonly zones: readonly string[];
}

/** coredns plugin/forward, and its kin `grpc`, `fanout`, `proxy`. */
export interface ForwardPlugin {
  readonly name: 'forward';
  readonly from: string;
  readonly to: readonly string[];
  readonly except: readonly string[];
}

/** coredns plugin/any: a short answer to questions of type ANY. */
export interface AnyPlugin {
  readonly name: 'any';
  readonly zones: readonly string[];
}

/** coredns plugin/whoami: an answer without records to every question. */
export interface WhoamiPlugin {
  readonly name: 'whoami';
}

/** coredns plugin/acl: in each block the first policy that fits decides, without one the next block; at the end the question goes on. */
export interface ACLPlugin {
  readonly name: 'acl';
  readonly rules: readonly { readonly zones: readonly string[]; readonly policies: readonly ACLPolicy[] }[];
}

export interface ACLPolicy {
  readonly action: 'allow' | 'block' | 'filter' | 'drop';
  /** Empty: all. */
  readonly types: readonly string[];
  /** Of the client; empty: all. */
  readonly networks: readonly IPRange[];
}

/** coredns plugin/template: all blocks of a server in order. */
export interface TemplatePlugin {
  readonly name: 'template';
  readonly templates: readonly Template[];
}

export interface Template {
  readonly zones: readonly string[];
  /** `ANY`: all. */
  readonly type: string;
  /** Any of them; empty: all names. Absent when one cannot be followed here: then it is not known which names it takes. */
  readonly expressions: readonly GoRegexp[] | undefined;
  readonly answers: readonly string[];
  readonly additional: readonly string[];
  readonly authority: readonly string[];
  /** Absent: one that is not among those that a program sees here. */
  readonly rcode: Rcode | undefined;
  readonly fallthrough: readonly string[];
}

/** A plugin that may answer by itself, by rules or data that are not known here. */
export interface UnmodelledPlugin {
  readonly name: 'unmodelled';
  readonly plugin: string;
  readonly zones: readonly string[];
  readonly note: Message;
}
