import { useSyncExternalStore } from 'react';

/**
 * Whether the site was deployed anew since this page was opened.
 *
 * An open page keeps working until it needs a part of itself that it hasn't fetched yet: after a
 * deployment that file may be gone. Nothing is loaded anew by itself, since somebody may be typing.
 */
let isOut = false;
const watchers = new Set<() => void>();

/** A part of the page could not be fetched: for want of a connection, or after a deployment. */
export class MissingPartError extends Error {
  constructor(options?: ErrorOptions) {
    super('a part of the page could not be fetched', options);
    this.name = 'MissingPartError';
  }
}

/** The part, or MissingPartError. */
export async function fetchPart<Part>(loading: Promise<Part>): Promise<Part> {
  try {
    return await loading;
  } catch (cause) {
    throw new MissingPartError({ cause });
  }
}

/** Ask the server whether its page still begins with the script that this one began with. */
export async function lookForNewVersion(): Promise<void> {
  const script = document.querySelector('script[type="module"][src]')?.getAttribute('src');
  if (isOut || script === undefined || script === null) return;
  try {
    const answer = await fetch('/', { cache: 'no-store', headers: { Accept: 'text/html' } });
    if (!answer.ok || (await answer.text()).includes(script)) return;
  } catch {
    // No connection is no news.
    return;
  }
  isOut = true;
  for (const watcher of watchers) watcher();
}

/** Look for a new version whenever a part is missing. */
export function watchForMissingParts(): void {
  window.addEventListener('vite:preloadError', () => void lookForNewVersion());
}

function watch(onChange: () => void): () => void {
  watchers.add(onChange);
  return () => watchers.delete(onChange);
}

export function useHasNewVersion(): boolean {
  return useSyncExternalStore(watch, () => isOut);
}

/** For tests. */
export function forgetNewVersion(): void {
  isOut = false;
}
