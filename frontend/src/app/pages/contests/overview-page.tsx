import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useOwnStates } from '@/app/pages/contests/use-own-states';
import { useContest } from '@/app/pages/contests/use-contest';
import { useMe } from '@/app/session';
import { ButtonLink } from '@/components/button/button-link';
import { HourglassIcon, LockIcon } from '@/components/icons';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows, Note } from '@/components/states/states';
import { setProblemsQuery } from '@/features/contests/api/get-set-problems';
import { EntrancePanel } from '@/features/contests/components/entrance-panel';
import { ContestProblems } from '@/features/contests/components/contest-problems';
import { RulesPanel } from '@/features/contests/components/rules-panel';
import { RichText } from '@/components/rich-text/rich-text';
import { ApiError } from '@/lib/api/errors';
import type { Contest } from '@/lib/api/types';

import classes from './overview-page.module.css';

/** The problems where they are open, what the contest is, and the way in. */
export function OverviewPage() {
  const { t, i18n } = useTranslation();
  const contest = useContest();
  const me = useMe();
  return (
    <div className={classes.columns}>
      <div className={classes.main}>
        <section aria-label={t('contests.problems')}>
          <h2 className={classes.heading}>{t('contests.problems')}</h2>
          <Problems contest={contest} isSignedIn={me !== null && me !== undefined} />
        </section>
        {contest.description_html !== '' && (
          <section aria-label={t('contests.about')}>
            <h2 className={classes.heading}>{t('contests.about')}</h2>
            <RichText html={contest.description_html} language={i18n.language} />
          </section>
        )}
      </div>
      <aside className={classes.side}>
        {me !== undefined && <EntrancePanel contest={contest} me={me} />}
        <RulesPanel contest={contest} />
      </aside>
    </div>
  );
}

function Problems({ contest, isSignedIn }: { contest: Contest; isSignedIn: boolean }) {
  const { t } = useTranslation();
  const query = useQuery({ ...setProblemsQuery(contest.slug), retry: false });
  const states = useOwnStates(contest.slug, isSignedIn && query.data !== undefined);
  const refusal = query.error instanceof ApiError ? query.error.code : null;
  if (query.data === undefined && refusal === 'set_not_started') {
    return (
      <Note
        title={t('contests.notStartedTitle')}
        text={t('contests.notStartedText')}
        icon={<HourglassIcon />}
      />
    );
  }
  if (query.data === undefined && (refusal === 'not_entered' || refusal === 'problems_closed')) {
    return (
      <Note
        title={t(`contests.${refusal}Title`)}
        text={t(`contests.${refusal}Text`)}
        icon={<LockIcon />}
        action={
          isSignedIn ? undefined : (
            <ButtonLink to="/login" search={{ next: `/contests/${contest.slug}` }} size="sm">
              {t('contests.signIn')}
            </ButtonLink>
          )
        }
      />
    );
  }
  return (
    <QueryView query={query} loading={<LoadingRows rows={5} />}>
      {(problems) =>
        problems.length === 0 ? (
          <Note title={t('contests.noProblemsTitle')} text={t('contests.noProblemsText')} />
        ) : (
          <>
            <ContestProblems contest={contest} problems={problems} states={states} />
            {contest.my_entry !== null && (
              <p className={classes.more}>
                <Link to="/contests/$slug/clarifications" params={{ slug: contest.slug }}>
                  {t('contests.askAboutProblem')}
                </Link>
              </p>
            )}
          </>
        )
      }
    </QueryView>
  );
}
