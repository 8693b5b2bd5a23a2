import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { ButtonLink } from '@/components/button/button-link';
import { Page } from '@/components/page/page';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { DataTable } from '@/components/table/table';
import { Tag } from '@/components/tag/tag';
import { rejudgingsQuery } from '@/features/manage/rejudging/api';
import { formatWhen } from '@/lib/format';

export function RejudgingsPage() {
  const { t, i18n } = useTranslation();
  const query = useInfiniteQuery(rejudgingsQuery);
  return (
    <Page
      title={t('rejudging.heading')}
      aside={
        <ButtonLink to="/manage/rejudgings/new" size="sm">
          {t('rejudging.new')}
        </ButtonLink>
      }
    >
      <QueryView query={query}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.edges.map(({ node }) => node));
          if (rows.length === 0) {
            return <Note title={t('rejudging.noneTitle')} text={t('rejudging.noneText')} />;
          }
          return (
            <>
              <DataTable
                label={t('rejudging.heading')}
                head={
                  <>
                    <th scope="col">#</th>
                    <th scope="col">{t('rejudging.reason')}</th>
                    <th scope="col">{t('rejudging.state')}</th>
                    <th scope="col" data-align="end">
                      {t('rejudging.progress')}
                    </th>
                    <th scope="col" data-align="end">
                      {t('rejudging.changed')}
                    </th>
                    <th scope="col" data-minor>
                      {t('rejudging.by')}
                    </th>
                    <th scope="col" data-minor>
                      {t('submissions.columnWhen')}
                    </th>
                  </>
                }
              >
                {rows.map((row) => (
                  <tr key={row.id}>
                    <td>
                      <Link to="/manage/rejudgings/$id" params={{ id: row.number }}>
                        {row.number}
                      </Link>
                    </td>
                    <td data-wide>{row.reason || t('manage.noReason')}</td>
                    <td>
                      <Tag tone={row.state === 'READY' ? 'mark' : 'grey'}>
                        {t(`manage.rejudgingState.${row.state}`)}
                      </Tag>
                    </td>
                    <td data-align="end">
                      {row.finishedCount} / {row.submissionCount}
                    </td>
                    <td data-align="end">{row.changedCount}</td>
                    <td data-minor>{row.createdBy.username}</td>
                    <td data-minor data-dim>
                      {formatWhen(row.createdAt, i18n.language)}
                    </td>
                  </tr>
                ))}
              </DataTable>
              <LoadMore query={query} />
            </>
          );
        }}
      </QueryView>
    </Page>
  );
}
