import { useTranslation } from 'react-i18next';

import { Tag } from '@/components/tag/tag';
import type { Announcement, Clarification } from '@/lib/api/types';
import { formatMoment, formatWhen } from '@/lib/format';

import classes from './talk-card.module.css';

function When({ iso }: { iso: string }) {
  const { i18n } = useTranslation();
  return (
    <time className={classes.when} dateTime={iso} title={formatMoment(iso, i18n.language)}>
      {formatWhen(iso, i18n.language)}
    </time>
  );
}

function About({ label }: { label: string | null }) {
  const { t } = useTranslation();
  return (
    <Tag>{label === null ? t('contests.general') : t('contests.problemLabel', { label })}</Tag>
  );
}

export function ClarificationCard({ clarification }: { clarification: Clarification }) {
  const { t } = useTranslation();
  const { answer, answered_at: answeredAt } = clarification;
  return (
    <article className={classes.card} data-testid="clarification">
      <header className={classes.head}>
        <About label={clarification.problem} />
        <When iso={clarification.asked_at} />
        {answer === null && <Tag tone="orange">{t('contests.waiting')}</Tag>}
        {clarification.is_broadcast && <Tag tone="indigo">{t('contests.toldAll')}</Tag>}
      </header>
      <p className={classes.question}>{clarification.question}</p>
      {answer !== null && (
        <div className={classes.answer}>
          <span className={classes.by}>
            {t('contests.jury')} {answeredAt !== null && <When iso={answeredAt} />}
          </span>
          <p>{answer}</p>
        </div>
      )}
    </article>
  );
}

export function AnnouncementCard({ announcement }: { announcement: Announcement }) {
  return (
    <article className={classes.card} data-testid="announcement">
      <header className={classes.head}>
        <About label={announcement.problem} />
        <When iso={announcement.created_at} />
      </header>
      {announcement.question !== null && (
        <p className={classes.question}>{announcement.question}</p>
      )}
      <p className={classes.text}>{announcement.text}</p>
    </article>
  );
}
