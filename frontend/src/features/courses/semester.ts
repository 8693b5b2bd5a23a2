import type { TFunction } from 'i18next';

import type { components } from '@/lib/api/schema';

type Semester = components['schemas']['SemesterOut'];

/** "Spring 2026"; empty for a course without a semester. */
export function semesterName(t: TFunction, { year, term }: Semester): string {
  if (year === null) return '';
  return term === null ? String(year) : t(`term.${term}`, { year });
}
