import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { Page } from '@/components/page/page';
import { QueryView } from '@/components/states/query-view';
import { Tag } from '@/components/tag/tag';
import form from '@/features/manage/kit/inputs.module.css';
import { Complaint } from '@/features/manage/kit/form';
import { useSave } from '@/features/manage/kit/use-save';
import { pairQuery, type Pair } from '@/features/manage/plagiarism/api';
import { PairView } from '@/features/manage/plagiarism/pair-view';
import { MarkPlagiarismPair } from '@/features/manage/plagiarism/plagiarism.gen';
import { request } from '@/lib/graphql/request';

export function PlagiarismPairPage() {
  const { t } = useTranslation();
  const { id } = useParams({ from: '/personal/manage/plagiarism/pairs/$id' });
  const query = useQuery(pairQuery(id));
  return (
    <Page
      title={t('plagiarism.pairOne', { id })}
      crumbs={[
        <Link key="all" to="/manage/plagiarism">
          {t('plagiarism.heading')}
        </Link>,
      ]}
    >
      <QueryView query={query}>
        {(pair) => (
          <>
            <Marking key={pair.mark + pair.note} pair={pair} />
            <PairView pair={pair} />
          </>
        )}
      </QueryView>
    </Page>
  );
}

function Marking({ pair }: { pair: Pair }) {
  const { t } = useTranslation();
  const [note, setNote] = useState(pair.note);
  const save = useSave((mark: 'CONFIRMED' | 'DISMISSED' | 'OPEN') =>
    request(MarkPlagiarismPair, { pairId: pair.id, mark, note }),
  );
  return (
    <form className={form.form} onSubmit={(event) => event.preventDefault()}>
      <p>
        <strong>{t('plagiarism.alike', { percent: Math.round(pair.similarity * 100) })}</strong>{' '}
        <Tag tone={pair.mark === 'confirmed' ? 'red' : 'grey'}>
          {t(`plagiarism.marks.${pair.mark as 'open'}`)}
        </Tag>{' '}
        {pair.markedBy !== null && (
          <span className={form.dim}>
            {t('plagiarism.markedBy', { name: pair.markedBy.username })}
          </span>
        )}
      </p>
      <label data-wide>
        {t('plagiarism.note')}
        <textarea
          rows={2}
          value={note}
          onChange={({ currentTarget }) => setNote(currentTarget.value)}
        />
      </label>
      <Button size="sm" loading={save.isPending} onClick={() => save.mutate('CONFIRMED')}>
        {t('plagiarism.confirm')}
      </Button>
      <Button size="sm" variant="default" onClick={() => save.mutate('DISMISSED')}>
        {t('plagiarism.dismiss')}
      </Button>
      <Button size="sm" variant="subtle" onClick={() => save.mutate('OPEN')}>
        {t('plagiarism.reopen')}
      </Button>
      <Complaint error={save.error} />
    </form>
  );
}
