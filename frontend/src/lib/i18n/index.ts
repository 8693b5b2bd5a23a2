import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

import type { MessageFile, Messages } from '@/lib/i18n/messages';
import { readStored, writeStored } from '@/lib/storage';

export const LOCALES = ['ko', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    nsSeparator: false;
    resources: { translation: Messages };
  }
}

const STORAGE_KEY = 'language';
const BUNDLE = 'translation';

/** Each file of each language is a chunk of its own, so that a page loads what it shows. */
const loaders = import.meta.glob<{ default: object }>('./locales/*/*.json');

/** The files that pages have asked for so far; another language must bring them all. */
const wanted = new Set<MessageFile>(['core']);
const loaded = new Set<string>();

export function isLocale(value: unknown): value is Locale {
  return (LOCALES as readonly unknown[]).includes(value);
}

/** What was chosen on this device, else the browser's first language that we have, else Korean. */
export function preferredLocale(): Locale {
  const stored = readStored(STORAGE_KEY);
  if (isLocale(stored)) return stored;
  const asked = navigator.languages.map((tag) => tag.slice(0, 2)).find(isLocale);
  return asked ?? 'ko';
}

async function load(locale: Locale, file: MessageFile): Promise<void> {
  const path = `./locales/${locale}/${file}.json`;
  if (loaded.has(path)) return;
  const loader = loaders[path];
  if (loader === undefined) throw new Error(`no such file of texts: ${path}`);
  const messages = await loader();
  i18next.addResourceBundle(locale, BUNDLE, messages.default);
  loaded.add(path);
}

/** Load the texts of these files, in the language of the page. */
export async function loadMessages(files: readonly MessageFile[]): Promise<void> {
  for (const file of files) wanted.add(file);
  await Promise.all(files.map((file) => load(currentLocale(), file)));
}

export async function startI18n(locale: Locale = preferredLocale()): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: locale,
    resources: {},
    // A missing key is caught by a test, never papered over by the other language.
    fallbackLng: false,
    interpolation: { escapeValue: false },
    returnNull: false,
    // Keys of scopes have colons in them, and there is one namespace.
    nsSeparator: false,
  });
  await Promise.all([...wanted].map((file) => load(locale, file)));
  document.documentElement.lang = locale;
}

export async function changeLocale(locale: Locale): Promise<void> {
  writeStored(STORAGE_KEY, locale);
  if (i18next.language === locale) return;
  await Promise.all([...wanted].map((file) => load(locale, file)));
  await i18next.changeLanguage(locale);
  document.documentElement.lang = locale;
}

export function currentLocale(): Locale {
  return isLocale(i18next.language) ? i18next.language : 'ko';
}
