import { useSyncExternalStore } from 'react';

import { upload } from '@/features/manage/problems/upload';

/** A file on its way, and what it became: it goes on while one reads other pages. */
export interface Sending {
  /** What it is for; one at a time each. */
  key: string;
  fileName: string;
  /** From 0 to 1. */
  share: number;
  state: 'sending' | 'sent' | 'failed';
  error: unknown;
  /** What `then` gave. */
  result: string | null;
}

let all: ReadonlyMap<string, Sending> = new Map();
const stops = new Map<string, AbortController>();
const listeners = new Set<() => void>();

function put(key: string, sending: Sending | null) {
  const next = new Map(all);
  if (sending === null) next.delete(key);
  else next.set(key, sending);
  all = next;
  const isBusy = [...all.values()].some(({ state }) => state === 'sending');
  if (isBusy) window.addEventListener('beforeunload', askToStay);
  else window.removeEventListener('beforeunload', askToStay);
  for (const listener of listeners) listener();
}

const askToStay = (event: BeforeUnloadEvent) => event.preventDefault();

/** Send a file and do `then` with its key in storage, whichever page is shown meanwhile. */
export async function send(
  key: string,
  file: File,
  then: (storageKey: string) => Promise<string>,
): Promise<void> {
  stopSending(key);
  const stop = new AbortController();
  stops.set(key, stop);
  const begun: Sending = {
    key,
    fileName: file.name,
    share: 0,
    state: 'sending',
    error: null,
    result: null,
  };
  const isCurrent = () => stops.get(key) === stop;
  put(key, begun);
  try {
    const onProgress = (share: number) => isCurrent() && put(key, { ...begun, share });
    const storageKey = await upload(file, { onProgress, signal: stop.signal });
    const result = await then(storageKey);
    if (isCurrent()) put(key, { ...begun, share: 1, state: 'sent', result });
  } catch (error) {
    if (isCurrent()) put(key, { ...begun, state: 'failed', error });
  }
}

/** End a sending, and forget what came of it. */
export function stopSending(key: string) {
  const stop = stops.get(key);
  stops.delete(key);
  stop?.abort();
  if (all.has(key)) put(key, null);
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const useSendings = () => useSyncExternalStore(subscribe, () => all);
