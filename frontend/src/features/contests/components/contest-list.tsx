import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { Countdown } from '@/components/countdown/countdown';
import { CheckIcon, LockIcon, TeamIcon } from '@/components/icons';
import { Tag } from '@/components/tag/tag';
import { lengthMs, ownWindow, stageOf } from '@/features/contests/phases';
import type { ContestItem } from '@/lib/api/types';
import { formatDateTime, formatLength } from '@/lib/format';
import { useServerSecond } from '@/lib/server-clock';

import classes from './contest-list.module.css';

/** Contests as rows: when, what, and what is left of the time. */
export function ContestList({
  contests,
  label,
}: {
  contests: readonly ContestItem[];
  label: string;
}) {
  return (
    <ul className={classes.list} aria-label={label}>
      {contests.map((contest) => (
        <li key={contest.id} data-testid="contest-row">
          <Row contest={contest} />
        </li>
      ))}
    </ul>
  );
}

function Row({ contest }: { contest: ContestItem }) {
  const { t, i18n } = useTranslation();
  const now = useServerSecond();
  const stage = stageOf(ownWindow(contest), now);
  const { my_entry: entry, registration } = contest;
  return (
    <article className={classes.row} data-stage={stage}>
      <div className={classes.what}>
        <h3 className={classes.title}>
          <Link to="/contests/$slug" params={{ slug: contest.slug }} preload="intent">
            {contest.title}
          </Link>
        </h3>
        <p className={classes.facts}>
          <time dateTime={contest.starts_at}>
            {formatDateTime(contest.starts_at, i18n.language)}
          </time>
          <span>{formatLength(t, lengthMs(contest))}</span>
          <span>{t(`contests.format.${contest.format}`)}</span>
          {contest.entry_mode !== 'individual' && (
            <span className={classes.team}>
              <TeamIcon size={14} /> {t('contests.teamsOf', { count: contest.max_team_size })}
            </span>
          )}
          {contest.course !== null && <span>{contest.course.title}</span>}
        </p>
      </div>
      <div className={classes.standing}>
        {entry !== null && (
          <Tag tone="green">
            <CheckIcon size={12} />
            {t(entry.is_virtual ? 'contests.enteredVirtually' : 'contests.entered')}
          </Tag>
        )}
        {entry === null && stage !== 'over' && !registration.is_open && (
          <Tag>
            <LockIcon size={12} /> {t('contests.registrationShut')}
          </Tag>
        )}
        {contest.phase === 'finalized' && <Tag>{t('contests.final')}</Tag>}
      </div>
      <Left contest={contest} stage={stage} />
    </article>
  );
}

function Left({
  contest,
  stage,
}: {
  contest: ContestItem;
  stage: 'upcoming' | 'running' | 'over';
}) {
  const { t } = useTranslation();
  const { starts_at, ends_at } = ownWindow(contest);
  if (stage === 'over') {
    return (
      <p className={classes.left}>
        <span className={classes.leftLabel}>{t('contests.over')}</span>
      </p>
    );
  }
  return (
    <p className={classes.left}>
      <span className={classes.leftLabel}>
        {t(stage === 'upcoming' ? 'contests.startsIn' : 'contests.endsIn')}
      </span>
      <Countdown to={stage === 'upcoming' ? starts_at : ends_at} className={classes.clock} />
    </p>
  );
}
