import { contains, parseAddress, parseCIDR, rangeOfAddress, rangeOfCIDR, type IPAddress, type IPRange } from '../../base/ip.ts';
import { message } from '../../base/message.ts';
import type { Place } from '../../manifests/place.ts';
import { emptyAnswer, unknownAnswer, type DNSAnswer, type DNSQuestion } from './answer.ts';
import type { Directive } from './corefile.ts';
import type { CorefileProblem } from './corefileTokens.ts';
import { longestZone, zonesOfText } from './names.ts';
import type { ACLPlugin, ACLPolicy } from './plugins.ts';

const ACTIONS = ['allow', 'block', 'filter', 'drop'] as const;

/** All `acl` blocks of a server in order. coredns plugin/acl/setup.go */
export function readACL(
  directives: readonly Directive[],
  serverZones: readonly string[],
  problems: CorefileProblem[],
): readonly ACLPlugin[] {
  const rules = directives.map(({ args, lines }) => ({
    zones: args.length > 0 ? args.flatMap(zonesOfText) : serverZones,
    policies: lines.flatMap(({ words: [first = '', ...words], line }): readonly ACLPolicy[] => {
      const action = ACTIONS.find((name) => name === first.toLowerCase());
      const policy = action === undefined ? undefined : policyOf(action, words);
      if (policy === undefined)
        problems.push({ line, message: message('"{0}" is no rule of acl.', [first, ...words].join(' ')), kind: 'refused' });
      return policy === undefined ? [] : [policy];
    }),
  }));
  return [{ name: 'acl', rules }];
}

/** `type A AAAA net 10.0.0.0/8`; absent when it cannot be read. */
function policyOf(action: ACLPolicy['action'], words: readonly string[]): ACLPolicy | undefined {
  const types: string[] = [];
  const networks: IPRange[] = [];
  let section = '';
  let all = false;
  for (const word of words) {
    const lower = word.toLowerCase();
    if (lower === 'type' || lower === 'net') {
      section = lower;
    } else if (section === 'type') {
      if (word !== '*' && lower !== 'any') types.push(word.toUpperCase());
    } else if (section === 'net') {
      const address = parseAddress(word);
      const network = parseCIDR(word);
      if (word === '*') all = true;
      else if (address !== undefined) networks.push(rangeOfAddress(address));
      else if (network !== undefined) networks.push(rangeOfCIDR(network));
      else return undefined;
    } else {
      return undefined;
    }
  }
  return { action, types, networks: all ? [] : networks };
}

/** coredns plugin/acl/acl.go; undefined hands the question to the next plugin. `client`: from where it is asked, absent when that is not known. */
export function answerFromACL(
  { rules }: ACLPlugin,
  { name, type }: DNSQuestion,
  client: IPAddress | undefined,
  because: readonly Place[],
): DNSAnswer | undefined {
  for (const { zones, policies } of rules) {
    if (longestZone(zones, name) === undefined) continue;
    const fitting = policies.filter(({ types }) => types.length === 0 || types.includes(type));
    if (client === undefined && fitting.some(({ networks }) => networks.length > 0)) {
      return unknownAnswer(name, message("The Corefile's acl plugin decides by the address of the one who asks."), because);
    }
    const policy = fitting.find(
      ({ networks }) => networks.length === 0 || networks.some((network) => client !== undefined && contains(network, client)),
    );
    switch (policy?.action) {
      case undefined:
        continue;
      case 'allow':
        return undefined;
      case 'block':
        return emptyAnswer('REFUSED', message("The Corefile's acl plugin refuses this question."), because);
      case 'filter':
        return emptyAnswer('NOERROR', message("The Corefile's acl plugin empties the answer to this question."), because);
      // Nobody answers, so that the one who asks gives up in the end.
      case 'drop':
        return emptyAnswer('SERVFAIL', message("The Corefile's acl plugin drops this question."), because);
    }
  }
  return undefined;
}
