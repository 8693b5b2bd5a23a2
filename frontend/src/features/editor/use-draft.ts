import { useCallback, useEffect, useRef, useState } from 'react';

import { readStored, watchStored, writeStored } from '@/lib/storage';

const SAVE_AFTER_MS = 400;

export type DraftStatus = 'template' | 'saving' | 'saved' | 'refused';

export interface Draft {
  /** The text to open the editor with. */
  initial: string;
  status: DraftStatus;
  change: (text: string) => void;
  /** What another tab wrote to the same draft since, or null. */
  fromOtherTab: string | null;
  dismissOtherTab: () => void;
}

export function draftKey(user: string, problem: string, language: string): string {
  return `draft:${user}:${problem}:${language}`;
}

/**
 * One person's code for one problem in one language, kept on this device as it is typed.
 *
 * The key must not change while the hook is mounted: give its component a React `key`.
 */
export function useDraft(key: string, template: string): Draft {
  const [stored] = useState(() => readStored(key));
  const [status, setStatus] = useState<DraftStatus>(stored === null ? 'template' : 'saved');
  const [fromOtherTab, setFromOtherTab] = useState<string | null>(null);
  const unsaved = useRef<string | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const save = useCallback(() => {
    clearTimeout(timer.current);
    if (unsaved.current === null) return;
    const isWritten = writeStored(key, unsaved.current);
    unsaved.current = null;
    setStatus(isWritten ? 'saved' : 'refused');
  }, [key]);

  const change = useCallback(
    (text: string) => {
      unsaved.current = text;
      setStatus('saving');
      clearTimeout(timer.current);
      timer.current = setTimeout(save, SAVE_AFTER_MS);
    },
    [save],
  );

  useEffect(() => {
    const stopWatching = watchStored(key, setFromOtherTab);
    window.addEventListener('pagehide', save);
    return () => {
      stopWatching();
      window.removeEventListener('pagehide', save);
      save();
    };
  }, [key, save]);

  return {
    initial: stored ?? template,
    status,
    change,
    fromOtherTab,
    dismissOtherTab: () => setFromOtherTab(null),
  };
}
