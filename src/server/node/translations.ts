import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Translations } from '../../base/message.ts';

/**
 * The texts in a reader's language, for a client that brings none: only this one language is read. Undefined for English and for what nobody has translated.
 * `locale` is a BCP 47 tag as editors send it; `folder` holds `bundle.l10n.<language>.json`.
 */
export function translationsFor(locale: string, folder: string): Translations | undefined {
  const language = translatedLanguage(locale);
  if (language === undefined) return undefined;
  const file = path.join(folder, `bundle.l10n.${language}.json`);
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Translations) : undefined;
}

/** Chinese is translated in traditional characters only: for a tag that says them, or a place where people write so. */
function translatedLanguage(locale: string): 'ja' | 'zh-tw' | undefined {
  const [language, ...parts] = locale.toLowerCase().split(/[-_.@]/);
  if (language === 'ja') return 'ja';
  if (language !== 'zh' || parts.includes('hans')) return undefined;
  return parts.some((part) => traditional.has(part)) ? 'zh-tw' : undefined;
}

const traditional: ReadonlySet<string> = new Set(['hant', 'tw', 'hk', 'mo']);
