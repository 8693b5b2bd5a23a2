import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState, type SubmitEvent, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { ButtonLink } from '@/components/button/button-link';
import { Checkbox, Textarea, TextInput } from '@/components/inputs';
import { askQuestion, QUESTIONS } from '@/features/discussions/api/questions';
import { errorMessage, fieldMessage } from '@/lib/error-message';

import classes from './courses.module.css';

export function AskPage(): ReactNode {
  const { t } = useTranslation();
  const { slug } = useParams({ from: '/personal/courses/$slug/questions/new' });
  const navigate = useNavigate();
  const client = useQueryClient();
  const [title, setTitle] = useState('');
  const [body, setBody] = useState('');
  const [isPrivate, setPrivate] = useState(false);
  const ask = useMutation({
    mutationFn: () =>
      askQuestion(slug, { title, body, is_private: isPrivate, problem: null, problem_set: null }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: QUESTIONS });
      await navigate({ to: '/courses/$slug/questions/$id', params: { slug, id } });
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    ask.mutate();
  };
  const error = ask.error;
  return (
    <form className={classes.form} onSubmit={submit}>
      <h2>{t('questions.ask')}</h2>
      <TextInput
        label={t('questions.title')}
        required
        maxLength={200}
        value={title}
        error={fieldMessage(error, 'title')}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <Textarea
        label={t('questions.body')}
        description={t('questions.bodyHint')}
        required
        rows={10}
        maxLength={20_000}
        value={body}
        error={fieldMessage(error, 'body')}
        onChange={(event) => setBody(event.currentTarget.value)}
      />
      <Checkbox
        label={t('questions.askPrivately')}
        description={t('questions.askPrivatelyHint')}
        checked={isPrivate}
        onChange={(event) => setPrivate(event.currentTarget.checked)}
      />
      {error !== null && <p role="alert">{errorMessage(t, error)}</p>}
      <div className={classes.buttons}>
        <Button type="submit" loading={ask.isPending}>
          {t('questions.send')}
        </Button>
        <ButtonLink to="/courses/$slug/questions" params={{ slug }} variant="default">
          {t('questions.cancel')}
        </ButtonLink>
      </div>
    </form>
  );
}
