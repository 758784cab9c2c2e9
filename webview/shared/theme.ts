/** The colours that a canvas needs; it cannot read CSS variables. */
export interface EdgeColours {
  readonly outside: string;
  readonly inside: string;
  readonly reaches: string;
  readonly announces: string;
  readonly emphasis: string;
  readonly text: string;
  /** How much of a line is left that does not belong to the selection: 0 to 1. */
  readonly dimmed: number;
  readonly background: string;
  readonly font: string;
}

/** From the theme in force: `tokens.css` sets these variables for each kind of theme. */
export function edgeColours(element: HTMLElement): EdgeColours {
  const style = getComputedStyle(element);
  const read = (name: string) => style.getPropertyValue(name).trim();
  const background = read('--surface');
  const mix = (name: string) => solid(read(name), background);
  return {
    outside: mix('--edge-outside'),
    inside: mix('--edge-inside'),
    reaches: mix('--edge-reaches'),
    announces: mix('--edge-announces'),
    emphasis: mix('--edge-emphasis'),
    text: mix('--edge-text'),
    dimmed: Number(read('--edge-dimmed')),
    background: mix('--edge-text-background'),
    font: style.fontFamily,
  };
}

/** cytoscape reads fewer notations of colours than CSS has; a canvas reads all. So one pixel is painted, on the background that a transparent colour is seen on. */
function solid(colour: string, background: string): string {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = 1;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) return colour;
  for (const layer of [background, colour]) {
    context.fillStyle = layer;
    context.fillRect(0, 0, 1, 1);
  }
  const [red = 0, green = 0, blue = 0] = context.getImageData(0, 0, 1, 1).data;
  return `rgb(${red}, ${green}, ${blue})`;
}

/** Calls back when the reader changes the theme. VS Code sets classes and attributes of the body. */
export function onThemeChange(callback: () => void): void {
  const observer = new MutationObserver(callback);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class', 'data-vscode-theme-id', 'data-vscode-theme-kind'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
}

export function reducesMotion(): boolean {
  return document.body.classList.contains('vscode-reduce-motion') || matchMedia('(prefers-reduced-motion: reduce)').matches;
}
