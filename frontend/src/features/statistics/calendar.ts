const DAY_MS = 24 * 3600 * 1000;
const DAYS_A_WEEK = 7;

export interface CalendarDay {
  /** As 2026-05-31. */
  day: string;
  /** Column of the week and row of the weekday, from 0; a week begins on Monday. */
  week: number;
  weekday: number;
  count: number;
  /** 0: nothing; 1 to 4: the more the higher. */
  heat: number;
}

const STEPS = [1, 3, 6, 10] as const;

/** Each day from the first to the last, with its place in a calendar of weeks. */
export function calendarOf(
  first: string,
  last: string,
  counts: ReadonlyMap<string, number>,
): CalendarDay[] {
  const start = Date.parse(`${first}T00:00:00Z`);
  const end = Date.parse(`${last}T00:00:00Z`);
  const offset = (new Date(start).getUTCDay() + DAYS_A_WEEK - 1) % DAYS_A_WEEK;
  const days: CalendarDay[] = [];
  for (let time = start, at = offset; time <= end; time += DAY_MS, at += 1) {
    const day = new Date(time).toISOString().slice(0, 10);
    const count = counts.get(day) ?? 0;
    days.push({
      day,
      week: Math.floor(at / DAYS_A_WEEK),
      weekday: at % DAYS_A_WEEK,
      count,
      heat: STEPS.filter((step) => count >= step).length,
    });
  }
  return days;
}
