import type { Verdict } from '@/lib/verdicts';

/** GraphQL's enum names verdicts; everywhere else they go by their codes. */
export const VERDICT_CODES = {
  ACCEPTED: 'AC',
  WRONG_ANSWER: 'WA',
  TIME_LIMIT: 'TLE',
  WALL_TIME_LIMIT: 'WTL',
  MEMORY_LIMIT: 'MLE',
  OUTPUT_LIMIT: 'OLE',
  RUN_TIME_ERROR: 'RTE',
  COMPILE_ERROR: 'CE',
  COMPILE_TIME_LIMIT: 'CTL',
  JUDGING_ERROR: 'JE',
} as const satisfies Record<string, Verdict>;

export type VerdictName = keyof typeof VERDICT_CODES;

const NAMES = new Map<string, VerdictName>(
  Object.entries(VERDICT_CODES).map(([name, code]) => [code, name as VerdictName]),
);

export function verdictName(code: Verdict): VerdictName {
  return NAMES.get(code) ?? 'JUDGING_ERROR';
}
