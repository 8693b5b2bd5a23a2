import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { DataTable } from '@/components/table/table';
import { FavouriteButton } from '@/features/problems/components/favourite-button';
import { Level } from '@/features/problems/components/level';
import { SolvedMark } from '@/features/problems/components/solved-mark';
import { useTagNames } from '@/features/problems/use-tag-names';
import type { MarkedProblem, ProblemListItem } from '@/lib/api/types';

import classes from './problem-table.module.css';

interface Props {
  /** Without marks for visitors, of whom nothing is known. */
  problems: readonly (ProblemListItem | MarkedProblem)[];
}

export function ProblemTable({ problems }: Props) {
  const { t, i18n } = useTranslation();
  const tagNames = useTagNames();
  const hasStanding = problems.some((problem) => 'solved' in problem);
  return (
    <DataTable
      label={t('problems.heading')}
      head={
        <>
          {hasStanding && <th scope="col">{t('problems.columnState')}</th>}
          <th scope="col">{t('problems.columnTitle')}</th>
          <th scope="col">{t('problems.columnLevel')}</th>
          <th scope="col" data-align="end" data-minor>
            {t('problems.columnSolvers')}
          </th>
          <th scope="col" data-align="end" data-minor>
            {t('problems.columnAcceptance')}
          </th>
          {hasStanding && <th scope="col">{t('problems.columnFavourite')}</th>}
        </>
      }
    >
      {problems.map((problem) => {
        const title = problem.titles[i18n.language] ?? problem.title;
        return (
          <tr key={problem.slug} data-testid="problem-row">
            {hasStanding && (
              <td>
                <SolvedMark solved={'solved' in problem ? problem.solved : null} />
              </td>
            )}
            <td data-wide>
              <div className={classes.name}>
                <Link to="/problems/$slug" params={{ slug: problem.slug }} preload="intent">
                  {title}
                </Link>
                {problem.tags.length > 0 && (
                  <ul className={classes.tags} aria-label={t('problems.tags')}>
                    {problem.tags.map((slug) => (
                      <li key={slug}>{tagNames.get(slug) ?? slug}</li>
                    ))}
                  </ul>
                )}
              </div>
            </td>
            <td>
              <Level level={problem.difficulty} />
            </td>
            <td data-align="end" data-dim data-minor>
              {problem.solver_count.toLocaleString(i18n.language)}
            </td>
            <td data-align="end" data-dim data-minor>
              {problem.acceptance_rate === null
                ? t('unit.none')
                : problem.acceptance_rate.toLocaleString(i18n.language, { style: 'percent' })}
            </td>
            {hasStanding && (
              <td>
                {'is_favourite' in problem && (
                  <FavouriteButton
                    slug={problem.slug}
                    title={title}
                    isFavourite={problem.is_favourite}
                  />
                )}
              </td>
            )}
          </tr>
        );
      })}
    </DataTable>
  );
}
