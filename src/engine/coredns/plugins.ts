import type { Message } from '../../base/message.ts';
import type { LabelRequirement } from '../labelSelectorText.ts';

/** The plugins of a server block that shape an answer, each with its options as CoreDNS understood them. Zones are lower case and fully qualified. */
export type Plugin = RewritePlugin | AutopathPlugin | HostsPlugin | KubernetesPlugin | ForwardPlugin | UnmodelledPlugin;

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

/** coredns plugin/hosts: what stands in the Corefile itself; a hosts file in the server's container is not known. */
export interface HostsPlugin {
  readonly name: 'hosts';
  readonly zones: readonly string[];
  readonly entries: readonly { readonly address: string; readonly names: readonly string[] }[];
  readonly ttl: number;
  readonly noReverse: boolean;
  readonly fallthrough: readonly string[];
  readonly fallthroughUnsupported: boolean;
}

/** coredns plugin/rewrite: the rules of all `rewrite` lines in order. */
export interface RewritePlugin {
  readonly name: 'rewrite';
  readonly rules: readonly RewriteRule[];
}

export type RewriteRule = NameRule | TypeRule | TTLRule;

export type NameMatch = 'exact' | 'prefix' | 'suffix' | 'substring' | 'regex';

export interface NameRule {
  readonly field: 'name';
  readonly proceed: boolean;
  readonly match: NameMatch;
  /** For `regex` the pattern. */
  readonly from: string;
  readonly to: string;
  readonly auto: boolean;
  readonly answers: readonly AnswerRule[];
}

/** `answer name FROM TO`, `answer value FROM TO`: a regular expression over each record's name or target. */
export interface AnswerRule {
  readonly part: 'name' | 'value';
  readonly from: RegExp;
  readonly to: string;
}

export interface TypeRule {
  readonly field: 'type';
  readonly proceed: boolean;
  readonly from: string;
  readonly to: string;
}

export interface TTLRule {
  readonly field: 'ttl';
  readonly proceed: boolean;
  readonly match: NameMatch;
  readonly from: string;
  /** Answers get at least and at most this many seconds. */
  readonly least: number;
  readonly most: number;
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

/** A plugin that may answer by itself, by rules that are not followed here. */
export interface UnmodelledPlugin {
  readonly name: 'unmodelled';
  readonly plugin: string;
  readonly zones: readonly string[];
  readonly note: Message;
}
