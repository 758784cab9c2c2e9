/** A text as XML content or as the value of an attribute in double quotes. What XML cannot hold at all (control characters, halves of characters) and what a terminal might obey becomes U+FFFD. */
export function escapeMarkup(text: string): string {
  return text.replace(unspeakable, '\u{FFFD}').replace(/[&<>"'\t\n\r]/g, (character) => entities[character] ?? character);
}

const unspeakable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]|\p{Surrogate}/gu;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
};

/** Attributes of an element; an absent one is left out. */
export type Attributes = Readonly<Record<string, string | number | undefined>>;

/** One element. `content` is markup already; numbers are given to a tenth of a pixel. */
export function tag(name: string, attributes: Attributes, content = ''): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${typeof value === 'number' ? short(value) : escapeMarkup(value)}"`],
  );
  return content === '' ? `<${name}${written.join('')}/>` : `<${name}${written.join('')}>${content}</${name}>`;
}

/** A number without needless digits. */
export function short(value: number): string {
  return String(Math.round(value * 10) / 10);
}
