import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { historyQuery, problemDiffQuery, type Problem } from '@/features/manage/problems/api';
import { formatWhen } from '@/lib/format';

import classes from '@/features/manage/kit/kit.module.css';

/** Who changed what, newest first, with the difference to the revision before. */
export function HistoryPanel({ problem }: { problem: Problem }) {
  const { t, i18n } = useTranslation();
  const [shown, setShown] = useState<number | null>(null);
  const query = useQuery(historyQuery(problem.slug));
  return (
    <QueryView query={query}>
      {(revisions) =>
        revisions.length === 0 ? (
          <Note
            title={t('managedProblems.noHistoryTitle')}
            text={t('managedProblems.noHistoryText')}
          />
        ) : (
          <ol className={classes.items}>
            {[...revisions]
              .sort((a, b) => b.number - a.number)
              .map(({ id, number, part, actor, createdAt, summary }, index, all) => {
                const older = all[index + 1]?.number;
                return (
                  <li key={id} className={classes.item}>
                    <div className={classes.itemHead}>
                      <span>
                        <strong>#{number}</strong> <span className={classes.code}>{part}</span>{' '}
                        {summary}
                      </span>
                      <span className={classes.acts}>
                        <span className={classes.dim}>
                          {actor?.username} · {formatWhen(createdAt, i18n.language)}
                        </span>
                        {older !== undefined && (
                          <Button
                            size="xs"
                            variant="default"
                            aria-expanded={shown === number}
                            onClick={() => setShown(shown === number ? null : number)}
                          >
                            {t('managedProblems.difference')}
                          </Button>
                        )}
                      </span>
                    </div>
                    {shown === number && older !== undefined && (
                      <Difference problemId={problem.id} older={older} newer={number} />
                    )}
                  </li>
                );
              })}
          </ol>
        )
      }
    </QueryView>
  );
}

function Difference(props: { problemId: string; older: number; newer: number }) {
  const { t } = useTranslation();
  const query = useQuery(problemDiffQuery(props.problemId, props.older, props.newer));
  return (
    <QueryView query={query}>
      {(changes) => (
        <>
          {changes.length === 0 && (
            <p className={classes.dim}>{t('managedProblems.noDifference')}</p>
          )}
          {changes.map(({ part, field, before, after, diff }) => (
            <div key={`${part}.${field}`}>
              <p className={classes.dim}>
                {part} · {field}
              </p>
              <pre className={classes.diff}>
                {diff.length > 0 ? diff.join('\n') : `- ${before ?? ''}\n+ ${after ?? ''}`}
              </pre>
            </div>
          ))}
        </>
      )}
    </QueryView>
  );
}
