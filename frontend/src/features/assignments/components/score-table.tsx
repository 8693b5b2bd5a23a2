import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { CheckIcon, CrossIcon, HalfIcon, RingIcon } from '@/components/icons';
import { DataTable } from '@/components/table/table';
import type { Assignment, Score } from '@/lib/api/types';
import { formatPoints } from '@/lib/format';

import classes from './score-table.module.css';

interface Props {
  assignment: Assignment;
  score: Score;
}

type Line = Score['problems'][number];

/** The problems with their weights, one's own score, and what staff said about it. */
export function ScoreTable({ assignment, score }: Props) {
  const { t } = useTranslation();
  const hasWeights = score.problems.some(({ weight }) => weight !== 1);
  const hasSolutions =
    assignment.solutions_released_at !== null &&
    Date.parse(assignment.solutions_released_at) <= Date.parse(assignment.now);
  return (
    <>
      <DataTable
        label={t('assignments.problems')}
        head={
          <>
            <th scope="col">{t('assignments.columnState')}</th>
            <th scope="col">{t('assignments.columnTitle')}</th>
            <th scope="col" data-align="end">
              {t('assignments.columnTries')}
            </th>
            {hasWeights && (
              <th scope="col" data-align="end">
                {t('assignments.columnWeight')}
              </th>
            )}
            <th scope="col" data-align="end">
              {t('assignments.columnPoints')}
            </th>
            <th scope="col" data-minor>
              {t('assignments.columnNotes')}
            </th>
          </>
        }
      >
        {score.problems.map((line) => (
          <tr key={line.label} data-testid="score-row">
            <td>
              <State line={line} />
            </td>
            <td data-wide>
              <Link
                to="/assignments/$slug/problems/$label"
                params={{ slug: assignment.slug, label: line.label }}
                preload="intent"
              >
                {line.label}. {line.title}
              </Link>
              {hasSolutions && (
                <>
                  {' · '}
                  <Link to="/problems/$slug" params={{ slug: line.slug }}>
                    {t('assignments.solution')}
                  </Link>
                </>
              )}
            </td>
            <td data-align="end" data-dim>
              {line.submission_count}
            </td>
            {hasWeights && <td data-align="end">×{formatPoints(line.weight)}</td>}
            <td data-align="end">
              {line.points === null
                ? t('assignments.outOf', { max: formatPoints(line.max_points) })
                : t('assignments.pointsOf', {
                    points: formatPoints(line.points),
                    max: formatPoints(line.max_points),
                  })}
            </td>
            <td data-minor>
              <Notes line={line} />
            </td>
          </tr>
        ))}
      </DataTable>
      {score.problems.map(({ label, adjustment }) =>
        adjustment === null ? null : (
          <Comment key={label} about={label} points={adjustment.points} text={adjustment.comment} />
        ),
      )}
      {score.adjustment !== null && (
        <Comment about={null} points={score.adjustment.points} text={score.adjustment.comment} />
      )}
    </>
  );
}

function State({ line }: { line: Line }) {
  const { t } = useTranslation();
  const [Mark, name, state] =
    line.is_solved === true
      ? [CheckIcon, t('assignments.solved'), 'solved']
      : line.submission_count === 0
        ? [RingIcon, t('assignments.fresh'), 'fresh']
        : line.is_solved === null
          ? [HalfIcon, t('assignments.handedIn'), 'handedIn']
          : [CrossIcon, t('assignments.unsolved'), 'unsolved'];
  return (
    <span className={classes.mark} data-state={state} role="img" aria-label={name} title={name}>
      <Mark size={14} />
    </span>
  );
}

function Notes({ line }: { line: Line }) {
  const { t } = useTranslation();
  const { days_late: days, penalty_percent: percent, counted_submission: counted } = line;
  return (
    <span className={classes.notes}>
      {days !== null && days > 0 && (
        <span>{t('assignments.daysLate', { count: days, percent: percent ?? 0 })}</span>
      )}
      {counted !== null && (
        <Link to="/submissions/$id" params={{ id: counted }}>
          {t('assignments.counted')}
        </Link>
      )}
    </span>
  );
}

function Comment({ about, points, text }: { about: string | null; points: number; text: string }) {
  const { t } = useTranslation();
  return (
    <aside className={classes.comment} data-testid="adjustment">
      <strong>
        {about === null ? t('assignments.onTotal') : t('assignments.onProblem', { label: about })}{' '}
        {points > 0 ? `+${formatPoints(points)}` : formatPoints(points)}
      </strong>
      <p>{text}</p>
    </aside>
  );
}
