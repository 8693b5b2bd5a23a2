import { useInfiniteQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { useMe } from '@/app/session';
import { Page } from '@/components/page/page';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { DataTable } from '@/components/table/table';
import { Tag } from '@/components/tag/tag';
import { leaderboardQuery } from '@/features/statistics/api/leaderboard';
import { ApiError } from '@/lib/api/errors';
import { formatWhen } from '@/lib/format';

export function LeaderboardPage() {
  const { t, i18n } = useTranslation();
  const me = useMe();
  const query = useInfiniteQuery(leaderboardQuery);
  if (query.error instanceof ApiError && query.error.status === 404) {
    return (
      <Page title={t('statistics.leaderboard')}>
        <Note title={t('statistics.noBoardTitle')} text={t('statistics.noBoardText')} />
      </Page>
    );
  }
  return (
    <Page title={t('statistics.leaderboard')}>
      <p>{t('statistics.boardLead')}</p>
      <QueryView query={query}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.items);
          if (rows.length === 0) {
            return <Note title={t('statistics.emptyTitle')} text={t('statistics.emptyText')} />;
          }
          return (
            <>
              <DataTable
                label={t('statistics.leaderboard')}
                head={
                  <>
                    <th scope="col" data-align="end">
                      {t('statistics.rank')}
                    </th>
                    <th scope="col">{t('statistics.name')}</th>
                    <th scope="col" data-align="end">
                      {t('statistics.solved')}
                    </th>
                    <th scope="col" data-minor>
                      {t('statistics.last')}
                    </th>
                  </>
                }
              >
                {rows.map(({ rank, username, display_name, solved_count, last_solved_at }) => (
                  <tr key={username}>
                    <td data-align="end">{rank}</td>
                    <td data-wide>
                      {display_name || username}{' '}
                      {username === me?.username && <Tag tone="mark">{t('statistics.you')}</Tag>}
                    </td>
                    <td data-align="end">{solved_count}</td>
                    <td data-dim data-minor>
                      {last_solved_at === null
                        ? t('unit.none')
                        : formatWhen(last_solved_at, i18n.language)}
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
