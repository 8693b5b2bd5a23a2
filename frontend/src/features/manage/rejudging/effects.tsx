import { useTranslation } from 'react-i18next';

import { DataTable } from '@/components/table/table';
import form from '@/features/manage/kit/inputs.module.css';
import type { Preview } from '@/features/manage/rejudging/api';
import { formatPoints } from '@/lib/format';

type Standing = Preview['boardEffects'][number]['rows'][number]['before'];

/** What applying would change on boards and in grades. */
export function Effects({ preview }: { preview: Preview }) {
  const { t } = useTranslation();
  const { boardEffects, gradeEffects } = preview;
  const touched = boardEffects.filter(({ changedCount, isFinal }) => changedCount > 0 || isFinal);
  if (touched.length === 0 && gradeEffects.every(({ changedCount }) => changedCount === 0)) {
    return <p className={form.dim}>{t('rejudging.noEffects')}</p>;
  }
  return (
    <>
      {touched.map((board) => (
        <div key={board.problemSet}>
          <h3>{t('rejudging.board', { set: board.problemSet, count: board.changedCount })}</h3>
          {board.isFinal && <p>{t('rejudging.isFinal')}</p>}
          {board.rows.length > 0 && (
            <DataTable
              label={t('rejudging.board', { set: board.problemSet, count: board.changedCount })}
              head={
                <>
                  <th scope="col">{t('rejudging.team')}</th>
                  <th scope="col">{t('rejudging.before')}</th>
                  <th scope="col">{t('rejudging.after')}</th>
                </>
              }
            >
              {board.rows.map((row) => (
                <tr key={row.entry}>
                  <td data-wide>{row.name}</td>
                  <td>
                    <StandingText standing={row.before} />
                  </td>
                  <td>
                    <StandingText standing={row.after} />
                  </td>
                </tr>
              ))}
            </DataTable>
          )}
        </div>
      ))}
      {gradeEffects.map((grades) => (
        <p key={grades.problemSet}>
          {t('rejudging.grades', { set: grades.problemSet, count: grades.changedCount })}
        </p>
      ))}
    </>
  );
}

function StandingText({ standing }: { standing: Standing }) {
  const { t } = useTranslation();
  return (
    <>
      {t('rejudging.standing', {
        rank: standing.rank ?? '–',
        solved: standing.solved,
        score: formatPoints(standing.score),
      })}
    </>
  );
}
