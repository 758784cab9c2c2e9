/** An element that a view draws into. Attributes as HTML names them. */
export function place(
  tag: 'div' | 'main' | 'aside' | 'header' | 'footer' | 'section',
  className: string,
  attributes: Readonly<Record<string, string>> = {},
): HTMLElement {
  const element = document.createElement(tag);
  if (className !== '') element.className = className;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
