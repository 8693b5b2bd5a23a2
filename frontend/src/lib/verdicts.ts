/** The words for what came of a run or a submission, as the server's `judging.verdicts` has them. */
export const VERDICTS = ['AC', 'WA', 'TLE', 'WTL', 'MLE', 'OLE', 'RTE', 'CE', 'CTL', 'JE'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Where a submission stands. A state is never a verdict. */
export const SUBMISSION_STATES = ['queued', 'judging', 'done', 'cancelled'] as const;
export type SubmissionState = (typeof SUBMISSION_STATES)[number];

export function isVerdict(value: unknown): value is Verdict {
  return (VERDICTS as readonly unknown[]).includes(value);
}
