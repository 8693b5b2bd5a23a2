import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { ArrowIcon } from '@/components/icons';
import { OutcomeBadge } from '@/components/verdict/verdict-badge';
import { submissionsQuery } from '@/features/submissions/api/get-submissions';
import type { Submission } from '@/lib/api/types';
import { formatWhen } from '@/lib/format';

import classes from './home-page.module.css';

const RECENT = 6;

/** The problem handed in last that is not solved yet; else the last one. */
export function toResume(recent: readonly Submission[]): Submission | undefined {
  const solved = new Set(
    recent.filter(({ verdict }) => verdict === 'AC').map(({ problem }) => problem.slug),
  );
  return recent.find(({ problem }) => !solved.has(problem.slug)) ?? recent[0];
}

export function Resume() {
  const { t, i18n } = useTranslation();
  const { data } = useInfiniteQuery(submissionsQuery({ limit: RECENT }));
  const submission = toResume(data?.pages[0]?.items ?? []);
  if (submission === undefined) return null;
  const { problem, problem_set: set } = submission;
  return (
    <Place submission={submission}>
      <span className={classes.what}>
        <span className={classes.label}>{t('home.resume')}</span>
        <span className={classes.title}>{problem.title}</span>
        <span className={classes.when}>
          {set !== null && `${set.title} · `}
          {t('home.lastSubmitted', { when: formatWhen(submission.created_at, i18n.language) })}
        </span>
      </span>
      <OutcomeBadge state={submission.state} verdict={submission.verdict} />
      <ArrowIcon size={18} />
    </Place>
  );
}

/** To the problem; or to the contest or assignment that it was handed in to. */
function Place({ submission, children }: { submission: Submission; children: ReactNode }) {
  const { problem, problem_set: set } = submission;
  const look = { className: classes.resume, 'data-testid': 'resume' };
  if (set === null) {
    return (
      <Link to="/problems/$slug" params={{ slug: problem.slug }} {...look}>
        {children}
      </Link>
    );
  }
  return (
    <Link
      to={set.kind === 'contest' ? '/contests/$slug' : '/assignments/$slug'}
      params={{ slug: set.slug }}
      {...look}
    >
      {children}
    </Link>
  );
}
