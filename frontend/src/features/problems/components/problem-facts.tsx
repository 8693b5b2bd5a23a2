import { useTranslation } from 'react-i18next';

import { ChipIcon, ClockIcon } from '@/components/icons';
import type { Problem } from '@/lib/api/types';
import { formatMemory, formatPoints, formatTimeLimit } from '@/lib/format';

import classes from './problem-facts.module.css';

/** The limits that a solution must keep, how many test cases it meets, and for how many points. */
export function ProblemFacts({ problem }: { problem: Problem }) {
  const { t } = useTranslation();
  return (
    <ul className={classes.facts}>
      <li>
        <ClockIcon size={13} /> <span>{t('problems.timeLimit')}</span>
        {formatTimeLimit(t, problem.time_limit_ms)}
      </li>
      <li>
        <ChipIcon size={13} /> <span>{t('problems.memoryLimit')}</span>
        {formatMemory(t, problem.memory_limit_kib)}
      </li>
      <li>{t('problems.testCases', { count: problem.test_case_count })}</li>
      {problem.max_score !== null && (
        <li>{t('points.some', { score: formatPoints(problem.max_score) })}</li>
      )}
    </ul>
  );
}
