import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { useLanguageNames } from '@/app/language-names';
import { ButtonLink } from '@/components/button/button-link';
import { BarChart } from '@/components/chart/bar-chart';
import { Page, Section } from '@/components/page/page';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows, Note } from '@/components/states/states';
import { useTagNames } from '@/features/problems/use-tag-names';
import { activityQuery, ownStatisticsQuery } from '@/features/statistics/api/own';
import { HeatMap } from '@/features/statistics/components/heat-map';
import type { components } from '@/lib/api/schema';

import classes from './statistics-page.module.css';

type Figures = components['schemas']['OwnStatistics'];

export function StatisticsPage() {
  const { t } = useTranslation();
  const figures = useQuery(ownStatisticsQuery);
  const activity = useQuery(activityQuery);
  return (
    <Page
      title={t('nav.statistics')}
      aside={<Link to="/leaderboard">{t('statistics.leaderboard')}</Link>}
    >
      <QueryView query={figures} loading={<LoadingRows rows={3} />}>
        {(data) => (data.submission_count === 0 ? <Nothing /> : <Numbers figures={data} />)}
      </QueryView>
      <Section title={t('statistics.year')}>
        <QueryView query={activity} loading={<LoadingRows rows={4} />}>
          {(year) => <HeatMap first={year.first} last={year.last} days={year.days} />}
        </QueryView>
      </Section>
      {figures.data !== undefined && figures.data.submission_count > 0 && (
        <Charts figures={figures.data} />
      )}
    </Page>
  );
}

function Nothing() {
  const { t } = useTranslation();
  return (
    <Note
      title={t('statistics.nothingTitle')}
      text={t('statistics.nothingText')}
      action={
        <ButtonLink to="/problems" size="sm">
          {t('nav.problems')}
        </ButtonLink>
      }
    />
  );
}

function Numbers({ figures }: { figures: Figures }) {
  const { t, i18n } = useTranslation();
  const numbers = [
    [t('statistics.solved'), figures.solved_count],
    [t('statistics.tried'), figures.tried_count],
    [t('statistics.handedIn'), figures.submission_count],
    [t('statistics.accepted'), figures.accepted_count],
  ] as const;
  return (
    <dl className={classes.numbers}>
      {numbers.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value.toLocaleString(i18n.language)}</dd>
        </div>
      ))}
    </dl>
  );
}

function Charts({ figures }: { figures: Figures }) {
  const { t } = useTranslation();
  const tagNames = useTagNames();
  const languageNames = useLanguageNames();
  const plots = [
    {
      title: t('statistics.byTag'),
      labelsName: t('statistics.tag'),
      rows: figures.solved_by_tag,
      name: (key: string) => tagNames.get(key) ?? key,
    },
    {
      title: t('statistics.byLevel'),
      labelsName: t('statistics.level'),
      rows: figures.solved_by_difficulty,
      name: (key: string) => (key === '0' ? t('statistics.unrated') : key),
    },
    {
      title: t('statistics.byLanguage'),
      labelsName: t('statistics.language'),
      rows: figures.submissions_by_language,
      name: (key: string) => languageNames.get(key) ?? key,
    },
  ];
  return (
    <div className={classes.charts}>
      {plots
        .filter(({ rows }) => rows.length > 0)
        .map(({ title, labelsName, rows, name }) => (
          <BarChart
            key={title}
            title={title}
            labelsName={labelsName}
            labels={rows.map(({ key }) => name(key))}
            series={[{ name: title, tone: 'accent', values: rows.map(({ count }) => count) }]}
          />
        ))}
    </div>
  );
}
