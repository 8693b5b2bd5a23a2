import { useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';

import { calendarOf } from '@/features/statistics/calendar';

import classes from './heat-map.module.css';

interface Props {
  first: string;
  last: string;
  days: readonly { day: string; submission_count: number }[];
}

const CELL = 12;
const TOP = 16;

/** A year of days, the fuller the more one handed in; the same is said in words. */
export function HeatMap({ first, last, days }: Props) {
  const { t, i18n } = useTranslation();
  const cells = calendarOf(
    first,
    last,
    new Map(days.map(({ day, submission_count }) => [day, submission_count])),
  );
  const weeks = (cells.at(-1)?.week ?? 0) + 1;
  const months = cells.filter(({ day, week }) => day.endsWith('-01') && week < weeks - 1);
  const total = days.reduce((sum, day) => sum + day.submission_count, 0);
  const frame = useRef<HTMLDivElement>(null);
  // Where a year is wider than the screen, it begins with what is newest.
  useLayoutEffect(() => {
    if (frame.current !== null) frame.current.scrollLeft = frame.current.scrollWidth;
  }, []);
  const label = t('statistics.yearInWords', { count: total, days: days.length });
  const dated = (day: string) =>
    new Date(`${day}T00:00:00`).toLocaleDateString(i18n.language, { dateStyle: 'medium' });
  return (
    // What scrolls must take focus.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={frame} className={classes.frame} role="group" aria-label={label} tabIndex={0}>
      <svg
        className={classes.map}
        viewBox={`0 0 ${weeks * CELL} ${TOP + 7 * CELL}`}
        role="img"
        aria-label={label}
      >
        {months.map(({ day, week }) => (
          <text key={day} className={classes.month} x={week * CELL} y={TOP - 6}>
            {new Date(`${day}T00:00:00`).toLocaleDateString(i18n.language, { month: 'short' })}
          </text>
        ))}
        {cells.map(({ day, week, weekday, count, heat }) => (
          <rect
            key={day}
            data-heat={heat}
            x={week * CELL}
            y={TOP + weekday * CELL}
            width={CELL - 2}
            height={CELL - 2}
            rx={2}
          >
            <title>{`${dated(day)}: ${t('statistics.submissions', { count })}`}</title>
          </rect>
        ))}
      </svg>
      <p className={classes.words}>{label}</p>
    </div>
  );
}
