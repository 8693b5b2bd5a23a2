import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { ConfirmDialog } from '@/components/confirm-dialog/confirm-dialog';
import { Page, Section } from '@/components/page/page';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { DataTable } from '@/components/table/table';
import { Tag } from '@/components/tag/tag';
import form from '@/features/manage/kit/inputs.module.css';
import { Complaint } from '@/features/manage/kit/form';
import { useSave } from '@/features/manage/kit/use-save';
import { checkQuery, isCompared, type Check } from '@/features/manage/plagiarism/api';
import { RemovePlagiarismCheck } from '@/features/manage/plagiarism/plagiarism.gen';
import { request } from '@/lib/graphql/request';

export function PlagiarismCheckPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/personal/manage/plagiarism/$id' });
  const query = useQuery(checkQuery(id));
  return (
    <Page
      title={t('plagiarism.one', { id })}
      crumbs={[
        <Link key="all" to="/manage/plagiarism">
          {t('plagiarism.heading')}
        </Link>,
      ]}
    >
      <QueryView query={query}>
        {(check) => (
          <>
            <Progress check={check} />
            {isCompared(check.state) && <Clusters check={check} />}
            <LeftOut check={check} />
            <Remove check={check} />
          </>
        )}
      </QueryView>
    </Page>
  );
}

function Progress({ check }: { check: Check }) {
  const { t } = useTranslation();
  return (
    <>
      <p role="status">
        {isCompared(check.state)
          ? check.message
          : t('plagiarism.comparing', { done: check.doneSteps, total: check.totalSteps })}
      </p>
      {!isCompared(check.state) && (
        <progress
          className={form.bar}
          aria-label={t('plagiarism.running')}
          max={Math.max(1, check.totalSteps)}
          value={check.doneSteps}
        />
      )}
    </>
  );
}

function Clusters({ check }: { check: Check }) {
  const { t } = useTranslation();
  if (check.clusters.length === 0) {
    return <Note title={t('plagiarism.nothingTitle')} text={t('plagiarism.nothingText')} />;
  }
  return check.clusters.map((cluster) => {
    const title = t('plagiarism.cluster', {
      number: cluster.ordinal,
      count: cluster.sourceCount,
      problem: cluster.problem?.slug ?? '–',
    });
    return (
      <Section key={cluster.id} title={title}>
        <DataTable
          label={title}
          head={
            <>
              <th scope="col">{t('plagiarism.pair')}</th>
              <th scope="col" data-align="end">
                {t('plagiarism.similarity')}
              </th>
              <th scope="col">{t('plagiarism.mark')}</th>
            </>
          }
        >
          {cluster.pairs.map((pair) => (
            <tr key={pair.id}>
              <td data-wide>
                <Link to="/manage/plagiarism/pairs/$id" params={{ id: pair.number }}>
                  {pair.left.user.username} – {pair.right.user.username}
                </Link>
              </td>
              <td data-align="end">{Math.round(pair.similarity * 100)} %</td>
              <td>
                <Tag tone={pair.mark === 'confirmed' ? 'red' : 'grey'}>
                  {t(`plagiarism.marks.${pair.mark as 'open'}`)}
                </Tag>
              </td>
            </tr>
          ))}
        </DataTable>
      </Section>
    );
  });
}

function LeftOut({ check }: { check: Check }) {
  const { t } = useTranslation();
  if (check.leftOut.length === 0) return null;
  return (
    <Section title={t('plagiarism.leftOut', { count: check.leftOut.length })}>
      <ul className={form.links}>
        {check.leftOut.map((one) => (
          <li key={one.submissionNumber}>
            <Link to="/manage/submissions/$id" params={{ id: one.submissionNumber }}>
              #{one.submissionNumber}
            </Link>{' '}
            {one.reason}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Remove({ check }: { check: Check }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [isAsked, setAsked] = useState(false);
  const remove = useSave(
    () => request(RemovePlagiarismCheck, { checkId: check.id }),
    () => navigate({ to: '/manage/plagiarism' }),
  );
  return (
    <p>
      <Button size="sm" variant="danger" loading={remove.isPending} onClick={() => setAsked(true)}>
        {t('plagiarism.remove')}
      </Button>
      <Complaint error={remove.error} />
      {isAsked && (
        <ConfirmDialog
          title={t('plagiarism.removeTitle')}
          text={t('plagiarism.removeText')}
          confirmLabel={t('plagiarism.remove')}
          cancelLabel={t('plagiarism.back')}
          onConfirm={() => remove.mutate()}
          onClose={() => setAsked(false)}
        />
      )}
    </p>
  );
}
