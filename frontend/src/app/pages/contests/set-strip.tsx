import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Countdown } from '@/components/countdown/countdown';
import { OwnMark } from '@/features/contests/components/own-mark';
import { FRESH, type OwnState } from '@/features/contests/own-states';
import type { SetProblem } from '@/lib/api/types';

import classes from './set-strip.module.css';

interface Props {
  title: string;
  back: ReactNode;
  problems: readonly SetProblem[];
  states: ReadonlyMap<string, OwnState>;
  /** The label of the problem that is shown. */
  current: string;
  /** What is counted down to; null: nothing is. */
  endsAt: string | null;
  linkTo: (problem: SetProblem, children: ReactNode) => ReactNode;
  aside?: ReactNode;
  note: string | null;
}

/** Above a problem of a set: the way back, the other problems with one's own state, and the time. */
export function SetStrip(props: Props) {
  const { title, back, problems, states, current, endsAt, linkTo, aside, note } = props;
  const { t } = useTranslation();
  return (
    <div className={classes.strip}>
      {back}
      <nav className={classes.problems} aria-label={t('contests.problemsOf', { title })}>
        {problems.map((problem) => {
          const { state } = states.get(problem.slug) ?? FRESH;
          return (
            <span key={problem.ordinal} data-current={problem.label === current || undefined}>
              {linkTo(
                problem,
                <>
                  <span title={problem.title}>{problem.label}</span>
                  <OwnMark state={state} size={12} />
                </>,
              )}
            </span>
          );
        })}
      </nav>
      {note !== null && <span className={classes.note}>{note}</span>}
      <span className={classes.aside}>
        {aside}
        {endsAt !== null && <Countdown to={endsAt} className={classes.left} />}
      </span>
    </div>
  );
}
