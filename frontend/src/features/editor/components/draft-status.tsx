import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { AlertIcon, PlugIcon, SaveIcon } from '@/components/icons';
import type { DraftState } from '@/features/editor/draft-sync';
import { formatWhen } from '@/lib/format';

import classes from './draft-status.module.css';

const TICK_MS = 1_000;

/** Whether the code is safe, where, and since when. */
export function DraftStatus({ status, savedAt }: Pick<DraftState, 'status' | 'savedAt'>) {
  const { t } = useTranslation();
  const when = useWhen(status === 'saved' ? savedAt : null);
  const text = {
    template: t('draft.template'),
    saving: t('draft.saving'),
    saved: when === null ? t('draft.saved') : t('draft.savedWhen', { when }),
    local: t('draft.local'),
    offline: t('draft.offline'),
    refused: t('draft.refused'),
    lost: t('draft.lost'),
    conflict: t('draft.conflict'),
  }[status];
  const isBad = status === 'refused' || status === 'lost' || status === 'conflict';
  return (
    <span
      className={classes.status}
      data-status={isBad ? 'refused' : status}
      data-testid="draft-status"
    >
      {isBad ? (
        <AlertIcon size={13} />
      ) : status === 'offline' ? (
        <PlugIcon size={13} />
      ) : (
        <SaveIcon size={13} />
      )}
      {text}
    </span>
  );
}

/** "2 seconds ago", kept true. */
function useWhen(at: number | null): string | null {
  const { i18n } = useTranslation();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (at === null) return undefined;
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [at]);
  if (at === null) return null;
  return formatWhen(new Date(at).toISOString(), i18n.language, Math.max(now, at));
}
