import { message, render, type Message } from '../base/message.ts';
import { baseName } from '../base/path.ts';
import type { GraphStatus, StatusAction } from '../topology/protocol.ts';
import type { Snapshot } from './snapshot.ts';

/** Why a workspace that has been read to its end has no topology, and what helps. */
export function emptyStatus(snapshot: Snapshot): GraphStatus {
  const files = [...snapshot.files];
  const unreadable = files.filter(({ documents }) => documents.some((facts) => facts.unreadable)).map(({ path }) => baseName(path)).sort();
  const [first] = unreadable;
  if (files.length === 0) {
    return empty(message('There is no YAML or JSON file here. Open a folder with Kubernetes, MetalLB or Calico manifests, or write an EdgeNetwork manifest.'), ['openFolder', 'newManifest']);
  }
  if (first === undefined) {
    return empty(message('No manifest in this workspace describes a cluster. Open a folder with Kubernetes, MetalLB or Calico manifests, or write an EdgeNetwork manifest.'), ['newManifest', 'openFolder']);
  }
  return empty(unreadable.length === 1
    ? message('The only manifests here stand in {0}, which cannot be read: its text is broken, or a template fills it in later.', first)
    : message('None of the manifests here can be read: {0} and {1} more files have broken texts, or templates that fill them in later.', first, unreadable.length - 1), ['showProblems', 'newManifest']);
}

function empty(text: Message, actions: readonly StatusAction[]): GraphStatus {
  return { state: 'empty', text: render(text), actions };
}
