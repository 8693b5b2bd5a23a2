import { useTranslation } from 'react-i18next';

import form from '@/features/manage/kit/inputs.module.css';
import type { TimelineEvent } from '@/features/manage/submissions/api';

import classes from './timeline.module.css';

const KINDS = [
  'handed_in',
  'queued',
  'sent',
  'taken',
  'heard',
  'finished',
  'made_current',
  'overridden',
  'override_withdrawn',
  'comments_released',
] as const;
type Kind = (typeof KINDS)[number];

function isKind(kind: string): kind is Kind {
  return (KINDS as readonly string[]).includes(kind);
}

/** What happened to a submission, from its arrival to now. */
export function Timeline({ events }: { events: readonly TimelineEvent[] }) {
  const { t, i18n } = useTranslation();
  const time = new Intl.DateTimeFormat(i18n.language, { dateStyle: 'short', timeStyle: 'medium' });
  return (
    <ol className={classes.timeline}>
      {events.map((event, index) => (
        <li key={index}>
          <time dateTime={event.at}>{time.format(new Date(event.at))}</time>
          <span>
            <strong>{isKind(event.kind) ? t(`timeline.kinds.${event.kind}`) : event.kind}</strong>{' '}
            {event.judgement !== null && t('timeline.judgement', { number: event.judgement })}{' '}
            {event.detail} <span className={form.dim}>{event.username}</span>
          </span>
        </li>
      ))}
    </ol>
  );
}
