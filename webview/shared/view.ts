/** What the three views of the one picture have in common: the page shows one of them at a time. */
export interface View {
  readonly element: HTMLElement;
  focus(): void;
  /** Scrolls or pans to an element, no further than it must. `closely`: also so near that it can be read. */
  bringIntoSight(id: string, closely: boolean): void;
}
