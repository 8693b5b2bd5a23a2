import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { Page } from '@/components/page/page';
import { SearchField } from '@/components/search-field/search-field';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { auditQuery, type AuditFilter } from '@/features/manage/audit/api';
import { AuditItem } from '@/features/manage/audit/audit-item';
import { ownCoursesQuery } from '@/features/manage/sets/api';

import classes from '@/features/manage/kit/kit.module.css';

/** Who of the staff did what, and what it changed. */
export function AuditPage() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const search = useSearch({ from: '/personal/manage/audit' });
  const courses = useQuery(ownCoursesQuery).data ?? [];
  const query = useInfiniteQuery({ ...auditQuery(search), placeholderData: keepPreviousData });
  const choose = (part: AuditFilter) =>
    void navigate({ to: '/manage/audit', search: { ...search, ...part }, replace: true });
  return (
    <Page title={t('audit.heading')}>
      <div className={classes.tools}>
        <label>
          {t('audit.course')}{' '}
          <select
            value={search.course ?? ''}
            onChange={(event) => choose({ course: event.currentTarget.value || undefined })}
          >
            <option value="">{t('audit.all')}</option>
            {courses.map(({ slug, title }) => (
              <option key={slug} value={slug}>
                {title}
              </option>
            ))}
          </select>
        </label>
        <SearchField
          label={t('audit.by')}
          clearLabel={t('manage.clear')}
          placeholder={t('audit.by')}
          value={search.by ?? ''}
          onChange={(by) => choose({ by: by || undefined })}
        />
      </div>
      <QueryView query={query}>
        {({ pages }) => {
          const entries = pages.flatMap(({ edges }) => edges);
          if (entries.length === 0) {
            return <Note title={t('audit.noneTitle')} text={t('audit.noneText')} />;
          }
          return (
            <>
              <ol className={classes.items}>
                {entries.map(({ node }) => (
                  <AuditItem key={node.id} entry={node} />
                ))}
              </ol>
              <LoadMore query={query} />
            </>
          );
        }}
      </QueryView>
    </Page>
  );
}
