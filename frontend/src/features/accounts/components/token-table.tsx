import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { ConfirmDialog } from '@/components/confirm-dialog/confirm-dialog';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows, Note } from '@/components/states/states';
import { DataTable } from '@/components/table/table';
import { Tag } from '@/components/tag/tag';
import { revokeToken, tokensQuery, type Token } from '@/features/accounts/api/tokens';
import { errorMessage } from '@/lib/error-message';
import { formatWhen } from '@/lib/format';

import classes from './settings.module.css';

export function TokenTable() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const query = useInfiniteQuery(tokensQuery);
  const [asked, setAsked] = useState<Token | null>(null);
  const revoke = useMutation({
    mutationFn: revokeToken,
    onSuccess: () => client.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });
  return (
    <QueryView query={query} loading={<LoadingRows rows={2} />}>
      {({ pages }) => {
        const tokens = pages.flatMap((page) => page.items);
        if (tokens.length === 0) {
          return <Note title={t('settings.noTokensTitle')} text={t('settings.noTokensText')} />;
        }
        return (
          <>
            <DataTable
              label={t('settings.tokens')}
              head={
                <>
                  <th scope="col">{t('settings.tokenName')}</th>
                  <th scope="col" data-minor>
                    {t('settings.tokenScopes')}
                  </th>
                  <th scope="col">{t('settings.tokenUsed')}</th>
                  <th scope="col">{t('settings.tokenExpires')}</th>
                  <th scope="col">{t('settings.action')}</th>
                </>
              }
            >
              {tokens.map((token) => (
                <Row key={token.id} token={token} onRevoke={() => setAsked(token)} />
              ))}
            </DataTable>
            <LoadMore query={query} />
            {revoke.isError && (
              <p className={classes.wrong} role="alert">
                {errorMessage(t, revoke.error)}
              </p>
            )}
            {asked !== null && (
              <ConfirmDialog
                title={t('settings.revokeTitle', { name: asked.name })}
                text={t('settings.revokeText')}
                confirmLabel={t('settings.revoke')}
                cancelLabel={t('settings.cancel')}
                onConfirm={() => revoke.mutate(asked.id)}
                onClose={() => setAsked(null)}
              />
            )}
          </>
        );
      }}
    </QueryView>
  );
}

function Row({ token, onRevoke }: { token: Token; onRevoke: () => void }) {
  const { t, i18n } = useTranslation();
  const { name, beginning, scopes, last_used_at, expires_at, revoked_at } = token;
  return (
    <tr>
      <td data-wide>
        {name} <span className={classes.hint}>{beginning}…</span>
      </td>
      <td data-dim data-minor>
        {scopes.length > 3 ? t('settings.scopeCount', { count: scopes.length }) : scopes.join(', ')}
      </td>
      <td data-dim>
        {last_used_at === null ? t('settings.never') : formatWhen(last_used_at, i18n.language)}
      </td>
      <td data-dim>{new Date(expires_at).toLocaleDateString(i18n.language)}</td>
      <td>
        {revoked_at === null ? (
          <Button size="xs" variant="danger" onClick={onRevoke}>
            {t('settings.revoke')}
          </Button>
        ) : (
          <Tag>{t('settings.revoked')}</Tag>
        )}
      </td>
    </tr>
  );
}
