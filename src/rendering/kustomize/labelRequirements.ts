/** A selector of labels as Kubernetes writes it in one text: `app=web, tier in (a, b), !old`. kyaml/yaml/internal/k8sgen/pkg/labels/selector.go */
export interface LabelRequirement {
  readonly key: string;
  readonly operator: '=' | '!=' | 'in' | 'notin' | 'exists' | '!' | '>' | '<';
  readonly values: readonly string[];
}

/** undefined: the text is no selector. An empty text selects everything. */
export function parseLabelSelector(text: string): readonly LabelRequirement[] | undefined {
  const tokens = text.match(/[=!<>]+|[(),]|[^\s=!<>(),]+/g) ?? [];
  const requirements: LabelRequirement[] = [];
  let at = 0;
  const isWord = (token: string | undefined): token is string => token !== undefined && !/^[=!<>(),]/.test(token);
  while (at < tokens.length) {
    const isAbsent = tokens[at] === '!';
    if (isAbsent) at++;
    const key = tokens[at++];
    if (!isWord(key) || !isQualifiedName(key)) return undefined;
    const next = tokens[at];
    if (next === undefined || next === ',') {
      requirements.push({ key, operator: isAbsent ? '!' : 'exists', values: [] });
    } else {
      // `!key = value`: an operator that follows is what counts.
      if (isAbsent) return undefined;
      at++;
      const operator = next === '==' ? '=' : next;
      if (operator === 'in' || operator === 'notin') {
        const read = readValues(tokens, at);
        if (read === undefined) return undefined;
        at = read.end;
        requirements.push({ key, operator, values: read.values });
      } else if (operator === '=' || operator === '!=' || operator === '>' || operator === '<') {
        const value = tokens[at];
        if (value !== undefined && value !== ',' && !isWord(value)) return undefined;
        const text = isWord(value) ? value : '';
        if (isWord(value)) at++;
        if ((operator === '>' || operator === '<') && !/^[-+]?[0-9]+$/.test(text)) return undefined;
        requirements.push({ key, operator, values: [text] });
      } else return undefined;
    }
    if (at >= tokens.length) break;
    if (tokens[at++] !== ',' || at >= tokens.length) return undefined;
  }
  return requirements.every(({ values }) => values.every(isLabelValue)) ? requirements : undefined;
}

function readValues(tokens: readonly string[], start: number): { readonly values: readonly string[]; readonly end: number } | undefined {
  if (tokens[start] !== '(') return undefined;
  const end = tokens.indexOf(')', start);
  if (end < 0) return undefined;
  const values = [''];
  for (const token of tokens.slice(start + 1, end)) {
    if (token === ',') values.push('');
    else if (/^[=!<>(]/.test(token) || values.at(-1) !== '') return undefined;
    else values[values.length - 1] = token;
  }
  return { values, end: end + 1 };
}

const namePart = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const prefixPart = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

function isQualifiedName(key: string): boolean {
  const slash = key.indexOf('/');
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  return (prefix === undefined || (prefix.length <= 253 && prefixPart.test(prefix))) && namePart.test(key.slice(slash + 1));
}

function isLabelValue(value: string): boolean {
  return value === '' || namePart.test(value);
}

export function matchesLabels(requirements: readonly LabelRequirement[], labels: ReadonlyMap<string, string>): boolean {
  return requirements.every(({ key, operator, values }) => {
    const value = labels.get(key);
    switch (operator) {
      case 'exists':
        return value !== undefined;
      case '!':
        return value === undefined;
      case '=':
      case 'in':
        return value !== undefined && values.includes(value);
      case '!=':
      case 'notin':
        return value === undefined || !values.includes(value);
      case '>':
      case '<': {
        if (value === undefined || !/^[-+]?[0-9]{1,18}$/.test(value)) return false;
        const [bound = ''] = values;
        return operator === '>' ? BigInt(value) > BigInt(bound) : BigInt(value) < BigInt(bound);
      }
    }
  });
}
