import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import form from '@/features/manage/kit/inputs.module.css';
import { Complaint } from '@/features/manage/kit/form';
import { useSave } from '@/features/manage/kit/use-save';
import { archiveQuery, choiceInput, isUnderWay } from '@/features/manage/submissions/api';
import type { Choice } from '@/features/manage/submissions/choice';
import { CreateSourceArchive } from '@/features/manage/submissions/submissions.gen';
import { request } from '@/lib/graphql/request';

/** All chosen sources in a zip, which is packed in the background. */
export function SourceZip({ choice }: { choice: Choice }) {
  const { t } = useTranslation();
  const [id, setId] = useState<string | null>(null);
  const start = useSave(
    () => request(CreateSourceArchive, { choice: choiceInput(choice) }),
    ({ createSourceArchive }) => setId(createSourceArchive.id),
  );
  return (
    <div className={form.row}>
      <Button size="sm" variant="default" loading={start.isPending} onClick={() => start.mutate()}>
        {t('zip.start')}
      </Button>
      {id !== null && <Progress id={id} />}
      <Complaint error={start.error} />
    </div>
  );
}

function Progress({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data, error } = useQuery(archiveQuery(id));
  if (error !== null) return <Complaint error={error} />;
  if (isUnderWay(data?.state)) {
    return (
      <span role="status" className={form.dim}>
        {t('zip.packing', { done: data?.doneSteps ?? 0, total: data?.totalSteps ?? 0 })}
      </span>
    );
  }
  if (data?.state !== 'done') {
    return <span role="alert">{data?.message}</span>;
  }
  return (
    <a href={`/api/v1/source-archives/${data.number}`} download>
      {t('zip.download', { count: data.submissionCount })}
    </a>
  );
}
