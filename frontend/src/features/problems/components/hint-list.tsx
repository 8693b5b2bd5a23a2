import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { BulbIcon, LockIcon } from '@/components/icons';
import { RichText } from '@/components/rich-text/rich-text';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows } from '@/components/states/states';
import { hintsQuery, revealHint } from '@/features/problems/api/get-hints';
import { errorMessage } from '@/lib/error-message';

import classes from './hint-list.module.css';

/** Hints, one after the other: the next can be revealed, those behind it wait. */
export function HintList({ slug }: { slug: string }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const query = useQuery(hintsQuery(slug));
  const reveal = useMutation({
    mutationFn: revealHint,
    onSuccess: (shown) =>
      client.setQueryData(hintsQuery(slug).queryKey, (hints) =>
        hints?.map((hint) => (hint.ordinal === shown.ordinal ? shown : hint)),
      ),
  });
  return (
    <QueryView query={query} loading={<LoadingRows rows={3} />}>
      {(hints) => {
        const next = hints.find(({ is_revealed }) => !is_revealed)?.ordinal;
        return (
          <ol className={classes.hints}>
            {hints.map(({ ordinal, html }) => (
              <li key={ordinal} className={classes.hint}>
                <h2 className={classes.title}>
                  {html === null ? <LockIcon size={14} /> : <BulbIcon size={14} />}{' '}
                  {t('solve.hint', { number: ordinal })}
                </h2>
                {html !== null && <RichText html={html} />}
                {html === null && ordinal === next && (
                  <Button
                    size="sm"
                    variant="default"
                    loading={reveal.isPending}
                    onClick={() => reveal.mutate({ slug, ordinal })}
                  >
                    {t('solve.revealHint', { number: ordinal })}
                  </Button>
                )}
              </li>
            ))}
            {reveal.isError && <li role="alert">{errorMessage(t, reveal.error)}</li>}
          </ol>
        );
      }}
    </QueryView>
  );
}
