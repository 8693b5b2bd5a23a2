import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { DataTable } from '@/components/table/table';
import { SolvedMark } from '@/features/problems/components/solved-mark';
import type { MarkedProblem, ProblemListItem } from '@/lib/api/types';
import { formatMemory, formatTimeLimit } from '@/lib/format';

interface Props {
  /** Without marks for visitors, of whom nothing is known. */
  problems: readonly (ProblemListItem | MarkedProblem)[];
}

export function ProblemTable({ problems }: Props) {
  const { t } = useTranslation();
  const hasStanding = problems.some((problem) => 'solved' in problem);
  return (
    <DataTable
      label={t('problems.heading')}
      head={
        <>
          {hasStanding && <th scope="col">{t('problems.columnState')}</th>}
          <th scope="col">{t('problems.columnTitle')}</th>
          <th scope="col" data-align="end">
            {t('problems.columnTime')}
          </th>
          <th scope="col" data-align="end">
            {t('problems.columnMemory')}
          </th>
        </>
      }
    >
      {problems.map((problem) => (
        <tr key={problem.slug}>
          {hasStanding && (
            <td>
              <SolvedMark solved={'solved' in problem ? problem.solved : null} />
            </td>
          )}
          <td data-wide>
            <Link to="/problems/$slug" params={{ slug: problem.slug }} preload="intent">
              {problem.title}
            </Link>
          </td>
          <td data-align="end" data-dim>
            {formatTimeLimit(t, problem.time_limit_ms)}
          </td>
          <td data-align="end" data-dim>
            {formatMemory(t, problem.memory_limit_kib)}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}
