import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { NotFoundPage } from '@/app/pages/fallback-pages';
import { SetStrip } from '@/app/pages/contests/set-strip';
import { useOwnStates } from '@/app/pages/contests/use-own-states';
import { SolvePlaceProvider } from '@/app/pages/solve/place';
import { SolveProblem } from '@/app/pages/solve/solve-page';
import { useMe } from '@/app/session';
import { Page } from '@/components/page/page';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows } from '@/components/states/states';
import { TabCount } from '@/components/tab-nav/tab-nav';
import { contestQuery } from '@/features/contests/api/get-contest';
import { setProblemsQuery } from '@/features/contests/api/get-set-problems';
import { JuryToasts } from '@/features/contests/components/jury-toasts';
import { isSolving, ownWindow } from '@/features/contests/phases';
import { useContestNews } from '@/features/contests/use-contest-news';
import { useStageRefresh } from '@/features/contests/use-stage-refresh';
import { ApiError } from '@/lib/api/errors';
import type { Contest, SetProblem } from '@/lib/api/types';
import { useHasCome } from '@/lib/server-clock';

import classes from './set-strip.module.css';

/** A problem of a contest, solved in it while one takes part, and for practice afterwards. */
export function ContestSolvePage() {
  const { t } = useTranslation();
  const { slug, label } = useParams({ from: '/contests/$slug/problems/$label' });
  const contest = useQuery(contestQuery(slug));
  const problems = useQuery({ ...setProblemsQuery(slug), retry: false });
  const error = contest.error ?? problems.error;
  if (contest.data !== undefined && problems.data !== undefined) {
    return <Within contest={contest.data} problems={problems.data} label={label} />;
  }
  if (error instanceof ApiError && error.status === 404) return <NotFoundPage />;
  return (
    <Page
      title={t('contests.heading')}
      aside={
        <Link to="/contests/$slug" params={{ slug }}>
          {t('contests.toContest')}
        </Link>
      }
    >
      {contest.error !== null ? (
        <QueryView query={contest}>{() => null}</QueryView>
      ) : (
        <QueryView query={problems} loading={<LoadingRows rows={8} />}>
          {() => null}
        </QueryView>
      )}
    </Page>
  );
}

interface Props {
  contest: Contest;
  problems: readonly SetProblem[];
  label: string;
}

function Within({ contest, problems, label }: Props) {
  const { t } = useTranslation();
  const me = useMe();
  const isSignedIn = me !== null && me !== undefined;
  const unread = useContestNews(contest, isSignedIn);
  useStageRefresh(contest);
  const states = useOwnStates(contest.slug, isSignedIn);
  const window = ownWindow(contest);
  // Asked at its edges only: the editor below must not draw anew with each second.
  const hasStarted = useHasCome(window.starts_at);
  const hasEnded = useHasCome(window.ends_at);
  const isIn = contest.my_entry !== null && hasStarted && !hasEnded;
  const languages = contest.allowed_languages;
  const place = useMemo(
    () => (isIn ? { set: contest.slug, languages } : null),
    [isIn, contest.slug, languages],
  );
  const problem = problems.find((one) => one.label === label);
  if (problem === undefined) return <NotFoundPage />;
  const params = { slug: contest.slug };
  return (
    <div className={classes.within}>
      <SetStrip
        title={contest.title}
        back={
          <Link to="/contests/$slug" params={params} className={classes.back}>
            {contest.title}
          </Link>
        }
        problems={problems}
        states={states}
        current={label}
        endsAt={isIn ? window.ends_at : null}
        linkTo={(one, children) => (
          <Link
            to="/contests/$slug/problems/$label"
            params={{ ...params, label: one.label }}
            className={classes.problem}
          >
            {children}
          </Link>
        )}
        aside={
          <>
            <Link to="/contests/$slug/standings" params={params}>
              {t('contests.standings')}
            </Link>
            {(contest.my_entry !== null || contest.is_staff) && (
              <Link
                to="/contests/$slug/clarifications"
                params={params}
                search={{ problem: label }}
                className={classes.talk}
              >
                {t('contests.talk')}
                <TabCount count={unread} label={t('contests.unread', { count: unread })} />
              </Link>
            )}
          </>
        }
        note={
          isIn
            ? null
            : t(isSolvingSoon(contest) ? 'contests.staffPreview' : 'contests.practiceNote')
        }
      />
      <SolvePlaceProvider value={place}>
        <SolveProblem key={problem.slug} slug={problem.slug} />
      </SolvePlaceProvider>
      <JuryToasts contest={contest.slug} />
    </div>
  );
}

/** Staff may read the problems before anybody takes part. */
function isSolvingSoon(contest: Contest): boolean {
  const asOf = Date.parse(contest.now);
  return asOf < Date.parse(contest.ends_at) && !isSolving(contest.my_entry, asOf);
}
