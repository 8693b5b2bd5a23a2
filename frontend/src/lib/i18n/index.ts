import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';

import type en from '@/lib/i18n/locales/en.json';
import { readStored, writeStored } from '@/lib/storage';

export const LOCALES = ['ko', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

declare module 'i18next' {
  interface CustomTypeOptions {
    defaultNS: 'translation';
    resources: { translation: typeof en };
  }
}

const STORAGE_KEY = 'language';

/** Each language is a chunk of its own, so that a page loads the one it shows. */
const loaders: Record<Locale, () => Promise<{ default: unknown }>> = {
  ko: () => import('@/lib/i18n/locales/ko.json'),
  en: () => import('@/lib/i18n/locales/en.json'),
};

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

async function load(locale: Locale): Promise<void> {
  if (i18next.hasResourceBundle(locale, 'translation')) return;
  const messages = await loaders[locale]();
  i18next.addResourceBundle(locale, 'translation', messages.default);
}

export async function startI18n(locale: Locale = preferredLocale()): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: locale,
    resources: { [locale]: { translation: (await loaders[locale]()).default as object } },
    // A missing key is caught by a test, never papered over by the other language.
    fallbackLng: false,
    interpolation: { escapeValue: false },
    returnNull: false,
  });
  document.documentElement.lang = locale;
}

export async function changeLocale(locale: Locale): Promise<void> {
  writeStored(STORAGE_KEY, locale);
  if (i18next.language === locale) return;
  await load(locale);
  await i18next.changeLanguage(locale);
  document.documentElement.lang = locale;
}

export function currentLocale(): Locale {
  return isLocale(i18next.language) ? i18next.language : 'ko';
}
