import { useTranslation } from 'react-i18next';

import { BarChart, type Series } from '@/components/chart/bar-chart';
import { verdictMarks } from '@/lib/design/tokens';
import type { Figures } from '@/features/manage/statistics/api';
import { VERDICTS } from '@/lib/verdicts';

import classes from './plots.module.css';

const TONES: Record<string, Series['tone']> = {
  green: 'green',
  red: 'red',
  orange: 'orange',
  indigo: 'indigo',
};

/** The figures as plots; each can be read as a table too. */
export function Plots({ figures }: { figures: Figures }) {
  const { t } = useTranslation();
  const languages = [...new Set(figures.verdicts.map(({ language }) => language))];
  const counted = VERDICTS.filter((verdict) =>
    figures.verdicts.some((one) => one.verdict === verdict),
  );
  const byLanguage = (verdict: string) =>
    languages.map(
      (language) =>
        figures.verdicts.find((one) => one.language === language && one.verdict === verdict)
          ?.count ?? 0,
    );
  const one = (name: string, values: readonly number[]): Series[] => [
    { name, tone: 'accent', values },
  ];
  return (
    <div className={classes.plots}>
      <BarChart
        title={t('figures.verdicts')}
        labels={languages}
        labelsName={t('submissions.columnLanguage')}
        series={counted.map((verdict) => ({
          name: t(`verdict.${verdict}`),
          tone: TONES[verdictMarks[verdict].tone] ?? 'slate',
          values: byLanguage(verdict),
        }))}
      />
      <BarChart
        title={t('figures.times')}
        labels={figures.cpuTimes.map(({ fromMs, toMs }) =>
          toMs === null ? `≥ ${fromMs}` : `< ${toMs}`,
        )}
        labelsName={t('figures.milliseconds')}
        series={one(
          t('figures.solutions'),
          figures.cpuTimes.map(({ count }) => count),
        )}
      />
      <BarChart
        title={t('figures.scores')}
        labels={figures.scores.map(({ fromPercent, toPercent }) => `${fromPercent}–${toPercent}`)}
        labelsName={t('figures.percent')}
        series={one(
          t('figures.people'),
          figures.scores.map(({ count }) => count),
        )}
      />
      <BarChart
        title={t('figures.days')}
        labels={figures.days.map(({ day }) => day.slice(5))}
        labelsName={t('figures.day')}
        series={[
          {
            name: t('figures.solved'),
            tone: 'green',
            values: figures.days.map(({ solved }) => solved),
          },
          {
            name: t('figures.others'),
            tone: 'slate',
            values: figures.days.map(({ submissions, solved }) => submissions - solved),
          },
        ]}
      />
      <BarChart
        title={t('figures.hours')}
        labels={figures.hours.map((_, hour) => `${hour}`)}
        labelsName={t('figures.hour')}
        series={one(t('figures.submissions'), figures.hours)}
      />
      {figures.solveCurves.map(({ problemSlug, points }) => (
        <BarChart
          key={problemSlug}
          title={t('figures.curve', { problem: problemSlug })}
          labels={points.map(({ minutes }) => `${minutes}`)}
          labelsName={t('figures.minutes')}
          series={one(
            t('figures.solvedBy'),
            points.map(({ solved }) => solved),
          )}
        />
      ))}
    </div>
  );
}
