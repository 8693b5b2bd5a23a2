import { useCallback, useSyncExternalStore } from 'react';

import { readStored, watchStored, writeStored } from '@/lib/storage';

/**
 * Whom somebody follows on scoreboards, by name and kept on this device: entries are new in each
 * contest, and nobody else needs to know.
 */
const KEY = 'board-friends';
const watchers = new Set<() => void>();
let known: { text: string; names: ReadonlySet<string> } = { text: '', names: new Set() };

function names(): ReadonlySet<string> {
  const text = readStored(KEY) ?? '[]';
  if (text !== known.text) {
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      parsed = [];
    }
    const list = Array.isArray(parsed) ? parsed : [];
    known = { text, names: new Set(list.filter((name) => typeof name === 'string')) };
  }
  return known.names;
}

function watch(onChange: () => void): () => void {
  watchers.add(onChange);
  const stop = watchStored(KEY, onChange);
  return () => {
    watchers.delete(onChange);
    stop();
  };
}

export function useFriends(): [ReadonlySet<string>, (name: string) => void] {
  const friends = useSyncExternalStore(watch, names);
  const toggle = useCallback((name: string) => {
    const next = new Set(names());
    if (!next.delete(name)) next.add(name);
    writeStored(KEY, JSON.stringify([...next]));
    for (const watcher of watchers) watcher();
  }, []);
  return [friends, toggle];
}
