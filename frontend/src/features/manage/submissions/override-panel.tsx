import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { Tag } from '@/components/tag/tag';
import form from '@/features/manage/kit/inputs.module.css';
import { Complaint } from '@/features/manage/kit/form';
import { useSave } from '@/features/manage/kit/use-save';
import { VERDICT_CODES, verdictName } from '@/features/manage/kit/verdict-codes';
import type { Detail } from '@/features/manage/submissions/api';
import { OverrideVerdict, WithdrawOverride } from '@/features/manage/submissions/submissions.gen';
import { formatPoints, formatWhen } from '@/lib/format';
import { request } from '@/lib/graphql/request';
import { isVerdict, VERDICTS } from '@/lib/verdicts';

import classes from './override-panel.module.css';

/** What staff set in place of the judge's verdict, its history, and a form to set it. */
export function OverridePanel({ submission }: { submission: Detail }) {
  const { t, i18n } = useTranslation();
  const withdraw = useSave(() => request(WithdrawOverride, { submissionId: submission.id }));
  const stands = submission.overrides.some(({ withdrawnAt }) => withdrawnAt === null);
  return (
    <>
      {submission.overrides.length > 0 && (
        <ul className={classes.history}>
          {submission.overrides.map((one) => (
            <li key={one.id} data-withdrawn={one.withdrawnAt !== null}>
              <strong>
                {[
                  one.verdict === null ? null : VERDICT_CODES[one.verdict],
                  one.score === null ? null : t('points.some', { score: formatPoints(one.score) }),
                ]
                  .filter((part) => part !== null)
                  .join(', ')}
              </strong>{' '}
              {one.reason}{' '}
              <span className={form.dim}>
                {one.madeBy.username}, {formatWhen(one.madeAt, i18n.language)}
              </span>{' '}
              {one.isPublic && <Tag>{t('override.public')}</Tag>}
              {one.withdrawnAt !== null && <Tag>{t('override.withdrawn')}</Tag>}
            </li>
          ))}
        </ul>
      )}
      {stands && (
        <Button
          size="sm"
          variant="default"
          loading={withdraw.isPending}
          onClick={() => withdraw.mutate()}
        >
          {t('override.withdraw')}
        </Button>
      )}
      <Complaint error={withdraw.error} />
      <OverrideForm submission={submission} />
    </>
  );
}

function OverrideForm({ submission }: { submission: Detail }) {
  const { t } = useTranslation();
  const [verdict, setVerdict] = useState('');
  const [score, setScore] = useState('');
  const [reason, setReason] = useState('');
  const [isPublic, setPublic] = useState(false);
  const save = useSave(
    () =>
      request(OverrideVerdict, {
        submissionId: submission.id,
        verdict: isVerdict(verdict) ? verdictName(verdict) : null,
        score: score === '' ? null : Number(score),
        reason,
        isPublic,
      }),
    () => {
      setVerdict('');
      setScore('');
      setReason('');
    },
  );
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form className={form.form} onSubmit={submit} aria-label={t('override.label')}>
      <label>
        {t('override.verdict')}
        <select value={verdict} onChange={({ currentTarget }) => setVerdict(currentTarget.value)}>
          <option value="">{t('override.judges')}</option>
          {VERDICTS.filter((one) => one !== 'JE').map((one) => (
            <option key={one} value={one}>
              {t(`verdict.${one}`)}
            </option>
          ))}
        </select>
      </label>
      {submission.maxScore !== null && (
        <label>
          {t('override.score', { max: formatPoints(submission.maxScore) })}
          <input
            type="number"
            min={0}
            max={submission.maxScore}
            step="any"
            value={score}
            onChange={({ currentTarget }) => setScore(currentTarget.value)}
          />
        </label>
      )}
      <label data-wide>
        {t('override.reason')}
        <input
          required
          maxLength={1000}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
      </label>
      <label data-check>
        <input
          type="checkbox"
          checked={isPublic}
          onChange={({ currentTarget }) => setPublic(currentTarget.checked)}
        />
        {t('override.isPublic')}
      </label>
      <Button
        type="submit"
        size="sm"
        disabled={(verdict === '' && score === '') || reason.trim() === ''}
        loading={save.isPending}
      >
        {t('override.save')}
      </Button>
      <Complaint error={save.error} />
    </form>
  );
}
