import { html, type TemplateResult } from 'lit-html';
import type { PageStrings } from '../../src/topology/protocol.ts';
import { icon } from '../shared/icons.ts';

/** What to say where no range is known: how one tells them. The manifest is an example to copy, in the words of its schema. */
export function planNothing({ plan }: PageStrings): TemplateResult {
  return html`<div class="plan-nothing">${icon('symbol-ruler')}<h2>${plan.nothingTitle}</h2><p>${plan.nothing}</p><pre tabindex="0">${exampleManifest}</pre></div>`;
}

const exampleManifest = `apiVersion: edgenetwork/v1
kind: EdgeNetwork
metadata:
  name: store-42
  annotations:
    config.kubernetes.io/local-config: "true"
spec:
  profile: azure-stack-edge
  computeNetwork:
    subnet: 10.128.44.0/22
    gateway: 10.128.44.1
    dhcpRanges: [10.128.45.0-10.128.45.255]
  kubernetesNodeIPs: 10.128.44.241-10.128.44.243
  kubernetesServiceIPs: 10.128.44.244-10.128.44.250
`;
