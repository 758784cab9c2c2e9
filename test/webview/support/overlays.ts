import type { Future, ShownComparison, ToPage } from '../../../src/topology/protocol.ts';
import { shopGraph } from './graphs.ts';

/** A connection from the web pods of the shop to its database, which ends at a policy. */
export const wayMessage: ToPage = {
  type: 'way',
  refused: '',
  way: {
    from: 'store|Deployment/shop/web@worker',
    to: 'store|Service/database',
    verdict: 'blocked',
    reason: 'NetworkPolicy shop/database isolates shop/database-0, and no rule lets shop/web in on 5432/TCP.',
    ends: ['store|Pod/database-0'],
    steps: [
      {
        at: 'service',
        outcome: 'passes',
        what: '172.28.0.16:5432/TCP is an address of Service shop/database.',
        why: 'It is the first free one.',
        certainty: 'predicted',
        places: [{ number: 1, text: 'database.yaml:7' }],
        ids: ['store|Service/database'],
        seen: '',
      },
      {
        at: 'policy-ingress',
        outcome: 'stops',
        what: 'This is not let in to shop/database-0.',
        why: 'NetworkPolicy shop/database isolates shop/database-0.',
        certainty: 'possible',
        places: [{ number: 2, text: 'policy.yaml:3' }],
        ids: ['store|Pod/database-0'],
        seen: '172.27.35.65 → 172.27.35.69:5432/TCP',
      },
    ],
    links: [['store|Deployment/shop/web@worker', 'store|Service/database']],
    ports: [
      { port: 5432, protocol: 'TCP', chosen: true },
      { port: 9187, protocol: 'TCP', chosen: false },
    ],
  },
};

export const reachMessage: ToPage = {
  type: 'reach',
  id: 'store|Service/database',
  direction: 'to',
  reach: {
    allowed: ['store|Pod/web-6f9d4c7b8-2xkqp', 'store|Pod/web-6f9d4c7b8-h7vzn'],
    own: ['store|Pod/database-0'],
    unknown: ['store|Pod/agent-k8x2d'],
    lines: ['Of 6 other pods 2 may talk to shop/database.'],
  },
};

const gone = shopGraph().elements.find(({ id }) => id === 'store|Pod/kiosk-5d8b6-9c2ls');

const marks: Future['marks'] = [
  { id: 'store|Pod/database-0', kind: 'moved', text: 'was 172.27.35.70' },
  { id: 'store|worker', kind: 'changed', text: 'does not answer' },
  { id: 'store|Pod/web-6f9d4c7b8-2xkqp', kind: 'new', text: 'new' },
  { id: 'store|Pod/kiosk-gone', kind: 'gone', text: 'gone' },
];
const ghosts: Future['ghosts'] = gone === undefined ? [] : [{ ...gone, id: 'store|Pod/kiosk-gone', label: 'kiosk-gone', hasSource: false }];
const lines: Future['events'][number]['lines'] = [
  { kind: 'changed', text: 'shop/database-0 gets 172.27.35.69; it had 172.27.35.70.' },
  { kind: 'new', text: 'shop/web-6f9d4c7b8-2xkqp is new and gets 172.27.35.65 on worker.' },
  { kind: 'gone', text: 'shop/kiosk-gone has gone; it had 172.27.35.68.' },
  { kind: 'stays', text: 'Of shop/database the name database.shop stays.' },
  { kind: 'stuck', text: 'Pod shop/x ends when node worker answers again.' },
  { kind: 'note', text: 'The Deployment is paused, so its update does not begin.' },
];

export const future: Future = {
  cluster: 'store-42',
  events: [
    { object: 'Pod shop/database-0', title: 'It restarts', lines },
    { object: 'Node worker', title: 'It fails and stays away', lines },
  ],
  problem: 'There is no node worker-9.',
  marks,
  ghosts,
};

/** The shop behind an event: the page has shown `base`. */
export function futureMessage(base: number, version: number, behind: Future = future): ToPage {
  return {
    type: 'patch',
    base,
    version,
    patch: { removedEdges: [], removedElements: [], changed: [], added: [], edges: [] },
    status: { state: 'ready', text: '' },
    future: behind,
  };
}

export const comparison: ShownComparison = { title: 'main', marks, ghosts, lines: lines.slice(0, 3) };
