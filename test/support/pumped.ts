import { RegExpParser, type AST } from '@eslint-community/regexpp';

/**
 * Texts on which a backtracking matcher may take long: the pattern's own beginning up to a repetition, then, very often, something that the repetition takes, then
 * something that the pattern does not take. A pattern with two ways to read the middle tries them all.
 */
export function* pumped(source: string, flags: string, length: number): Generator<string> {
  const pattern = new RegExpParser().parsePattern(source, 0, source.length, { unicode: flags.includes('u') });
  const characters = charactersOf(pattern);
  const seen = new Set<string>();
  for (const { before, element } of repetitions(pattern.alternatives, '')) {
    const whole = new RegExp(`^(?:${element})$`, flags.replaceAll(/[gy]/g, ''));
    const pumps = [...characters, ...characters.slice(0, 12).flatMap((one) => [`${one}${before}`, `${before}${one}`])].filter(
      (pump) => pump !== '' && (pump.length > 1 || whole.test(pump)),
    );
    for (const start of new Set([before, '']))
      for (const pump of pumps)
        for (const end of ['\0', '\n\0']) {
          const key = `${start}\u{10FFFF}${pump}\u{10FFFF}${end}`;
          if (seen.has(key)) continue;
          seen.add(key);
          yield start + pump.repeat(Math.ceil(length / pump.length)) + end;
        }
  }
}

/** One of each character that the pattern tells apart. */
function charactersOf(pattern: AST.Pattern): readonly string[] {
  const found = new Set([' ', 'a', '1', '_', '-', '.', '\t']);
  const visit = (node: unknown): void => {
    if (Array.isArray(node)) node.forEach(visit);
    else if (typeof node === 'object' && node !== null && 'type' in node) {
      if (node.type === 'Character' && 'value' in node) found.add(String.fromCodePoint(Number(node.value)));
      for (const [key, value] of Object.entries(node)) if (key !== 'parent' && key !== 'resolved' && key !== 'references') visit(value);
    }
  };
  visit(pattern);
  return [...found];
}

interface Repetition {
  /** A short text that the pattern takes up to here. */
  readonly before: string;
  /** What is repeated. */
  readonly element: string;
}

function* repetitions(alternatives: readonly AST.Alternative[], start: string): Generator<Repetition> {
  for (const { elements } of alternatives) {
    let before = start;
    for (const element of elements) {
      if (element.type === 'Quantifier' && element.max > 1) yield { before, element: element.element.raw };
      const inner = element.type === 'Quantifier' ? element.element : element;
      if ('alternatives' in inner) yield* repetitions(inner.alternatives, before);
      before += sampleOf(element);
    }
  }
}

/** A short text that a part of a pattern takes. */
function sampleOf(element: AST.Element): string {
  switch (element.type) {
    case 'Character':
      return String.fromCodePoint(element.value);
    case 'Quantifier':
      return element.min === 0 ? '' : sampleOf(element.element);
    case 'Group':
    case 'CapturingGroup':
      return (element.alternatives[0]?.elements ?? []).map(sampleOf).join('');
    case 'CharacterClass':
    case 'CharacterSet': {
      const one = new RegExp(element.raw, 'u');
      return ['a', '1', ' ', '_', ',', ':', '\u2013'].find((character) => one.test(character)) ?? '';
    }
    default:
      return '';
  }
}
