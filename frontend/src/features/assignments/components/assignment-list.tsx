import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { Countdown } from '@/components/countdown/countdown';
import { Tag } from '@/components/tag/tag';
import type { AssignmentItem } from '@/lib/api/types';
import { formatDateTime } from '@/lib/format';
import { useServerSecond } from '@/lib/server-clock';

import classes from './assignment-list.module.css';

const SOON_MS = 24 * 3_600_000;

interface Props {
  assignments: readonly AssignmentItem[];
  label: string;
  /** Left out where all are of one course. */
  hasCourse?: boolean;
}

/** Assignments as rows: what, until when, and how far one has come. */
export function AssignmentList({ assignments, label, hasCourse = false }: Props) {
  return (
    <ul className={classes.list} aria-label={label}>
      {assignments.map((assignment) => (
        <li key={assignment.id} data-testid="assignment-row">
          <Row assignment={assignment} hasCourse={hasCourse} />
        </li>
      ))}
    </ul>
  );
}

function Row({ assignment, hasCourse }: { assignment: AssignmentItem; hasCourse: boolean }) {
  const { t, i18n } = useTranslation();
  const now = useServerSecond();
  const dueMs = Date.parse(assignment.due_at) - now;
  const isUrgent = assignment.phase === 'open' && dueMs > 0 && dueMs < SOON_MS;
  return (
    <article className={classes.row} data-phase={assignment.phase}>
      <div className={classes.what}>
        <h3 className={classes.title}>
          <Link to="/assignments/$slug" params={{ slug: assignment.slug }} preload="intent">
            {assignment.title}
          </Link>
        </h3>
        <p className={classes.facts}>
          {hasCourse && assignment.course !== null && <span>{assignment.course.title}</span>}
          <span>
            {t('assignments.dueAt', { when: formatDateTime(assignment.due_at, i18n.language) })}
          </span>
          {assignment.kind === 'exercise' && <span>{t('assignments.exercise')}</span>}
        </p>
      </div>
      <div className={classes.tags}>
        {assignment.has_extension && <Tag tone="indigo">{t('assignments.extended')}</Tag>}
        {assignment.phase === 'late' && <Tag tone="orange">{t('assignments.late')}</Tag>}
        {assignment.scores_released_at !== null && (
          <Tag tone="green">{t('assignments.released')}</Tag>
        )}
      </div>
      <Progress assignment={assignment} />
      <p className={classes.left} data-urgent={isUrgent || undefined}>
        <Left assignment={assignment} />
      </p>
    </article>
  );
}

function Progress({ assignment }: { assignment: AssignmentItem }) {
  const { t } = useTranslation();
  const { problem_count: count, solved_count: solved, tried_count: tried } = assignment;
  if (count === null || count === 0) return <span />;
  const done = solved ?? tried;
  const text = t(solved === null ? 'assignments.triedOf' : 'assignments.solvedOf', {
    done,
    all: count,
  });
  return (
    <span className={classes.progress}>
      <span>{text}</span>
      <progress max={count} value={done} aria-label={text} />
    </span>
  );
}

function Left({ assignment }: { assignment: AssignmentItem }) {
  const { t } = useTranslation();
  if (assignment.phase === 'closed') return <span>{t('assignments.closed')}</span>;
  const [label, to] = {
    upcoming: [t('assignments.opensIn'), assignment.starts_at] as const,
    open: [t('assignments.dueIn'), assignment.due_at] as const,
    late: [t('assignments.closesIn'), assignment.closes_at] as const,
  }[assignment.phase];
  return (
    <>
      <span className={classes.leftLabel}>{label}</span>
      <Countdown to={to} className={classes.clock} />
    </>
  );
}
