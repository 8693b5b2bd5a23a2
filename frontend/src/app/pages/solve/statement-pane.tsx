import { Tabs } from '@/components/tabs';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useLanguageNames } from '@/app/language-names';
import { useSolvePlace } from '@/app/pages/solve/place';
import { ProblemTitle } from '@/app/pages/solve/problem-title';
import { oneOf, SOLVE_TABS } from '@/app/routes/search';
import { RichText } from '@/components/rich-text/rich-text';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows, Note } from '@/components/states/states';
import { Editorial } from '@/features/problems/components/editorial';
import { HintList } from '@/features/problems/components/hint-list';
import { ProblemFacts } from '@/features/problems/components/problem-facts';
import { SampleList } from '@/features/problems/components/sample-list';
import { submissionsQuery } from '@/features/submissions/api/get-submissions';
import { SubmissionTable } from '@/features/submissions/components/submission-table';
import type { Problem } from '@/lib/api/types';
import { isLocale } from '@/lib/i18n';

import classes from './statement-pane.module.css';

interface Props {
  problem: Problem;
  isSignedIn: boolean;
}

export function StatementPane({ problem, isSignedIn }: Props) {
  const { t } = useTranslation();
  const { tab } = useSearch({ strict: false });
  const navigate = useNavigate();
  // Help is for practice: within a contest or an assignment there is none.
  const isPractice = useSolvePlace() === null;
  const shown = [
    'statement',
    ...(isPractice && isSignedIn && problem.hint_count > 0 ? ['hints'] : []),
    ...(isPractice ? ['editorial'] : []),
    ...(isSignedIn ? ['submissions'] : []),
  ];
  const open = (value: string | null) =>
    void navigate({ to: '.', search: { tab: oneOf(value, SOLVE_TABS) }, replace: true });

  return (
    <Tabs
      value={tab !== undefined && shown.includes(tab) ? tab : 'statement'}
      onChange={open}
      keepMounted={false}
      className={classes.pane}
      classNames={{
        list: classes.tabs ?? '',
        tab: classes.tab ?? '',
        panel: classes.panel ?? '',
      }}
    >
      <Tabs.List>
        <Tabs.Tab value="statement">{t('solve.statement')}</Tabs.Tab>
        {shown.includes('hints') && <Tabs.Tab value="hints">{t('solve.hints')}</Tabs.Tab>}
        {isPractice && <Tabs.Tab value="editorial">{t('solve.editorial')}</Tabs.Tab>}
        {isSignedIn && <Tabs.Tab value="submissions">{t('solve.submissions')}</Tabs.Tab>}
      </Tabs.List>
      <Tabs.Panel value="statement" tabIndex={0}>
        <Article problem={problem} isSignedIn={isSignedIn} />
      </Tabs.Panel>
      {shown.includes('hints') && (
        <Tabs.Panel value="hints" tabIndex={0}>
          <div className={classes.article}>
            <h1 className={classes.title}>{problem.title}</h1>
            <p className={classes.hint}>{t('solve.hintsLead')}</p>
            <HintList slug={problem.slug} />
          </div>
        </Tabs.Panel>
      )}
      {isPractice && (
        <Tabs.Panel value="editorial" tabIndex={0}>
          <div className={classes.article}>
            <h1 className={classes.title}>{problem.title}</h1>
            <Editorial slug={problem.slug} />
          </div>
        </Tabs.Panel>
      )}
      {isSignedIn && (
        <Tabs.Panel value="submissions" tabIndex={0}>
          <OwnSubmissions problem={problem} />
        </Tabs.Panel>
      )}
    </Tabs>
  );
}

function attachmentUrl(slug: string, name: string) {
  return `/api/v1/problems/${slug}/attachment?name=${encodeURIComponent(name)}`;
}

function Article({ problem, isSignedIn }: Props) {
  const { t, i18n } = useTranslation();
  const written = problem.statement_language;
  return (
    <article className={classes.article}>
      <ProblemTitle problem={problem} isSignedIn={isSignedIn} />
      <ProblemFacts problem={problem} />
      {written !== i18n.language && (
        <p className={classes.hint}>
          {t('solve.otherLanguage', {
            language: isLocale(written) ? t(`languageName.${written}`) : written,
          })}
        </p>
      )}
      <hr className={classes.rule} />
      {problem.pdf_languages.includes(written) && (
        <p>
          <a
            href={`/api/v1/problems/${problem.slug}/statement.pdf?language=${encodeURIComponent(written)}`}
            download
          >
            {t('solve.pdf')}
          </a>
        </p>
      )}
      <RichText html={problem.statement_html} language={written} testId="statement" />
      <SampleList samples={problem.samples} />
      {problem.attachments.length > 0 && (
        <section>
          <h2>{t('solve.attachments')}</h2>
          <ul>
            {problem.attachments.map(({ name }) => (
              <li key={name}>
                <a href={attachmentUrl(problem.slug, name)} download>
                  {name}
                </a>
              </li>
            ))}
          </ul>
        </section>
      )}
    </article>
  );
}

function OwnSubmissions({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  const languageNames = useLanguageNames();
  const place = useSolvePlace();
  const query = useInfiniteQuery(
    submissionsQuery({ problem: problem.slug, problem_set: place?.set }),
  );
  return (
    <div className={classes.article}>
      <h1 className={classes.title}>{problem.title}</h1>
      <QueryView query={query} loading={<LoadingRows rows={5} />}>
        {({ pages }) => {
          const submissions = pages.flatMap((page) => page.items);
          if (submissions.length === 0) {
            return (
              <Note
                title={t('submissions.emptyForProblemTitle')}
                text={t('submissions.emptyForProblemText')}
              />
            );
          }
          return (
            <>
              <SubmissionTable
                submissions={submissions}
                languageNames={languageNames}
                hasProblem={false}
                hasChanges
              />
              <LoadMore query={query} />
            </>
          );
        }}
      </QueryView>
    </div>
  );
}
