import type { TFunction } from 'i18next';

import type { AssignmentItem } from '@/lib/api/types';
import { formatDateTime } from '@/lib/format';

/** What happens to late work, in words. */
export function latePolicy(t: TFunction, assignment: AssignmentItem, locale: string): string {
  const { due_at: due, closes_at: closes, late_penalty_percent: percent } = assignment;
  if (Date.parse(closes) <= Date.parse(due)) return t('assignments.noLate');
  const until = formatDateTime(closes, locale);
  return percent === 0
    ? t('assignments.lateFree', { until })
    : t('assignments.latePenalty', { until, percent });
}
