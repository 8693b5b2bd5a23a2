import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { describe, expect, it } from 'vitest';

import type { Locale } from '@/lib/i18n';
import type { Messages } from '@/lib/i18n/messages';
import { VERDICTS } from '@/lib/verdicts';

const files = import.meta.glob<{ default: Partial<Messages> }>(
  '../../src/lib/i18n/locales/*/*.json',
  { eager: true },
);

function messagesOf(locale: Locale): Messages {
  const found = Object.entries(files).filter(([path]) => path.includes(`/${locale}/`));
  return Object.assign({}, ...found.map(([, module]) => module.default)) as Messages;
}

const en = messagesOf('en');
const ko = messagesOf('ko');

const PLURAL = /_(zero|one|two|few|many|other)$/;

function texts(messages: object, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(messages)) {
    const name = prefix + key;
    if (typeof value === 'string') found.set(name, value);
    else for (const [inner, text] of texts(value as object, `${name}.`)) found.set(inner, text);
  }
  return found;
}

const bare = (key: string) => key.replace(PLURAL, '');
const keys = (messages: object) => [...new Set([...texts(messages).keys()].map(bare))].sort();
const placeholders = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((m) => m[1]).sort();

function sources(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

describe('the languages', () => {
  it('have the same keys', () => {
    expect(keys(ko)).toEqual(keys(en));
  });

  it('have the same placeholders in each text, and no empty text', () => {
    const english = new Map([...texts(en)].map(([key, text]) => [bare(key), text]));
    for (const [key, text] of texts(ko)) {
      expect(text, key).not.toBe('');
      expect(placeholders(text), key).toEqual(placeholders(english.get(bare(key)) ?? ''));
    }
  });

  it('have all plural forms that they need', () => {
    for (const [locale, messages] of Object.entries({ ko, en })) {
      const needed = new Intl.PluralRules(locale).resolvedOptions().pluralCategories;
      const all = texts(messages);
      for (const key of [...all.keys()].filter((name) => PLURAL.test(name))) {
        for (const form of needed) expect(all.has(`${bare(key)}_${form}`), key).toBe(true);
      }
    }
  });

  it('say no more than the pages ask for', () => {
    const code = sources(join(import.meta.dirname, '../../src')).join('\n');
    const families = ['verdict.', 'verdictHelp.', 'languageName.', 'judging.', 'role.', 'term.'];
    // A key that ends in what the server says: t(`contests.format.${format}`).
    const isBuilt = (key: string) =>
      code.includes(`\`${key.slice(0, key.lastIndexOf('.') + 1)}\${`) && key.split('.').length > 2;
    const isRefusal = (key: string) => /_[a-z]+(Title|Text)$/.test(key);
    const unused = keys(en).filter(
      (key) =>
        !code.includes(`'${key}'`) &&
        !isBuilt(key) &&
        !isRefusal(key) &&
        !families.some((family) => key.startsWith(family)),
    );
    expect(unused).toEqual([]);
  });

  it.each(VERDICTS)('name and explain the verdict %s', (verdict) => {
    for (const messages of [ko, en]) {
      expect(messages.verdict[verdict]).toBeTruthy();
      expect(messages.verdictHelp[verdict]).toBeTruthy();
    }
  });
});
