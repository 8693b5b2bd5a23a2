import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows, Note } from '@/components/states/states';
import { DataTable } from '@/components/table/table';
import { Tag } from '@/components/tag/tag';
import { courseAssignmentsQuery, ownScoreQuery } from '@/features/courses/api/grades';
import type { AssignmentItem, Score } from '@/lib/api/types';
import { formatDateTime, formatPoints } from '@/lib/format';

import classes from './courses.module.css';

/** One's own points in each assignment, with what the staff had to say. */
export function GradesPage(): ReactNode {
  const { t } = useTranslation();
  const { slug } = useParams({ from: '/personal/courses/$slug/grades' });
  const query = useInfiniteQuery(courseAssignmentsQuery(slug));
  return (
    <QueryView query={query}>
      {({ pages }) => {
        const assignments = pages.flatMap((page) => page.items);
        if (assignments.length === 0) {
          return <Note title={t('grades.noneTitle')} text={t('grades.noneText')} />;
        }
        return (
          <>
            {assignments.map((assignment) => (
              <AssignmentGrade key={assignment.id} assignment={assignment} />
            ))}
            <LoadMore query={query} />
          </>
        );
      }}
    </QueryView>
  );
}

function AssignmentGrade({ assignment }: { assignment: AssignmentItem }) {
  const { t, i18n } = useTranslation();
  const query = useQuery({
    ...ownScoreQuery(assignment.slug),
    enabled: assignment.phase !== 'upcoming',
  });
  return (
    <section aria-label={assignment.title}>
      <div className={classes.head}>
        <h2>
          <a href={`/assignments/${assignment.slug}`}>{assignment.title}</a>
        </h2>
        <span className={classes.rowFacts}>
          {t('grades.due', { when: formatDateTime(assignment.due_at, i18n.language) })}
          {assignment.has_extension && <Tag tone="indigo">{t('grades.extension')}</Tag>}
        </span>
      </div>
      {assignment.phase === 'upcoming' ? (
        <p className={classes.comment}>{t('grades.notStarted')}</p>
      ) : (
        <QueryView query={query} loading={<LoadingRows rows={2} />}>
          {(score) => <ScoreTable score={score} title={assignment.title} />}
        </QueryView>
      )}
    </section>
  );
}

function ScoreTable({ score, title }: { score: Score; title: string }) {
  const { t } = useTranslation();
  const points = (value: number | null) => (value === null ? t('unit.none') : formatPoints(value));
  return (
    <>
      <p className={classes.facts}>
        {score.is_released ? (
          <strong>
            {t('grades.total', {
              points: points(score.total),
              most: formatPoints(score.max_total),
            })}
          </strong>
        ) : (
          t('grades.notReleased')
        )}
      </p>
      <DataTable
        label={title}
        head={
          <>
            <th>{t('grades.problem')}</th>
            <th data-align="end">{t('grades.submissions')}</th>
            <th data-align="end">{t('grades.late')}</th>
            <th data-align="end">{t('grades.points')}</th>
            <th>{t('grades.comment')}</th>
          </>
        }
      >
        {score.problems.map((problem) => (
          <tr key={problem.label}>
            <td>
              {problem.label}. {problem.title}
            </td>
            <td data-align="end">{problem.submission_count}</td>
            <td data-align="end">
              {problem.days_late === null || problem.days_late === 0
                ? t('unit.none')
                : t('grades.days', { count: problem.days_late })}
            </td>
            <td data-align="end">
              {points(problem.points)} / {formatPoints(problem.max_points)}
            </td>
            <td data-wide className={classes.comment}>
              {problem.adjustment?.comment ?? ''}
            </td>
          </tr>
        ))}
      </DataTable>
      {score.adjustment !== null && (
        <p className={classes.comment}>
          {t('grades.adjusted', { points: formatPoints(score.adjustment.points) })}{' '}
          {score.adjustment.comment}
        </p>
      )}
    </>
  );
}
