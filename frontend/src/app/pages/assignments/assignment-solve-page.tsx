import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { SetStrip } from '@/app/pages/contests/set-strip';
import classes from '@/app/pages/contests/set-strip.module.css';
import { useOwnStates } from '@/app/pages/contests/use-own-states';
import { NotFoundPage } from '@/app/pages/fallback-pages';
import { SolvePlaceProvider } from '@/app/pages/solve/place';
import { SolveProblem } from '@/app/pages/solve/solve-page';
import { Page } from '@/components/page/page';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows } from '@/components/states/states';
import { assignmentQuery } from '@/features/assignments/api/get-assignments';
import { setProblemsQuery } from '@/features/contests/api/get-set-problems';
import { ApiError } from '@/lib/api/errors';
import type { Assignment, SetProblem } from '@/lib/api/types';
import { useHasCome } from '@/lib/server-clock';

/** A problem of an assignment, handed in for it until it closes, and practised afterwards. */
export function AssignmentSolvePage() {
  const { t } = useTranslation();
  const { slug, label } = useParams({ from: '/personal/assignments/$slug/problems/$label' });
  const assignment = useQuery(assignmentQuery(slug));
  const problems = useQuery({ ...setProblemsQuery(slug), retry: false });
  const error = assignment.error ?? problems.error;
  if (assignment.data !== undefined && problems.data !== undefined) {
    return <Within assignment={assignment.data} problems={problems.data} label={label} />;
  }
  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />;
  return (
    <Page
      title={t('assignments.heading')}
      aside={
        <Link to="/assignments/$slug" params={{ slug }}>
          {t('assignments.toAssignment')}
        </Link>
      }
    >
      {assignment.error !== null ? (
        <QueryView query={assignment}>{() => null}</QueryView>
      ) : (
        <QueryView query={problems} loading={<LoadingRows rows={8} />}>
          {() => null}
        </QueryView>
      )}
    </Page>
  );
}

interface Props {
  assignment: Assignment;
  problems: readonly SetProblem[];
  label: string;
}

function Within({ assignment, problems, label }: Props) {
  const { t } = useTranslation();
  const { slug, allowed_languages: languages, due_at: due, closes_at: closes } = assignment;
  const states = useOwnStates(slug, true);
  const hasStarted = useHasCome(assignment.starts_at);
  const isLate = useHasCome(due);
  const isClosed = useHasCome(closes);
  const isOpen = hasStarted && !isClosed;
  const place = useMemo(
    () => (isOpen ? { set: slug, languages } : null),
    [isOpen, slug, languages],
  );
  const problem = problems.find((one) => one.label === label);
  if (problem === undefined) return <NotFoundPage />;
  const late =
    assignment.late_penalty_percent > 0
      ? t('assignments.lateNote', { percent: assignment.late_penalty_percent })
      : t('assignments.lateNoteFree');
  return (
    <div className={classes.within}>
      <SetStrip
        title={assignment.title}
        back={
          <Link to="/assignments/$slug" params={{ slug }} className={classes.back}>
            {assignment.title}
          </Link>
        }
        problems={problems}
        states={states}
        current={label}
        endsAt={isOpen ? (isLate ? closes : due) : null}
        linkTo={(one, children) => (
          <Link
            to="/assignments/$slug/problems/$label"
            params={{ slug, label: one.label }}
            className={classes.problem}
          >
            {children}
          </Link>
        )}
        note={isOpen ? (isLate ? late : null) : t('assignments.practiceNote')}
      />
      <SolvePlaceProvider value={place}>
        <SolveProblem key={problem.slug} slug={problem.slug} />
      </SolvePlaceProvider>
    </div>
  );
}
