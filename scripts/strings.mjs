// Collects every text that people read, for translators: the literals of `message('…')`, `term('…')`, `plural(…)`, `pluralForms(…)` and `l10n.t('…')` in src and webview, as l10n/bundle.l10n.json.
// node scripts/strings.mjs [--check]       --check only says whether the file is up to date
import { globSync } from 'glob';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { at, root } from './paths.mjs';

const bundle = at('l10n/bundle.l10n.json');

/** The texts, sorted, the joiners, and the calls whose text is no literal. */
function collect() {
  /** @type {Set<string>} */
  const texts = new Set();
  /** What joins sentences and names has no text of its own, but a comment that tells it from the same placeholders elsewhere. */
  /** @type {Record<string, { message: string, comment: string[] }>} */
  const joiners = {};
  /** @type {string[]} */
  const faults = [];
  for (const file of globSync('src/**/*.ts', { cwd: root, posix: true }).sort()) {
    const source = ts.createSourceFile(file, readFileSync(path.join(root, file), 'utf8'), ts.ScriptTarget.Latest, true);
    const visit = (/** @type {ts.Node} */ node) => {
      if (ts.isCallExpression(node) && isTranslated(node.expression) && file !== 'src/base/message.ts') {
        for (const text of textsOf(node)) {
          const literals = text === undefined ? undefined : literalsOf(text);
          if (literals === undefined)
            faults.push(`${file}:${source.getLineAndCharacterOfPosition(node.getStart()).line + 1}: the text must be a literal`);
          else for (const literal of literals) texts.add(literal);
        }
      }
      if (ts.isObjectLiteralExpression(node) && file === 'src/base/message.ts') {
        const [key, comment] = [literalOf(node, 'key'), literalOf(node, 'comment')];
        if (key !== undefined && comment !== undefined) joiners[`${key}/${comment}`] = { message: key, comment: [comment] };
      }
      ts.forEachChild(node, visit);
    };
    visit(source);
  }
  return { texts: [...texts].sort(), joiners, faults };
}

/**
 * @param {ts.ObjectLiteralExpression} literal
 * @param {string} name
 */
function literalOf(literal, name) {
  const property = literal.properties.find((each) => ts.isPropertyAssignment(each) && each.name.getText() === name);
  return property !== undefined && ts.isPropertyAssignment(property) && ts.isStringLiteral(property.initializer)
    ? property.initializer.text
    : undefined;
}

/** @param {ts.Expression} callee */
function isTranslated(callee) {
  if (ts.isIdentifier(callee))
    return callee.text === 'message' || callee.text === 'term' || callee.text === 'plural' || callee.text === 'pluralForms';
  return ts.isPropertyAccessExpression(callee) && callee.name.text === 't' && /(^|\.)l10n$/.test(callee.expression.getText());
}

/**
 * The arguments of a call that are texts: of `plural(count, singular, plural)` and `pluralForms(singular, plural)` two.
 *
 * @param {ts.CallExpression} call
 * @returns {readonly (ts.Expression | undefined)[]}
 */
function textsOf({ expression, arguments: given }) {
  const name = ts.isIdentifier(expression) ? expression.text : '';
  return name === 'plural' ? [given[1], given[2]] : name === 'pluralForms' ? [given[0], given[1]] : [given[0]];
}

/**
 * The literals that an expression may come to; undefined when it may be anything.
 *
 * @param {ts.Expression} expression
 * @returns {string[] | undefined}
 */
function literalsOf(expression) {
  if (ts.isStringLiteralLike(expression)) return [expression.text];
  if (ts.isParenthesizedExpression(expression)) return literalsOf(expression.expression);
  if (!ts.isConditionalExpression(expression)) return undefined;
  const [one, other] = [literalsOf(expression.whenTrue), literalsOf(expression.whenFalse)];
  return one === undefined || other === undefined ? undefined : [...one, ...other];
}

const { texts, joiners, faults } = collect();
if (faults.length > 0) {
  console.error(faults.join('\n'));
  process.exit(1);
}
const wanted = `${JSON.stringify({ ...Object.fromEntries(texts.map((text) => [text, text])), ...joiners }, undefined, 2)}\n`;
if (process.argv.includes('--check')) {
  if (existsSync(bundle) && readFileSync(bundle, 'utf8') === wanted) process.exit(0);
  console.error('l10n/bundle.l10n.json is out of date: node scripts/strings.mjs');
  process.exit(1);
}
mkdirSync(path.dirname(bundle), { recursive: true });
writeFileSync(bundle, wanted);
console.log(`l10n/bundle.l10n.json: ${texts.length} texts`);
