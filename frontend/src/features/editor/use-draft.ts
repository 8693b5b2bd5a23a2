import { useQuery } from '@tanstack/react-query';
import { useEffect, useEffectEvent, useState, useSyncExternalStore } from 'react';

import { serverDraftQuery, type DraftPlace } from '@/features/editor/api/drafts';
import { saveDraft } from '@/features/editor/api/save-draft';
import { DraftSync, TRY_AGAIN_MS, type DraftState } from '@/features/editor/draft-sync';
import { watchStored } from '@/lib/storage';

export interface Draft extends DraftState {
  sync: DraftSync;
  /** Whether the editor can open; not while the only text may be on its way. */
  isReady: boolean;
}

export function draftKey(user: string, problem: string, language: string): string {
  return `draft:${user}:${problem}:${language}`;
}

/**
 * One person's code for one problem in one language, kept on this device and on the server.
 *
 * The key must not change while the hook is mounted: give its component a React `key`. `onText`
 * hears of a text that takes the place of the editor's.
 */
export function useDraft(
  key: string,
  template: string,
  place: DraftPlace | null,
  onText: (text: string) => void,
): Draft {
  const [sync] = useState(() => {
    const send =
      place === null
        ? null
        : (source: string, version: number) => saveDraft(place, source, version);
    return new DraftSync({ key, template, send });
  });
  const [wasBlank] = useState(() => sync.isBlank);
  const state = useSyncExternalStore(sync.watch, sync.snapshot);
  const query = useQuery({
    ...serverDraftQuery(place ?? { slug: '', language: '', set: null }),
    enabled: place !== null,
    refetchOnWindowFocus: 'always',
    refetchInterval: ({ state: { status } }) => (status === 'error' ? TRY_AGAIN_MS : false),
  });
  const { data, dataUpdatedAt, isError, fetchStatus } = query;
  const show = useEffectEvent(onText);

  useEffect(() => {
    if (data === undefined) return;
    const text = sync.meet(data);
    if (text !== null) show(text);
  }, [sync, data, dataUpdatedAt]);

  useEffect(() => {
    const stopWatching = watchStored(key, sync.offer);
    window.addEventListener('pagehide', sync.write);
    window.addEventListener('online', sync.flush);
    return () => {
      stopWatching();
      window.removeEventListener('pagehide', sync.write);
      window.removeEventListener('online', sync.flush);
      sync.stop();
    };
  }, [key, sync]);

  // Without an answer the template opens: one can begin, and what is written is kept here.
  const isAway = isError || fetchStatus === 'paused';
  return { ...state, sync, isReady: !wasBlank || place === null || state.isMet || isAway };
}
