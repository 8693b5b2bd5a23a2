import { Button } from '@/components/button/button';
import { VisuallyHidden } from '@/components/visually-hidden/visually-hidden';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { AlertIcon, PlugIcon, RingIcon } from '@/components/icons';
import { ApiError, NetworkError } from '@/lib/api/errors';
import { errorMessage } from '@/lib/error-message';

import classes from './states.module.css';

interface NoteProps {
  title: string;
  text: string;
  icon?: ReactNode;
  tone?: 'plain' | 'error';
  action?: ReactNode;
}

/** What stands in the place of content: why it is not there, and what to do. */
export function Note({ title, text, icon, tone = 'plain', action }: NoteProps) {
  return (
    <div className={classes.state} data-tone={tone} role={tone === 'error' ? 'alert' : undefined}>
      <span className={classes.icon}>{icon ?? <RingIcon />}</span>
      <p className={classes.title}>{title}</p>
      <p className={classes.text}>{text}</p>
      {action !== undefined && <div className={classes.action}>{action}</div>}
    </div>
  );
}

export function LoadingRows({ rows = 8 }: { rows?: number }) {
  const { t } = useTranslation();
  return (
    <div role="status">
      <VisuallyHidden>{t('state.loading')}</VisuallyHidden>
      <div className={classes.rows} aria-hidden="true">
        {Array.from({ length: rows }, (_, index) => (
          <div key={index} className={classes.row} />
        ))}
      </div>
    </div>
  );
}

export function OfflineNote() {
  const { t } = useTranslation();
  return <Note title={t('state.offlineTitle')} text={t('state.offlineText')} icon={<PlugIcon />} />;
}

export function ErrorNote({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const action =
    onRetry === undefined ? undefined : (
      <Button size="sm" variant="default" onClick={onRetry}>
        {t('state.retry')}
      </Button>
    );
  if (error instanceof NetworkError) {
    return (
      <Note
        tone="error"
        title={t('state.networkTitle')}
        text={t('state.networkText')}
        icon={<PlugIcon />}
        action={action}
      />
    );
  }
  return (
    <Note
      tone="error"
      title={titleFor(
        error,
        t('state.forbiddenTitle'),
        t('state.notFoundTitle'),
        t('state.errorTitle'),
      )}
      text={errorMessage(t, error)}
      icon={<AlertIcon />}
      action={action}
    />
  );
}

function titleFor(error: unknown, forbidden: string, notFound: string, other: string): string {
  if (!(error instanceof ApiError)) return other;
  if (error.status === 403) return forbidden;
  return error.status === 404 ? notFound : other;
}
