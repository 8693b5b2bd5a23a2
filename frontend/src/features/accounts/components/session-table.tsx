import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows } from '@/components/states/states';
import { DataTable } from '@/components/table/table';
import { Tag } from '@/components/tag/tag';
import { endSessions, sessionsQuery } from '@/features/accounts/api/sessions';
import { browserName } from '@/features/accounts/browsers';
import { errorMessage } from '@/lib/error-message';
import { formatDateTime } from '@/lib/format';

import classes from './settings.module.css';

/** Where one is signed in, each with a way to end it. */
export function SessionTable() {
  const { t, i18n } = useTranslation();
  const client = useQueryClient();
  const query = useQuery(sessionsQuery);
  const end = useMutation({
    mutationFn: endSessions,
    onSuccess: (left) => client.setQueryData(sessionsQuery.queryKey, left),
  });
  return (
    <QueryView query={query} loading={<LoadingRows rows={2} />}>
      {(sessions) => {
        const others = sessions.filter(({ is_current }) => !is_current).map(({ id }) => id);
        return (
          <div className={`${classes.form} ${classes.wide}`}>
            <DataTable
              label={t('settings.sessions')}
              head={
                <>
                  <th scope="col">{t('settings.browser')}</th>
                  <th scope="col">{t('settings.address')}</th>
                  <th scope="col">{t('settings.since')}</th>
                  <th scope="col">{t('settings.action')}</th>
                </>
              }
            >
              {sessions.map(({ id, user_agent, ip, created_at, is_current }) => (
                <tr key={id}>
                  <td data-wide title={user_agent}>
                    {browserName(user_agent)}{' '}
                    {is_current && <Tag tone="green">{t('settings.thisOne')}</Tag>}
                  </td>
                  <td data-dim>{ip}</td>
                  <td data-dim>
                    {formatDateTime(new Date(created_at * 1000).toISOString(), i18n.language)}
                  </td>
                  <td>
                    {!is_current && (
                      <Button
                        size="xs"
                        variant="danger"
                        disabled={end.isPending}
                        onClick={() => end.mutate([id])}
                      >
                        {t('settings.endSession')}
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </DataTable>
            {others.length > 1 && (
              <div className={classes.actions}>
                <Button size="sm" variant="danger" onClick={() => end.mutate(others)}>
                  {t('settings.endOthers')}
                </Button>
              </div>
            )}
            {end.isError && (
              <p className={classes.wrong} role="alert">
                {errorMessage(t, end.error)}
              </p>
            )}
          </div>
        );
      }}
    </QueryView>
  );
}
