import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { DiffView } from '@/components/diff/diff-view';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { Tag } from '@/components/tag/tag';
import { ActButton } from '@/features/manage/kit/form';
import {
  historyQuery,
  problemDiffQuery,
  type Problem,
  type Revision,
} from '@/features/manage/problems/api';
import { RestoreProblemPart } from '@/features/manage/problems/problems.gen';
import { formatWhen } from '@/lib/format';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

/** Files are put again and versions made live; only these go back by a click. */
const RESTORABLE = ['settings', 'statement', 'hints', 'editorial', 'template'];

/** Who changed what, newest first, with the difference to before, and the way back. */
export function HistoryPanel({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<number | null>(null);
  const query = useInfiniteQuery(historyQuery(problem.slug));
  return (
    <QueryView query={query}>
      {({ pages }) => {
        const revisions = pages.flatMap(({ edges }) => edges.map(({ node }) => node));
        if (revisions.length === 0) {
          return (
            <Note
              title={t('managedProblems.noHistoryTitle')}
              text={t('managedProblems.noHistoryText')}
            />
          );
        }
        // The first that one meets of a part is what stands now: nothing to go back to.
        const newest = new Map<string, number>();
        for (const { part, number } of revisions) {
          if (!newest.has(part)) newest.set(part, number);
        }
        return (
          <>
            <ol className={classes.items}>
              {revisions.map((revision) => (
                <RevisionItem
                  key={revision.id}
                  problem={problem}
                  revision={revision}
                  isNewest={newest.get(revision.part) === revision.number}
                  isShown={shown === revision.number}
                  onShow={() => setShown(shown === revision.number ? null : revision.number)}
                />
              ))}
            </ol>
            <LoadMore query={query} />
          </>
        );
      }}
    </QueryView>
  );
}

interface ItemProps {
  problem: Problem;
  revision: Revision;
  isNewest: boolean;
  isShown: boolean;
  onShow: () => void;
}

function RevisionItem({ problem, revision, isNewest, isShown, onShow }: ItemProps) {
  const { t, i18n } = useTranslation();
  const { number, part, actor, createdAt, summary, isBaseline } = revision;
  const [kind = '', language = ''] = part.split(':');
  const canRestore = !isNewest && RESTORABLE.includes(kind);
  return (
    <li className={classes.item}>
      <div className={classes.itemHead}>
        <span>
          <Tag>
            {t(`managedProblems.revisionOf.${kind as 'hints'}`)}
            {language !== '' && ` · ${language}`}
          </Tag>{' '}
          {isBaseline ? t('managedProblems.baseline') : summary}
        </span>
        <span className={classes.acts}>
          <span className={classes.dim}>
            #{number} · {actor?.username ?? t('managedProblems.byTheSite')} ·{' '}
            {formatWhen(createdAt, i18n.language)}
          </span>
          {!isBaseline && (
            <Button
              size="xs"
              variant="default"
              aria-expanded={isShown}
              aria-label={t('managedProblems.differenceOf', { number })}
              onClick={onShow}
            >
              {t('managedProblems.difference')}
            </Button>
          )}
          {canRestore && (
            <ActButton
              label={t('managedProblems.restore')}
              name={t('managedProblems.restoreTo', { number })}
              question={t('managedProblems.restoreQuestion')}
              act={() => request(RestoreProblemPart, { problemId: problem.id, revision: number })}
            />
          )}
        </span>
      </div>
      {isShown && <Difference problemId={problem.id} part={part} number={number} />}
    </li>
  );
}

interface DifferenceProps {
  problemId: string;
  part: string;
  number: number;
}

function Difference({ problemId, part, number }: DifferenceProps) {
  const { t } = useTranslation();
  const query = useQuery(problemDiffQuery(problemId, number - 1, number));
  return (
    <QueryView query={query}>
      {(all) => {
        const changes = all.filter((change) => change.part === part);
        return (
          <>
            {changes.length === 0 && (
              <p className={classes.dim}>{t('managedProblems.noDifference')}</p>
            )}
            {changes.map(({ field, before, after }) => (
              <div key={field}>
                <p className={classes.dim}>{field}</p>
                <DiffView
                  left={before ?? ''}
                  right={after ?? ''}
                  leftTitle={t('managedProblems.before')}
                  rightTitle={t('managedProblems.after')}
                />
              </div>
            ))}
          </>
        );
      }}
    </QueryView>
  );
}
