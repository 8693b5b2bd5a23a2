import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { DataTable } from '@/components/table/table';
import { OwnMark } from '@/features/contests/components/own-mark';
import { ProblemChip } from '@/features/contests/components/problem-chip';
import { FRESH, type OwnState } from '@/features/contests/own-states';
import type { Contest, SetProblem } from '@/lib/api/types';
import { formatMemory, formatPoints, formatTimeLimit } from '@/lib/format';

interface Props {
  contest: Contest;
  problems: readonly SetProblem[];
  states: ReadonlyMap<string, OwnState>;
}

/** A contest's problems with one's own state. */
export function ContestProblems({ contest, problems, states }: Props) {
  const { t } = useTranslation();
  const hasPoints = contest.format !== 'icpc';
  return (
    <DataTable
      label={t('contests.problems')}
      head={
        <>
          <th scope="col">{t('contests.columnState')}</th>
          <th scope="col">{t('contests.columnLabel')}</th>
          <th scope="col">{t('contests.columnTitle')}</th>
          {hasPoints && (
            <th scope="col" data-align="end">
              {t('contests.columnPoints')}
            </th>
          )}
          <th scope="col" data-align="end">
            {t('contests.columnTries')}
          </th>
          <th scope="col" data-align="end" data-minor>
            {t('contests.columnTime')}
          </th>
          <th scope="col" data-align="end" data-minor>
            {t('contests.columnMemory')}
          </th>
        </>
      }
    >
      {problems.map((problem) => {
        const own = states.get(problem.slug) ?? FRESH;
        return (
          <tr key={problem.ordinal} data-testid="contest-problem">
            <td>
              <OwnMark state={own.state} />
            </td>
            <td>
              <ProblemChip label={problem.label} colour={problem.colour} />
            </td>
            <td data-wide>
              <Link
                to="/contests/$slug/problems/$label"
                params={{ slug: contest.slug, label: problem.label }}
                preload="intent"
              >
                {problem.title}
              </Link>
            </td>
            {hasPoints && (
              <td data-align="end">
                {own.score !== null && own.maxScore
                  ? `${formatPoints((own.score / own.maxScore) * problem.points)} / ${problem.points}`
                  : problem.points}
              </td>
            )}
            <td data-align="end" data-dim>
              {own.count > 0 ? own.count : t('unit.none')}
              {contest.max_submissions_per_problem !== null &&
                ` / ${contest.max_submissions_per_problem}`}
            </td>
            <td data-align="end" data-dim data-minor>
              {formatTimeLimit(t, problem.time_limit_ms)}
            </td>
            <td data-align="end" data-dim data-minor>
              {formatMemory(t, problem.memory_limit_kib)}
            </td>
          </tr>
        );
      })}
    </DataTable>
  );
}
