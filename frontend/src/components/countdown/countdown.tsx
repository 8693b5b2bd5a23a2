import { formatLeft } from '@/lib/format';
import { useServerSecond } from '@/lib/server-clock';
import { useTranslation } from 'react-i18next';

import classes from './countdown.module.css';

/** What is left until a moment, by the server's clock. It is no live region: it would never rest. */
export function Countdown({ to, className }: { to: string; className?: string | undefined }) {
  const { t } = useTranslation();
  const now = useServerSecond();
  const left = Date.parse(to) - now;
  return (
    <time
      className={`${classes.left ?? ''} ${className ?? ''}`}
      dateTime={to}
      data-near={left < 5 * 60_000 || undefined}
      role="timer"
      aria-live="off"
    >
      {formatLeft(t, left)}
    </time>
  );
}
