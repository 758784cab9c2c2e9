import type { FromPage } from '../../src/topology/protocol.ts';

/** What VS Code gives to a page: a way to speak, and a place to keep view state over a reload of the window. */
export interface Host {
  readonly post: (message: FromPage) => void;
  /** What was saved last; unknown, since an older version may have written it. */
  readonly savedState: () => unknown;
  readonly saveState: (state: unknown) => void;
}

declare function acquireVsCodeApi(): { postMessage(message: unknown): void; getState(): unknown; setState(state: unknown): void };

/** May be called once. */
export function connectHost(): Host {
  const api = acquireVsCodeApi();
  return { post: (message) => api.postMessage(message), savedState: () => api.getState(), saveState: (state) => api.setState(state) };
}
