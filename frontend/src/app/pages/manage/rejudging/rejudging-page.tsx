import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { ConfirmDialog } from '@/components/confirm-dialog/confirm-dialog';
import { Page, Section } from '@/components/page/page';
import { QueryView } from '@/components/states/query-view';
import { DataTable } from '@/components/table/table';
import { Tag } from '@/components/tag/tag';
import { VerdictBadge } from '@/components/verdict/verdict-badge';
import form from '@/features/manage/kit/inputs.module.css';
import { Complaint } from '@/features/manage/kit/form';
import { useSave } from '@/features/manage/kit/use-save';
import { VERDICT_CODES } from '@/features/manage/kit/verdict-codes';
import {
  isJudged,
  previewQuery,
  rejudgingQuery,
  type Cell,
  type Detail,
  type Part,
} from '@/features/manage/rejudging/api';
import { Effects } from '@/features/manage/rejudging/effects';
import { cellKey, Matrix } from '@/features/manage/rejudging/matrix';
import {
  ApplyRejudging,
  CancelRejudging,
  CatchUpRejudging,
  RejudgingProgress,
} from '@/features/manage/rejudging/rejudging.gen';
import { request } from '@/lib/graphql/request';
import { nodeId } from '@/lib/graphql/node-id';
import { useSubscription } from '@/lib/graphql/subscribe';

export function RejudgingPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/personal/manage/rejudgings/$id' });
  const query = useQuery(rejudgingQuery(id));
  const client = useQueryClient();
  const isOver = isJudged(query.data?.state);
  const anew = () => void client.invalidateQueries({ queryKey: ['manage', 'rejudging', id] });
  useSubscription(RejudgingProgress, isOver ? null : { id: nodeId('Rejudging', id) }, {
    onNews: anew,
    onOpen: anew,
  });
  return (
    <Page
      title={t('rejudging.one', { id })}
      crumbs={[
        <Link key="all" to="/manage/rejudgings">
          {t('rejudging.heading')}
        </Link>,
      ]}
    >
      <QueryView query={query}>
        {(rejudging) => (
          <>
            <Progress rejudging={rejudging} />
            <Outcome rejudging={rejudging} />
            <Changed rejudging={rejudging} />
            <Unstable rejudging={rejudging} />
          </>
        )}
      </QueryView>
    </Page>
  );
}

function Progress({ rejudging }: { rejudging: Detail }) {
  const { t } = useTranslation();
  const { finishedCount, submissionCount, state } = rejudging;
  return (
    <>
      <p>
        <Tag tone={state === 'READY' ? 'mark' : 'grey'}>{t(`manage.rejudgingState.${state}`)}</Tag>{' '}
        {rejudging.reason || t('manage.noReason')}{' '}
        <span className={form.dim}>
          {t('rejudging.startedBy', { name: rejudging.createdBy.username })}
          {rejudging.endedBy !== null &&
            t('rejudging.endedBy', { name: rejudging.endedBy.username })}
        </span>
      </p>
      <p role="status">
        {t('rejudging.finished', { done: finishedCount, count: submissionCount })}{' '}
        {t('rejudging.changedCount', { count: rejudging.changedCount })}
        {rejudging.repeatCount > 1 && (
          <>
            {' '}
            {t('rejudging.unstableCount', {
              count: rejudging.unstableCount,
              times: rejudging.repeatCount,
            })}
          </>
        )}
      </p>
      {!isJudged(state) && (
        <progress
          className={form.bar}
          aria-label={t('rejudging.progress')}
          max={Math.max(1, submissionCount)}
          value={finishedCount}
        />
      )}
    </>
  );
}

function Outcome({ rejudging }: { rejudging: Detail }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const isOpen = !['APPLIED', 'CANCELLED'].includes(rejudging.state);
  const stand = `${rejudging.state} ${rejudging.finishedCount}`;
  const whole = useQuery({
    ...previewQuery(rejudging.number, null, stand),
    placeholderData: keepPreviousData,
  });
  const part = whole.data === undefined ? null : partOf(whole.data.matrix, chosen);
  const narrowed = useQuery({
    ...previewQuery(rejudging.number, part, stand),
    placeholderData: keepPreviousData,
  });
  const toggle = (key: string) =>
    setChosen((current) => {
      const next = new Set(current);
      if (!next.delete(key)) next.add(key);
      return next;
    });
  return (
    <QueryView query={whole}>
      {(preview) => (
        <>
          <Section title={t('rejudging.matrix')}>
            <Matrix
              cells={preview.matrix}
              chosen={chosen}
              onToggle={rejudging.state === 'READY' ? toggle : null}
            />
          </Section>
          {isOpen && (
            <>
              <Section title={t('rejudging.effects')}>
                <QueryView query={narrowed}>{(found) => <Effects preview={found} />}</QueryView>
              </Section>
              <Acts rejudging={rejudging} part={part} missedCount={preview.missedCount} />
            </>
          )}
        </>
      )}
    </QueryView>
  );
}

/** The chosen cells as GraphQL takes them; null: all. */
function partOf(matrix: readonly Cell[], chosen: ReadonlySet<string>): Part | null {
  const cells = matrix.filter((cell) => chosen.has(cellKey(cell)));
  if (cells.length === 0) return null;
  return {
    cells: cells.map(({ oldVerdict, newVerdict }) => ({ oldVerdict, newVerdict })),
    submissions: [],
  };
}

interface ActsProps {
  rejudging: Detail;
  part: Part | null;
  missedCount: number;
}

function Acts({ rejudging: { id, state }, part, missedCount }: ActsProps) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<'apply' | 'cancel' | null>(null);
  const apply = useSave(() => request(ApplyRejudging, { id, part }));
  const cancel = useSave(() => request(CancelRejudging, { id }));
  const catchUp = useSave(() => request(CatchUpRejudging, { id }));
  const isReady = state === 'READY';
  return (
    <>
      <div className={form.row}>
        <Button disabled={!isReady} loading={apply.isPending} onClick={() => setAsked('apply')}>
          {t(part === null ? 'rejudging.applyAll' : 'rejudging.applyChosen')}
        </Button>
        <Button variant="danger" loading={cancel.isPending} onClick={() => setAsked('cancel')}>
          {t('rejudging.cancel')}
        </Button>
        {isReady && missedCount > 0 && (
          <Button variant="default" loading={catchUp.isPending} onClick={() => catchUp.mutate()}>
            {t('rejudging.catchUp', { count: missedCount })}
          </Button>
        )}
      </div>
      <Complaint error={apply.error ?? cancel.error ?? catchUp.error} />
      {asked !== null && (
        <ConfirmDialog
          title={t(`rejudging.askTitle.${asked}`)}
          text={t(`rejudging.askText.${asked}`)}
          confirmLabel={t(`rejudging.askYes.${asked}`)}
          cancelLabel={t('rejudging.back')}
          onConfirm={() => (asked === 'apply' ? apply : cancel).mutate()}
          onClose={() => setAsked(null)}
        />
      )}
    </>
  );
}

function Changed({ rejudging }: { rejudging: Detail }) {
  const { t } = useTranslation();
  const { edges, totalCount } = rejudging.changed;
  if (edges.length === 0) return null;
  return (
    <Section title={t('rejudging.changedOnes', { count: totalCount })}>
      <DataTable
        label={t('rejudging.changedOnes', { count: totalCount })}
        head={
          <>
            <th scope="col">#</th>
            <th scope="col">{t('rejudging.student')}</th>
            <th scope="col">{t('submissions.columnProblem')}</th>
            <th scope="col">{t('rejudging.before')}</th>
            <th scope="col">{t('rejudging.after')}</th>
            <th scope="col">{t('rejudging.fate')}</th>
          </>
        }
      >
        {edges.map(({ node }) => (
          <tr key={node.id}>
            <td>
              <Link to="/manage/submissions/$id" params={{ id: node.submission.number }}>
                {node.submission.number}
              </Link>
            </td>
            <td>{node.submission.user.username}</td>
            <td>{node.submission.problemSlug}</td>
            <td>
              <VerdictBadge verdict={VERDICT_CODES[node.oldVerdict]} isShort />{' '}
              {node.oldScore ?? ''}
            </td>
            <td>
              {node.newVerdict !== null && (
                <VerdictBadge verdict={VERDICT_CODES[node.newVerdict]} isShort />
              )}{' '}
              {node.newScore ?? ''}
            </td>
            <td>{node.fate !== null && t(`rejudging.fates.${node.fate}`)}</td>
          </tr>
        ))}
      </DataTable>
    </Section>
  );
}

function Unstable({ rejudging }: { rejudging: Detail }) {
  const { t } = useTranslation();
  const { edges } = rejudging.unstable;
  if (edges.length === 0) return null;
  return (
    <Section title={t('rejudging.unstable')}>
      <p className={form.dim}>{t('rejudging.unstableText')}</p>
      <ul className={form.links}>
        {edges.map(({ node }) => (
          <li key={node.id}>
            <Link to="/manage/submissions/$id" params={{ id: node.submission.number }}>
              #{node.submission.number}
            </Link>{' '}
            {node.submission.user.username} · {node.verdicts.join(', ')} · {node.cpuTimeMinMs}–
            {node.cpuTimeMaxMs} ms
          </li>
        ))}
      </ul>
    </Section>
  );
}
