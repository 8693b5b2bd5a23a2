import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { ActButton, Panel } from '@/features/manage/kit/form';
import type { ManagedProblemSet } from '@/features/manage/sets/api';
import {
  FinalizeResults,
  ReleaseScores,
  ReleaseSolutions,
  UnfreezeResults,
} from '@/features/manage/sets/sets.gen';
import { formatDateTime } from '@/lib/format';
import { request } from '@/lib/graphql/request';

import classes from '@/features/manage/kit/kit.module.css';

/** What becomes public at a set's end: the frozen board, scores, solutions. */
export function ResultsPanel({ set }: { set: ManagedProblemSet }) {
  const { t, i18n } = useTranslation();
  const { slug, contestRules: contest, assignmentRules: assignment } = set;
  const at = (iso: string) => formatDateTime(iso, i18n.language);
  return (
    <>
      {contest !== null && (
        <Panel title={t('managedSets.board.heading')}>
          <p className={classes.dim}>
            {contest.freezeAt === null
              ? t('managedSets.neverFrozen')
              : contest.unfrozenAt === null
                ? t('managedSets.frozenFrom', { at: at(contest.freezeAt) })
                : t('managedSets.unfrozenAt', { at: at(contest.unfrozenAt) })}
            {contest.finalizedAt !== null &&
              ` ${t('managedSets.finalizedAt', { at: at(contest.finalizedAt) })}`}
          </p>
          <div className={classes.acts}>
            <Link to="/contests/$slug/standings" params={{ slug }} search={{ view: 'staff' }}>
              {t('managedSets.staffBoard')}
            </Link>
            {contest.freezeAt !== null && contest.unfrozenAt === null && (
              <>
                <Link to="/contests/$slug/reveal" params={{ slug }}>
                  {t('managedSets.reveal')}
                </Link>
                <ActButton
                  label={t('managedSets.unfreeze')}
                  question={t('managedSets.unfreezeQuestion')}
                  act={() => request(UnfreezeResults, { contest: slug })}
                />
              </>
            )}
            {contest.finalizedAt === null && (
              <ActButton
                label={t('managedSets.finalize')}
                question={t('managedSets.finalizeQuestion')}
                act={() => request(FinalizeResults, { contest: slug })}
              />
            )}
          </div>
        </Panel>
      )}
      {assignment !== null && (
        <Panel title={t('managedSets.scores')}>
          <p className={classes.dim}>
            {assignment.scoresReleasedAt === null
              ? t('managedSets.scoresHidden')
              : t('managedSets.scoresReleasedAt', { at: at(assignment.scoresReleasedAt) })}
          </p>
          {assignment.scoresReleasedAt === null && (
            <ActButton
              label={t('managedSets.releaseScores')}
              variant="filled"
              question={t('managedSets.releaseScoresQuestion')}
              act={() => request(ReleaseScores, { slug })}
            />
          )}
        </Panel>
      )}
      <Panel title={t('managedSets.solutions')}>
        <p className={classes.dim}>
          {set.solutionsReleasedAt === null
            ? t('managedSets.solutionsHidden')
            : t('managedSets.solutionsReleasedAt', { at: at(set.solutionsReleasedAt) })}
        </p>
        {set.solutionsReleasedAt === null && (
          <ActButton
            label={t('managedSets.releaseSolutions')}
            question={t('managedSets.releaseSolutionsQuestion')}
            act={() => request(ReleaseSolutions, { slug })}
          />
        )}
      </Panel>
    </>
  );
}
