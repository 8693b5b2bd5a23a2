/** localStorage that may be full, forbidden or absent without breaking a page. */

const PREFIX = 'codedang:';

/** null where nothing is stored or storage is out of reach. */
export function readStored(key: string): string | null {
  try {
    return window.localStorage.getItem(PREFIX + key);
  } catch {
    return null;
  }
}

/** False where the browser refused, because storage is full or forbidden. */
export function writeStored(key: string, value: string): boolean {
  try {
    window.localStorage.setItem(PREFIX + key, value);
    return true;
  } catch {
    return false;
  }
}

export function removeStored(key: string): void {
  try {
    window.localStorage.removeItem(PREFIX + key);
  } catch {
    // Nothing was kept, so nothing has to go.
  }
}

/** Tell of writes to `key` by other tabs; returns the way to stop. */
export function watchStored(key: string, onChange: (value: string | null) => void): () => void {
  const listener = (event: StorageEvent) => {
    if (event.key === PREFIX + key) onChange(event.newValue);
  };
  window.addEventListener('storage', listener);
  return () => window.removeEventListener('storage', listener);
}
