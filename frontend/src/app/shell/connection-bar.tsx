import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { PlugIcon } from '@/components/icons';
import { liveSocket } from '@/lib/socket';
import { useConnectionStatus } from '@/lib/use-live-socket';

import classes from './connection-bar.module.css';

/** A blink of the connection is nobody's business. */
const SHOWN_AFTER_MS = 1500;
const TICK_MS = 500;

/** Says that live results are away, and when the next attempt comes; else nothing. */
export function ConnectionBar() {
  const { t } = useTranslation();
  const { state, retryAt } = useConnectionStatus();
  const isAway = state === 'waiting' || state === 'connecting';
  const [awaySince, setAwaySince] = useState<number | null>(null);
  const [now, setNow] = useState(0);

  useEffect(() => {
    if (!isAway) return undefined;
    setAwaySince(Date.now());
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => {
      clearInterval(timer);
      setAwaySince(null);
    };
  }, [isAway]);

  if (!isAway || awaySince === null || now - awaySince < SHOWN_AFTER_MS) return null;
  const seconds = Math.max(0, Math.ceil(((retryAt ?? now) - now) / 1000));
  const text = !navigator.onLine
    ? t('connection.offline')
    : state === 'connecting'
      ? t('connection.connecting')
      : t('connection.waiting', { seconds });
  return (
    <div className={classes.bar} data-testid="connection-bar">
      <PlugIcon size={15} />
      <span>{text}</span>
      <span className={classes.detail}>{t('connection.detail')}</span>
      {state === 'waiting' && (
        <button type="button" className={classes.retry} onClick={liveSocket.retryNow}>
          {t('connection.retryNow')}
        </button>
      )}
    </div>
  );
}
