import { VisuallyHidden } from '@/components/visually-hidden/visually-hidden';
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
  const { state, retryAt, awaySince } = useConnectionStatus();
  const isAway = awaySince !== null;
  const [now, setNow] = useState(0);

  useEffect(() => {
    if (!isAway) return undefined;
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, [isAway]);

  if (awaySince === null || now - awaySince < SHOWN_AFTER_MS) return null;
  const seconds = Math.max(0, Math.ceil(((retryAt ?? now) - now) / 1000));
  const text = !navigator.onLine
    ? t('connection.offline')
    : state === 'connecting'
      ? t('connection.connecting')
      : t('connection.waiting', { seconds });
  return (
    <aside className={classes.bar} aria-label={t('connection.title')} data-testid="connection-bar">
      {/* Said once: the countdown beside it would be read out at every tick. */}
      <VisuallyHidden role="status">{t('connection.away')}</VisuallyHidden>
      <PlugIcon size={15} />
      <span>{text}</span>
      <span className={classes.detail}>{t('connection.detail')}</span>
      {state === 'waiting' && (
        <button type="button" className={classes.retry} onClick={liveSocket.retryNow}>
          {t('connection.retryNow')}
        </button>
      )}
    </aside>
  );
}
