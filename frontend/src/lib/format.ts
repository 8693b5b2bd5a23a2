import type { TFunction } from 'i18next';

const KIB_PER_MIB = 1024;

/** A limit: whole seconds read as "2 s". */
export function formatTimeLimit(t: TFunction, ms: number): string {
  return ms % 1000 === 0 ? t('unit.seconds', { value: ms / 1000 }) : formatTime(t, ms);
}

/** A time that was used: below ten seconds milliseconds matter. */
export function formatTime(t: TFunction, ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return t('unit.none');
  if (ms >= 10_000) return t('unit.seconds', { value: (ms / 1000).toFixed(1) });
  return t('unit.milliseconds', { value: ms });
}

export function formatMemory(t: TFunction, kib: number | null | undefined): string {
  if (kib === null || kib === undefined) return t('unit.none');
  if (kib < KIB_PER_MIB) return t('unit.kibibytes', { value: kib });
  const mib = kib / KIB_PER_MIB;
  return t('unit.mebibytes', {
    value: Number.isInteger(mib) || mib >= 100 ? Math.round(mib) : mib.toFixed(1),
  });
}

export function formatSize(t: TFunction, bytes: number): string {
  if (bytes < 1024) return t('unit.bytes', { value: bytes });
  return t('unit.kibibytes', { value: (bytes / 1024).toFixed(1) });
}

/** Points: as many decimals as they need, at most two. */
export function formatPoints(points: number): string {
  return String(Math.round(points * 100) / 100);
}

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ['second', 60],
  ['minute', 60],
  ['hour', 24],
  ['day', 7],
];

/** "3 minutes ago" within a week, else the date. */
export function formatWhen(iso: string, locale: string, now: number = Date.now()): string {
  const then = new Date(iso);
  let value = Math.min(0, Math.round((then.getTime() - now) / 1000));
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  for (const [unit, size] of STEPS) {
    if (Math.abs(value) < size) return relative.format(value, unit);
    value = Math.round(value / size);
  }
  return then.toLocaleDateString(locale, { dateStyle: 'medium' });
}

export function formatMoment(iso: string, locale: string): string {
  return new Date(iso).toLocaleString(locale, { dateStyle: 'medium', timeStyle: 'medium' });
}

/** A date with its time, to the minute; the year only where it is another one. */
export function formatDateTime(iso: string, locale: string): string {
  const then = new Date(iso);
  const isThisYear = then.getFullYear() === new Date().getFullYear();
  return then.toLocaleString(locale, {
    year: isThisYear ? undefined : 'numeric',
    month: 'short',
    day: 'numeric',
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hour12: false,
  });
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

const two = (value: number) => String(value).padStart(2, '0');

/** What is left: "2:05:09", after whole days where there are any. */
export function formatLeft(t: TFunction, ms: number): string {
  const left = Math.max(0, ms);
  const days = Math.floor(left / DAY_MS);
  const hours = Math.floor((left % DAY_MS) / HOUR_MS);
  const minutes = Math.floor((left % HOUR_MS) / MINUTE_MS);
  const seconds = Math.floor((left % MINUTE_MS) / 1000);
  const clock = `${hours}:${two(minutes)}:${two(seconds)}`;
  return days > 0 ? `${t('unit.days', { value: days })} ${clock}` : clock;
}

/** How long something lasts, in words: "2 h 30 min". */
export function formatLength(t: TFunction, ms: number): string {
  const days = Math.floor(ms / DAY_MS);
  const hours = Math.floor((ms % DAY_MS) / HOUR_MS);
  const minutes = Math.round((ms % HOUR_MS) / MINUTE_MS);
  const parts = [
    days > 0 ? t('unit.days', { value: days }) : '',
    hours > 0 ? t('unit.hours', { value: hours }) : '',
    minutes > 0 ? t('unit.minutes', { value: minutes }) : '',
  ];
  return parts.filter((part) => part !== '').join(' ') || t('unit.minutes', { value: 0 });
}

/** A time since a contest's start, as scoreboards have it: "1:07" is an hour and seven minutes. */
export function formatClock(ms: number): string {
  return `${Math.floor(ms / HOUR_MS)}:${two(Math.floor((ms % HOUR_MS) / MINUTE_MS))}`;
}
