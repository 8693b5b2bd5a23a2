import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useLanguageNames } from '@/app/language-names';
import { useMe } from '@/app/session';
import { ButtonLink } from '@/components/button/button-link';
import { ArrowIcon } from '@/components/icons';
import { Page, Section } from '@/components/page/page';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows, Note } from '@/components/states/states';
import { OutcomeBadge } from '@/components/verdict/verdict-badge';
import { myProblemsQuery } from '@/features/problems/api/get-my-problems';
import { ProblemTable } from '@/features/problems/components/problem-table';
import { submissionsQuery } from '@/features/submissions/api/get-submissions';
import { SubmissionTable } from '@/features/submissions/components/submission-table';
import type { Submission } from '@/lib/api/types';
import { formatWhen } from '@/lib/format';

import classes from './home-page.module.css';

const RECENT = 6;

export function HomePage() {
  const { t } = useTranslation();
  const me = useMe();
  const languageNames = useLanguageNames();
  const submissions = useInfiniteQuery(submissionsQuery({ limit: RECENT }));
  const name = me ? me.display_name || me.username : '';

  return (
    <Page title={t('title.home')} heading={t('home.greeting', { name })}>
      <QueryView query={submissions} loading={<LoadingRows rows={RECENT} />}>
        {({ pages }) => {
          const recent = pages[0]?.items ?? [];
          const [latest] = recent;
          if (latest === undefined) return <Welcome />;
          return (
            <>
              <Resume submission={latest} />
              <Section
                title={t('home.recent')}
                aside={<Link to="/submissions">{t('home.allSubmissions')}</Link>}
              >
                <SubmissionTable submissions={recent} languageNames={languageNames} />
              </Section>
            </>
          );
        }}
      </QueryView>
      <OpenProblems />
    </Page>
  );
}

function Welcome() {
  const { t } = useTranslation();
  return (
    <Note
      title={t('home.welcomeTitle')}
      text={t('home.welcomeText')}
      action={<ButtonLink to="/problems">{t('home.welcomeAction')}</ButtonLink>}
    />
  );
}

function Resume({ submission }: { submission: Submission }) {
  const { t, i18n } = useTranslation();
  return (
    <Link
      to="/problems/$slug"
      params={{ slug: submission.problem.slug }}
      className={classes.resume}
      data-testid="resume"
    >
      <span className={classes.what}>
        <span className={classes.label}>{t('home.resume')}</span>
        <span className={classes.title}>{submission.problem.title}</span>
        <span className={classes.when}>
          {t('home.lastSubmitted', { when: formatWhen(submission.created_at, i18n.language) })}
        </span>
      </span>
      <OutcomeBadge state={submission.state} verdict={submission.verdict} />
      <ArrowIcon size={18} />
    </Link>
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
        const tried = problems.filter(({ solved }) => solved === 'tried').slice(0, RECENT);
        const fresh = problems.filter(({ solved }) => solved === null).slice(0, RECENT);
        if (problems.length > 0 && tried.length === 0 && fresh.length === 0) {
          return (
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
