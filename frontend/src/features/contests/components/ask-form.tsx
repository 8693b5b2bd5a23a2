import { Button } from '@/components/button/button';
import { Textarea } from '@/components/inputs';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { askJury, clarificationsQuery } from '@/features/contests/api/talk';
import type { SetProblem } from '@/lib/api/types';
import { errorMessage } from '@/lib/error-message';

import classes from './panel.module.css';

const LONGEST = 4000;

interface Props {
  slug: string;
  problems: readonly SetProblem[];
  /** The label of the problem that it is about at first. */
  first: string | null;
}

export function AskForm({ slug, problems, first }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [about, setAbout] = useState(first ?? '');
  const [question, setQuestion] = useState('');
  const ask = useMutation({
    mutationFn: () => askJury(slug, { question: question.trim(), problem: about || null }),
    onSuccess: (asked) => {
      setQuestion('');
      client.setQueryData(clarificationsQuery(slug).queryKey, (known = []) => [
        asked,
        ...known.filter(({ id }) => id !== asked.id),
      ]);
    },
  });
  const send = (event: SyntheticEvent) => {
    event.preventDefault();
    if (question.trim() !== '') ask.mutate();
  };
  return (
    <section className={classes.panel} data-tone="mark" aria-labelledby="contest-ask">
      <h2 id="contest-ask" className={classes.heading}>
        {t('contests.ask')}
      </h2>
      <p className={classes.text}>{t('contests.askText')}</p>
      <form className={classes.form} onSubmit={send}>
        <label className={classes.field}>
          {t('contests.askAbout')}
          <select value={about} onChange={(event) => setAbout(event.target.value)}>
            <option value="">{t('contests.general')}</option>
            {problems.map(({ label, title }) => (
              <option key={label} value={label}>
                {label} · {title}
              </option>
            ))}
          </select>
        </label>
        <Textarea
          label={t('contests.question')}
          required
          rows={5}
          maxLength={LONGEST}
          value={question}
          onChange={(event) => setQuestion(event.currentTarget.value)}
        />
        {ask.error !== null && (
          <p className={classes.error} role="alert">
            {errorMessage(t, ask.error)}
          </p>
        )}
        <Button type="submit" loading={ask.isPending}>
          {t('contests.send')}
        </Button>
        <span role="status" className={classes.sent}>
          {ask.isSuccess && question === '' ? t('contests.sent') : ''}
        </span>
      </form>
    </section>
  );
}
