import { useSyncExternalStore } from 'react';

import { readStored, writeStored } from '@/lib/storage';

export const COLOR_SCHEMES = ['light', 'dark', 'auto'] as const;
/** What was chosen; `auto` follows the system. */
export type ColorScheme = (typeof COLOR_SCHEMES)[number];

/** The same key as public/color-scheme.js reads before the first paint. */
const STORAGE_KEY = 'color-scheme';
const system = window.matchMedia('(prefers-color-scheme: dark)');
const paper = window.matchMedia('print');
const watchers = new Set<() => void>();

function isColorScheme(value: unknown): value is ColorScheme {
  return (COLOR_SCHEMES as readonly unknown[]).includes(value);
}

export function chosenColorScheme(): ColorScheme {
  const stored = readStored(STORAGE_KEY);
  return isColorScheme(stored) ? stored : 'auto';
}

/** What is shown now; paper is light. */
export function shownColorScheme(): 'light' | 'dark' {
  if (paper.matches) return 'light';
  const chosen = chosenColorScheme();
  if (chosen !== 'auto') return chosen;
  return system.matches ? 'dark' : 'light';
}

function apply(): void {
  document.documentElement.dataset.mantineColorScheme = shownColorScheme();
  for (const watcher of watchers) watcher();
}

export function chooseColorScheme(scheme: ColorScheme): void {
  writeStored(STORAGE_KEY, scheme);
  apply();
}

/** Follow the system, the printer, and the choice made in another tab. */
export function startColorScheme(): void {
  apply();
  system.addEventListener('change', apply);
  paper.addEventListener('change', apply);
  window.addEventListener('storage', apply);
}

function watch(onChange: () => void): () => void {
  watchers.add(onChange);
  return () => watchers.delete(onChange);
}

export function useChosenColorScheme(): ColorScheme {
  return useSyncExternalStore(watch, chosenColorScheme);
}

export function useShownColorScheme(): 'light' | 'dark' {
  return useSyncExternalStore(watch, shownColorScheme);
}
