import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { useLanguageNames } from '@/app/language-names';
import { ButtonLink } from '@/components/button/button-link';
import { Page } from '@/components/page/page';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { DataTable } from '@/components/table/table';
import { Tag } from '@/components/tag/tag';
import { OutcomeBadge } from '@/components/verdict/verdict-badge';
import form from '@/features/manage/kit/inputs.module.css';
import { submissionsQuery, type Row } from '@/features/manage/submissions/api';
import { SORTS, type Choice, type Sort } from '@/features/manage/submissions/choice';
import { ChoiceForm } from '@/features/manage/submissions/choice-form';
import { SourceZip } from '@/features/manage/submissions/source-zip';
import { languagesQuery } from '@/features/problems/api/get-languages';
import { formatMemory, formatPoints, formatTime, formatWhen } from '@/lib/format';
import { isVerdict, SUBMISSION_STATES, type SubmissionState } from '@/lib/verdicts';

export function ManageSubmissionsPage() {
  const { t } = useTranslation();
  const { sort = 'newest', ...choice } = useSearch({ from: '/personal/manage/submissions' });
  const navigate = useNavigate();
  const { data: languages = [] } = useQuery(languagesQuery);
  const [picked, setPicked] = useState<readonly number[]>([]);
  const query = useInfiniteQuery({
    ...submissionsQuery(choice, sort),
    placeholderData: keepPreviousData,
  });
  const toSort = (next: Sort) =>
    void navigate({
      to: '/manage/submissions',
      search: { ...choice, sort: next === 'newest' ? undefined : next },
      replace: true,
    });
  return (
    <Page title={t('manageSubmissions.heading')}>
      <ChoiceForm
        key={JSON.stringify(choice)}
        choice={choice}
        languages={languages}
        submitLabel={t('manageSubmissions.search')}
        onChoose={(next) =>
          void navigate({
            to: '/manage/submissions',
            search: { ...next, sort: sort === 'newest' ? undefined : sort },
          })
        }
      >
        <label>
          {t('manageSubmissions.sort')}
          <select
            value={sort}
            onChange={({ currentTarget }) => toSort(currentTarget.value as Sort)}
          >
            {SORTS.map((one) => (
              <option key={one} value={one}>
                {t(`manageSubmissions.sorts.${one}`)}
              </option>
            ))}
          </select>
        </label>
      </ChoiceForm>
      <QueryView query={query}>
        {({ pages }) => {
          const rows = pages.flatMap((page) => page.edges.map(({ node }) => node));
          if (rows.length === 0) return <NoneFound />;
          return (
            <>
              <Acts choice={choice} total={pages[0]?.totalCount ?? 0} picked={picked} />
              <SubmissionTable rows={rows} picked={picked} onPick={setPicked} />
              <LoadMore query={query} />
            </>
          );
        }}
      </QueryView>
    </Page>
  );
}

interface ActsProps {
  choice: Choice;
  total: number;
  picked: readonly number[];
}

/** What can be done with all that were found, and with the two that were picked. */
function Acts({ choice, total, picked }: ActsProps) {
  const { t } = useTranslation();
  const [left, right] = picked;
  return (
    <div className={form.row}>
      <span className={form.dim} role="status">
        {t('manageSubmissions.found', { count: total })}
      </span>
      <SourceZip key={JSON.stringify(choice)} choice={choice} />
      <ButtonLink to="/manage/rejudgings/new" search={choice} size="sm" variant="default">
        {t('manageSubmissions.rejudge')}
      </ButtonLink>
      {left !== undefined && right !== undefined ? (
        <ButtonLink to="/manage/submissions/diff" search={{ left, right }} size="sm">
          {t('manageSubmissions.compare', { left, right })}
        </ButtonLink>
      ) : (
        <span className={form.dim}>{t('manageSubmissions.pickTwo')}</span>
      )}
    </div>
  );
}

interface TableProps {
  rows: readonly Row[];
  picked: readonly number[];
  onPick: (picked: readonly number[]) => void;
}

function SubmissionTable({ rows, picked, onPick }: TableProps) {
  const { t, i18n } = useTranslation();
  const names = useLanguageNames();
  const toggle = (number: number) =>
    onPick(
      picked.includes(number)
        ? picked.filter((one) => one !== number)
        : [...picked.slice(-1), number],
    );
  return (
    <DataTable
      label={t('manageSubmissions.heading')}
      head={
        <>
          <th scope="col">{t('manageSubmissions.pick')}</th>
          <th scope="col">#</th>
          <th scope="col" data-minor>
            {t('submissions.columnWhen')}
          </th>
          <th scope="col">{t('manageSubmissions.student')}</th>
          <th scope="col">{t('submissions.columnProblem')}</th>
          <th scope="col">{t('submissions.columnVerdict')}</th>
          <th scope="col" data-minor>
            {t('submissions.columnLanguage')}
          </th>
          <th scope="col" data-align="end" data-minor>
            {t('submissions.columnTime')}
          </th>
          <th scope="col" data-align="end" data-minor>
            {t('submissions.columnMemory')}
          </th>
        </>
      }
    >
      {rows.map((row) => (
        <tr key={row.id}>
          <td>
            <input
              type="checkbox"
              aria-label={t('manageSubmissions.pickOne', { number: row.number })}
              checked={picked.includes(row.number)}
              onChange={() => toggle(row.number)}
            />
          </td>
          <td>
            <Link to="/manage/submissions/$id" params={{ id: row.number }}>
              {row.number}
            </Link>
          </td>
          <td data-dim data-minor>
            {formatWhen(row.createdAt, i18n.language)}
          </td>
          <td>{row.user.displayName || row.user.username}</td>
          <td>{row.problemSlug}</td>
          <td>
            <Outcome row={row} />
          </td>
          <td data-minor data-dim>
            {names.get(row.language) ?? row.language}
          </td>
          <td data-align="end" data-minor>
            {formatTime(t, row.cpuTimeMs)}
          </td>
          <td data-align="end" data-minor>
            {formatMemory(t, row.memoryKib)}
          </td>
        </tr>
      ))}
    </DataTable>
  );
}

/** A submission's result, its points, and whether staff set it. */
export function Outcome({ row }: { row: Row }) {
  const { t } = useTranslation();
  const state = (SUBMISSION_STATES as readonly string[]).includes(row.state)
    ? (row.state as SubmissionState)
    : 'queued';
  return (
    <>
      <OutcomeBadge state={state} verdict={isVerdict(row.verdict) ? row.verdict : null} />{' '}
      {row.score !== null && row.maxScore !== null && (
        <span className={form.dim}>
          {t('points.of', { score: formatPoints(row.score), max: formatPoints(row.maxScore) })}{' '}
        </span>
      )}
      {row.override !== null && <Tag tone="mark">{t('manageSubmissions.byHand')}</Tag>}
    </>
  );
}

function NoneFound() {
  const { t } = useTranslation();
  return (
    <Note
      title={t('submissions.noneFoundTitle')}
      text={t('manageSubmissions.noneText')}
      action={
        <ButtonLink to="/manage/submissions" size="sm" variant="default">
          {t('submissions.clearFilters')}
        </ButtonLink>
      }
    />
  );
}
