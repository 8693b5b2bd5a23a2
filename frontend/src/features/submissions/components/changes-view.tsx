import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { changedFiles, FilesDiff } from '@/components/diff/files-diff';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows } from '@/components/states/states';
import { submissionQuery } from '@/features/submissions/api/get-submission';
import type { SubmissionDetail } from '@/lib/api/types';

/** What has changed in the source since another submission of the same person. */
export default function ChangesView({
  submission,
  since,
}: {
  submission: SubmissionDetail;
  since: number;
}) {
  const { t } = useTranslation();
  const query = useQuery(submissionQuery(since));
  return (
    <QueryView query={query} loading={<LoadingRows rows={4} />}>
      {(other) =>
        changedFiles(other, submission).length === 0 ? (
          <p>{t('submission.unchanged')}</p>
        ) : (
          <FilesDiff
            left={other}
            right={submission}
            leftTitle={t('title.submission', { id: other.id })}
            rightTitle={t('title.submission', { id: submission.id })}
            testId="changes"
          />
        )
      }
    </QueryView>
  );
}
