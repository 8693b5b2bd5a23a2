import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useLanguageNames } from '@/app/language-names';
import { ButtonLink } from '@/components/button/button-link';
import { Page } from '@/components/page/page';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { languagesQuery } from '@/features/problems/api/get-languages';
import { myProblemsQuery } from '@/features/problems/api/get-my-problems';
import { submissionsQuery } from '@/features/submissions/api/get-submissions';
import { SubmissionTable } from '@/features/submissions/components/submission-table';
import { isVerdict, VERDICTS } from '@/lib/verdicts';

import classes from './submissions-page.module.css';

export function SubmissionsPage() {
  const { t } = useTranslation();
  const filter = useSearch({ from: '/personal/submissions' });
  const languageNames = useLanguageNames();
  const query = useInfiniteQuery({
    ...submissionsQuery(filter),
    placeholderData: keepPreviousData,
  });
  const { problem, verdict, language } = filter;
  const isFiltered = (problem ?? verdict ?? language) !== undefined;

  return (
    <Page title={t('submissions.heading')} aside={<Filters />}>
      <QueryView query={query}>
        {({ pages }) => {
          const submissions = pages.flatMap((page) => page.items);
          if (submissions.length === 0) return isFiltered ? <NoneFound /> : <NoSubmissions />;
          return (
            <>
              <SubmissionTable submissions={submissions} languageNames={languageNames} />
              <LoadMore query={query} />
            </>
          );
        }}
      </QueryView>
    </Page>
  );
}

function Filters() {
  const { t } = useTranslation();
  const filter = useSearch({ from: '/personal/submissions' });
  const navigate = useNavigate();
  const { data: languages = [] } = useQuery(languagesQuery);
  const { data: problems } = useInfiniteQuery(myProblemsQuery());
  const titles = problems?.pages.flatMap((page) => page.items) ?? [];
  const change = (part: Partial<typeof filter>) =>
    void navigate({ to: '/submissions', search: { ...filter, ...part }, replace: true });

  return (
    <div className={classes.filters}>
      <label className={classes.filter}>
        {t('submissions.filterProblem')}
        <select
          value={filter.problem ?? ''}
          onChange={(event) => change({ problem: event.target.value || undefined })}
        >
          <option value="">{t('submissions.all')}</option>
          {filter.problem !== undefined && titles.every(({ slug }) => slug !== filter.problem) && (
            <option value={filter.problem}>{filter.problem}</option>
          )}
          {titles.map(({ slug, title }) => (
            <option key={slug} value={slug}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <label className={classes.filter}>
        {t('submissions.filterVerdict')}
        <select
          value={filter.verdict ?? ''}
          onChange={({ target: { value } }) =>
            change({ verdict: isVerdict(value) ? value : undefined })
          }
        >
          <option value="">{t('submissions.all')}</option>
          {VERDICTS.map((verdict) => (
            <option key={verdict} value={verdict}>
              {t(`verdict.${verdict}`)}
            </option>
          ))}
        </select>
      </label>
      <label className={classes.filter}>
        {t('submissions.filterLanguage')}
        <select
          value={filter.language ?? ''}
          onChange={(event) => change({ language: event.target.value || undefined })}
        >
          <option value="">{t('submissions.all')}</option>
          {languages.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}

function NoneFound() {
  const { t } = useTranslation();
  return (
    <Note
      title={t('submissions.noneFoundTitle')}
      text={t('submissions.noneFoundText')}
      action={
        <ButtonLink to="/submissions" size="sm" variant="default">
          {t('submissions.clearFilters')}
        </ButtonLink>
      }
    />
  );
}

function NoSubmissions() {
  const { t } = useTranslation();
  return (
    <Note
      title={t('submissions.emptyTitle')}
      text={t('submissions.emptyText')}
      action={
        <ButtonLink to="/problems" size="sm">
          {t('submissions.emptyAction')}
        </ButtonLink>
      }
    />
  );
}
