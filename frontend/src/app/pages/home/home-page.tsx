import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useLanguageNames } from '@/app/language-names';
import { Due, RunningContests } from '@/app/pages/home/agenda';
import { NoticeBoard } from '@/app/pages/home/notice-board';
import { Resume } from '@/app/pages/home/resume';
import { useMe } from '@/app/session';
import { ButtonLink } from '@/components/button/button-link';
import { Page, Section } from '@/components/page/page';
import { QueryView } from '@/components/states/query-view';
import { Settled } from '@/components/states/settled';
import { LoadingRows, Note } from '@/components/states/states';
import { myProblemsQuery } from '@/features/problems/api/get-my-problems';
import { ProblemTable } from '@/features/problems/components/problem-table';
import { submissionsQuery } from '@/features/submissions/api/get-submissions';
import { SubmissionTable } from '@/features/submissions/components/submission-table';

import classes from './home-page.module.css';

const RECENT = 6;
const OPEN_SHOWN = 5;

/** What asks for one's attention, most pressing first, and the way back to what one was at. */
export function HomePage() {
  const { t } = useTranslation();
  const me = useMe();
  const name = me ? me.display_name || me.username : '';
  return (
    <Page title={t('title.home')} heading={t('home.greeting', { name })}>
      <Settled loading={<LoadingRows rows={12} />}>
        <div className={classes.columns}>
          <div className={classes.main}>
            <Resume />
            <Due />
            <RunningContests />
            <Recent />
          </div>
          <div className={classes.side}>
            {me && <NoticeBoard me={me} />}
            <OpenProblems />
          </div>
        </div>
      </Settled>
    </Page>
  );
}

function Recent() {
  const { t } = useTranslation();
  const languageNames = useLanguageNames();
  const query = useInfiniteQuery(submissionsQuery({ limit: RECENT }));
  return (
    <Section
      title={t('home.recent')}
      aside={<Link to="/submissions">{t('home.allSubmissions')}</Link>}
    >
      <QueryView query={query} loading={<LoadingRows rows={RECENT} />}>
        {({ pages }) => {
          const recent = pages[0]?.items ?? [];
          if (recent.length > 0) {
            return <SubmissionTable submissions={recent} languageNames={languageNames} />;
          }
          return (
            <Note
              title={t('home.welcomeTitle')}
              text={t('home.welcomeText')}
              action={<ButtonLink to="/problems">{t('home.welcomeAction')}</ButtonLink>}
            />
          );
        }}
      </QueryView>
    </Section>
  );
}

function OpenProblems() {
  const { t } = useTranslation();
  const query = useInfiniteQuery(myProblemsQuery());
  const aside = <Link to="/problems">{t('home.allProblems')}</Link>;
  return (
    <QueryView query={query} loading={<LoadingRows rows={4} />}>
      {({ pages }) => {
        const problems = pages.flatMap((page) => page.items);
        const tried = problems.filter(({ solved }) => solved === 'tried').slice(0, OPEN_SHOWN);
        const fresh = problems.filter(({ solved }) => solved === null).slice(0, OPEN_SHOWN);
        if (tried.length === 0 && fresh.length === 0) {
          return problems.length === 0 ? null : (
            <Section title={t('home.open')} aside={aside}>
              <Note title={t('home.nothingOpenTitle')} text={t('home.nothingOpenText')} />
            </Section>
          );
        }
        return (
          <>
            {tried.length > 0 && (
              <Section title={t('home.tried')}>
                <ProblemTable problems={tried} />
              </Section>
            )}
            {fresh.length > 0 && (
              <Section title={t('home.open')} aside={aside}>
                <ProblemTable problems={fresh} />
              </Section>
            )}
          </>
        );
      }}
    </QueryView>
  );
}
