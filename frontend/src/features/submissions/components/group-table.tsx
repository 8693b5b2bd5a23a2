import { useTranslation } from 'react-i18next';

import { DataTable } from '@/components/table/table';
import { VerdictBadge } from '@/components/verdict/verdict-badge';
import { Points } from '@/features/submissions/components/points';
import type { Group } from '@/lib/api/types';

/** What each subtask brought. */
export function GroupTable({ groups }: { groups: readonly Group[] }) {
  const { t } = useTranslation();
  if (groups.length === 0) return null;
  const offset = groups.filter((group) => group.is_sample).length;
  return (
    <DataTable
      label={t('points.subtasks')}
      head={
        <>
          <th scope="col">{t('points.subtask')}</th>
          <th scope="col">{t('submission.columnVerdict')}</th>
          <th scope="col">{t('points.points')}</th>
        </>
      }
    >
      {groups.map((group) => (
        <tr key={group.ordinal} data-testid="group-row">
          <td data-wide>
            {group.is_sample
              ? t('points.samples')
              : t('points.subtaskName', { number: group.ordinal - offset })}
          </td>
          <td>
            {group.verdict === null ? (
              <span>{t('points.notRun')}</span>
            ) : (
              <VerdictBadge verdict={group.verdict} />
            )}
          </td>
          <td>
            <Points score={group.score} max_score={group.max_score} />
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
