import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useLanguageNames } from '@/app/language-names';
import { useContest } from '@/app/pages/contests/use-contest';
import { BarChart } from '@/components/chart/bar-chart';
import { HourglassIcon } from '@/components/icons';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows, Note } from '@/components/states/states';
import { DataTable } from '@/components/table/table';
import { TabNav, tabLink } from '@/components/tab-nav/tab-nav';
import { VerdictBadge } from '@/components/verdict/verdict-badge';
import { statisticsQuery } from '@/features/standings/api/get-history';
import { ApiError } from '@/lib/api/errors';
import type { ContestStatistics } from '@/lib/api/types';
import { formatClock, formatPoints } from '@/lib/format';
import { isVerdict } from '@/lib/verdicts';

import classes from './statistics-page.module.css';

type Problem = ContestStatistics['problems'][number];

/** How a contest went, in figures and plots. */
export function StatisticsPage() {
  const { t } = useTranslation();
  const contest = useContest();
  const query = useQuery({ ...statisticsQuery(contest.slug), retry: false });
  if (query.data === undefined && query.error instanceof ApiError && query.error.status === 404) {
    return (
      <Note
        title={t('standings.noHistoryTitle')}
        text={t('standings.noHistoryText')}
        icon={<HourglassIcon />}
      />
    );
  }
  return (
    <QueryView query={query} loading={<LoadingRows rows={8} />}>
      {(statistics) => (
        <Statistics
          statistics={statistics}
          slug={contest.slug}
          isIcpc={contest.format === 'icpc'}
        />
      )}
    </QueryView>
  );
}

interface Props {
  statistics: ContestStatistics;
  slug: string;
  isIcpc: boolean;
}

function Statistics({ statistics, slug, isIcpc }: Props) {
  const { t } = useTranslation();
  const { problem: chosen } = useSearch({ from: '/contests/$slug/statistics' });
  const { problems } = statistics;
  const shown = problems.filter(({ label }) => chosen === undefined || label === chosen);
  const labels = (shown[0]?.timeline ?? []).map((_, at) => formatClock(at * statistics.bucket_ms));
  const sum = (part: 'accepted' | 'others') =>
    labels.map((_, at) => shown.reduce((all, one) => all + (one.timeline[at]?.[part] ?? 0), 0));
  return (
    <div className={classes.page}>
      <dl className={classes.figures}>
        <Figure name={t('standings.entriesFigure')} value={statistics.entries} />
        <Figure name={t('standings.triedFigure')} value={statistics.entries_that_tried} />
        <Figure name={t('standings.submissionsFigure')} value={statistics.submissions} />
      </dl>
      <div className={classes.pair}>
        <BarChart
          title={t('standings.solvedDistribution')}
          labelsName={t('standings.solvedCount')}
          labels={statistics.solved_distribution.map(({ solved }) => String(solved))}
          series={[
            {
              name: t('standings.entriesFigure'),
              tone: 'accent',
              values: statistics.solved_distribution.map(({ entries }) => entries),
            },
          ]}
        />
        <ProblemTable problems={problems} isIcpc={isIcpc} />
      </div>
      <section aria-label={t('standings.byProblem')}>
        <TabNav label={t('standings.byProblem')}>
          <Link
            to="/contests/$slug/statistics"
            params={{ slug }}
            className={tabLink}
            activeOptions={EXACT}
          >
            {t('standings.allProblems')}
          </Link>
          {problems.map(({ label }) => (
            <Link
              key={label}
              to="/contests/$slug/statistics"
              params={{ slug }}
              search={{ problem: label }}
              className={tabLink}
              activeOptions={EXACT}
              resetScroll={false}
            >
              {label}
            </Link>
          ))}
        </TabNav>
        <div className={classes.plots}>
          <BarChart
            title={t('standings.timeline')}
            labelsName={t('standings.timeSinceStart')}
            labels={labels}
            series={[
              { name: t('standings.accepted'), tone: 'green', values: sum('accepted') },
              { name: t('standings.others'), tone: 'slate', values: sum('others') },
            ]}
          />
          <Verdicts problems={shown} />
          <Languages problems={shown} />
        </div>
      </section>
    </div>
  );
}

const EXACT = { exact: true, includeSearch: true } as const;

function Figure({ name, value }: { name: string; value: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value.toLocaleString()}</dd>
    </div>
  );
}

function ProblemTable({ problems, isIcpc }: { problems: readonly Problem[]; isIcpc: boolean }) {
  const { t } = useTranslation();
  return (
    <DataTable
      label={t('standings.byProblem')}
      head={
        <>
          <th scope="col">{t('standings.problem')}</th>
          <th scope="col" data-align="end">
            {t('standings.submissionsFigure')}
          </th>
          <th scope="col" data-align="end">
            {t('standings.triedFigure')}
          </th>
          <th scope="col" data-align="end">
            {t('standings.solvedFigure')}
          </th>
          <th scope="col" data-align="end">
            {t('standings.firstSolved')}
          </th>
          {!isIcpc && (
            <th scope="col" data-align="end">
              {t('standings.meanScore')}
            </th>
          )}
        </>
      }
    >
      {problems.map((one) => (
        <tr key={one.ordinal}>
          <th scope="row">{one.label}</th>
          <td data-align="end">{one.submissions}</td>
          <td data-align="end">{one.tried}</td>
          <td data-align="end">
            {one.solved}
            {one.tried > 0 && ` (${Math.round((100 * one.solved) / one.tried)} %)`}
          </td>
          <td data-align="end">
            {one.first_solved_ms === null ? t('unit.none') : formatClock(one.first_solved_ms)}
          </td>
          {!isIcpc && (
            <td data-align="end">
              {one.mean_score === null ? t('unit.none') : formatPoints(one.mean_score)}
            </td>
          )}
        </tr>
      ))}
    </DataTable>
  );
}

function tally(counts: readonly Record<string, number>[]): [string, number][] {
  const all = new Map<string, number>();
  for (const one of counts) {
    for (const [name, count] of Object.entries(one)) all.set(name, (all.get(name) ?? 0) + count);
  }
  return [...all].sort(([, one], [, other]) => other - one);
}

function Verdicts({ problems }: { problems: readonly Problem[] }) {
  const { t } = useTranslation();
  const counts = tally(problems.map(({ verdicts }) => verdicts));
  return (
    <ShareList
      title={t('standings.verdicts')}
      counts={counts}
      nameOf={(verdict) =>
        isVerdict(verdict) ? <VerdictBadge verdict={verdict} isShort /> : verdict
      }
    />
  );
}

function Languages({ problems }: { problems: readonly Problem[] }) {
  const { t } = useTranslation();
  const names = useLanguageNames();
  const counts = tally(problems.map(({ languages }) => languages));
  return (
    <ShareList
      title={t('standings.languages')}
      counts={counts}
      nameOf={(language) => names.get(language) ?? language}
    />
  );
}

function ShareList({
  title,
  counts,
  nameOf,
}: {
  title: string;
  counts: readonly [string, number][];
  nameOf: (name: string) => ReactNode;
}) {
  const total = counts.reduce((sum, [, count]) => sum + count, 0);
  return (
    <section className={classes.shares} aria-label={title}>
      <h2>{title}</h2>
      <ul>
        {counts.map(([name, count]) => (
          <li key={name}>
            <span>{nameOf(name)}</span>
            <meter min={0} max={total} value={count} aria-hidden="true" />
            <span className={classes.count}>{count}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
