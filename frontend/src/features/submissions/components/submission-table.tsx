import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { DataTable } from '@/components/table/table';
import { OutcomeBadge } from '@/components/verdict/verdict-badge';
import { isPartial, Points } from '@/features/submissions/components/points';
import type { Submission } from '@/lib/api/types';
import { formatMemory, formatMoment, formatSize, formatTime, formatWhen } from '@/lib/format';

interface Props {
  submissions: readonly Submission[];
  /** From id to name; an id without a name is shown as it is. */
  languageNames: ReadonlyMap<string, string>;
  /** Left out where all are of one problem. */
  hasProblem?: boolean;
  /** Whether each leads to what has changed since the one before it: all are of one problem. */
  hasChanges?: boolean;
}

export function SubmissionTable({
  submissions,
  languageNames,
  hasProblem = true,
  hasChanges = false,
}: Props) {
  const { t, i18n } = useTranslation();
  return (
    <DataTable
      label={t('submissions.heading')}
      head={
        <>
          <th scope="col">{t('submissions.columnWhen')}</th>
          {hasProblem && <th scope="col">{t('submissions.columnProblem')}</th>}
          <th scope="col">{t('submissions.columnVerdict')}</th>
          <th scope="col" data-minor>
            {t('submissions.columnLanguage')}
          </th>
          <th scope="col" data-align="end">
            {t('submissions.columnTime')}
          </th>
          <th scope="col" data-align="end" data-minor>
            {t('submissions.columnMemory')}
          </th>
          {hasChanges ? (
            <th scope="col">{t('submissions.columnChanges')}</th>
          ) : (
            <th scope="col" data-align="end" data-minor>
              {t('submissions.columnSize')}
            </th>
          )}
        </>
      }
    >
      {submissions.map((submission, at) => (
        <tr key={submission.id} data-testid="submission-row">
          <td>
            <Link
              to="/submissions/$id"
              params={{ id: submission.id }}
              aria-label={`${t('submissions.open', { id: submission.id })}: ${formatWhen(submission.created_at, i18n.language)}`}
              title={formatMoment(submission.created_at, i18n.language)}
            >
              {formatWhen(submission.created_at, i18n.language)}
            </Link>
          </td>
          {hasProblem && (
            <td data-wide>
              <Link to="/problems/$slug" params={{ slug: submission.problem.slug }}>
                {submission.problem.title}
              </Link>
            </td>
          )}
          <td>
            <OutcomeBadge
              state={submission.state}
              verdict={submission.verdict}
              isPartial={isPartial(submission)}
            />{' '}
            <Points score={submission.score} max_score={submission.max_score} />
          </td>
          <td data-dim data-minor>
            {languageNames.get(submission.language) ?? submission.language}
          </td>
          <td data-align="end">
            {formatTime(t, wasRun(submission) ? submission.cpu_time_ms : null)}
          </td>
          <td data-align="end" data-minor>
            {formatMemory(t, wasRun(submission) ? submission.memory_kib : null)}
          </td>
          {hasChanges ? (
            <td>
              <Changes id={submission.id} before={submissions[at + 1]?.id} />
            </td>
          ) : (
            <td data-align="end" data-dim data-minor>
              {formatSize(t, submission.source_bytes)}
            </td>
          )}
        </tr>
      ))}
    </DataTable>
  );
}

function Changes({ id, before }: { id: number; before: number | undefined }) {
  const { t } = useTranslation();
  if (before === undefined) return null;
  return (
    <Link
      to="/submissions/$id"
      params={{ id }}
      search={{ compare: before }}
      aria-label={t('submissions.changesOf', { id, before })}
    >
      {t('submissions.changes')}
    </Link>
  );
}

/** What did not compile used nothing, and a zero would say otherwise. */
function wasRun({ verdict }: Submission): boolean {
  return verdict !== 'CE' && verdict !== 'CTL';
}
