import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { useLanguageNames } from '@/app/language-names';
import { useContest } from '@/app/pages/contests/use-contest';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { submissionsQuery } from '@/features/submissions/api/get-submissions';
import { SubmissionTable } from '@/features/submissions/components/submission-table';

import classes from './overview-page.module.css';

/** One's own and one's team's submissions in the contest. */
export function OwnSubmissionsPage() {
  const { t } = useTranslation();
  const contest = useContest();
  const languageNames = useLanguageNames();
  const query = useInfiniteQuery(submissionsQuery({ problem_set: contest.slug }));
  const isVeiled = contest.verdict_policy !== 'all';
  return (
    <>
      <h2 className={classes.heading}>{t('contests.submissions')}</h2>
      {isVeiled && <p>{t(`contests.verdictHelp.${contest.verdict_policy}`)}</p>}
      <QueryView query={query}>
        {({ pages }) => {
          const submissions = pages.flatMap((page) => page.items);
          if (submissions.length === 0) {
            return (
              <Note
                title={t('contests.noSubmissionsTitle')}
                text={t('contests.noSubmissionsText')}
              />
            );
          }
          return (
            <>
              <SubmissionTable submissions={submissions} languageNames={languageNames} />
              <LoadMore query={query} />
            </>
          );
        }}
      </QueryView>
    </>
  );
}
