import { useTranslation } from 'react-i18next';

import { DataTable } from '@/components/table/table';
import { VerdictBadge } from '@/components/verdict/verdict-badge';
import { runName } from '@/features/submissions/components/run-strip';
import type { Run } from '@/lib/api/types';
import { formatMemory, formatPoints, formatTime } from '@/lib/format';

import classes from './run-table.module.css';

export function RunTable({ runs }: { runs: readonly Run[] }) {
  const { t } = useTranslation();
  const hasPoints = runs.some((run) => run.score !== null);
  return (
    <DataTable
      label={t('submission.runs')}
      head={
        <>
          <th scope="col">{t('submission.columnTest')}</th>
          <th scope="col">{t('submission.columnVerdict')}</th>
          {hasPoints && (
            <th scope="col" data-align="end">
              {t('points.points')}
            </th>
          )}
          <th scope="col" data-align="end">
            {t('judging.time')}
          </th>
          <th scope="col" data-align="end">
            {t('judging.wallTime')}
          </th>
          <th scope="col" data-align="end">
            {t('judging.memory')}
          </th>
        </>
      }
    >
      {runs.map((run) => (
        <tr key={run.ordinal}>
          <td data-wide>
            {runName(t, run)}
            {run.team_message !== '' && (
              <span className={classes.message} data-testid="team-message">
                {run.team_message}
              </span>
            )}
          </td>
          <td>
            <VerdictBadge verdict={run.verdict} />
          </td>
          {hasPoints && (
            <td data-align="end">
              {run.score === null ? t('unit.none') : formatPoints(run.score)}
            </td>
          )}
          <td data-align="end">{formatTime(t, run.cpu_time_ms)}</td>
          <td data-align="end" data-dim>
            {formatTime(t, run.wall_time_ms)}
          </td>
          <td data-align="end">{formatMemory(t, run.memory_kib)}</td>
        </tr>
      ))}
    </DataTable>
  );
}
