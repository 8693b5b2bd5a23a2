import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { Page, Section } from '@/components/page/page';
import { Note } from '@/components/states/states';
import form from '@/features/manage/kit/inputs.module.css';
import { Complaint } from '@/features/manage/kit/form';
import { useSave } from '@/features/manage/kit/use-save';
import { countQuery } from '@/features/manage/rejudging/api';
import { CreateRejudging } from '@/features/manage/rejudging/rejudging.gen';
import { choiceInput } from '@/features/manage/submissions/api';
import { ChoiceForm } from '@/features/manage/submissions/choice-form';
import { languagesQuery } from '@/features/problems/api/get-languages';
import { request } from '@/lib/graphql/request';

const MOST_REPEATS = 10;

export function NewRejudgingPage() {
  const { t } = useTranslation();
  const choice = useSearch({ from: '/personal/manage/rejudgings/new' });
  const navigate = useNavigate();
  const { data: languages = [] } = useQuery(languagesQuery);
  const isChosen = Object.values(choice).some(Boolean);
  return (
    <Page
      title={t('rejudging.new')}
      crumbs={[
        <Link key="all" to="/manage/rejudgings">
          {t('rejudging.heading')}
        </Link>,
      ]}
    >
      <Section title={t('rejudging.choose')}>
        <ChoiceForm
          key={JSON.stringify(choice)}
          choice={choice}
          languages={languages}
          submitLabel={t('rejudging.count')}
          onChoose={(next) => void navigate({ to: '/manage/rejudgings/new', search: next })}
        />
      </Section>
      {isChosen ? (
        <Start key={JSON.stringify(choice)} />
      ) : (
        <Note title={t('rejudging.nothingChosen')} text={t('rejudging.nothingChosenText')} />
      )}
    </Page>
  );
}

function Start() {
  const { t } = useTranslation();
  const choice = useSearch({ from: '/personal/manage/rejudgings/new' });
  const navigate = useNavigate();
  const [reason, setReason] = useState('');
  const [repeatCount, setRepeatCount] = useState(1);
  const counted = useQuery(countQuery(choice, repeatCount));
  const create = useSave(
    () => request(CreateRejudging, { choice: choiceInput(choice), reason, repeatCount }),
    ({ createRejudging }) =>
      navigate({ to: '/manage/rejudgings/$id', params: { id: createRejudging.number } }),
  );
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <Section title={t('rejudging.start')}>
      <p role="status">
        {counted.data !== undefined &&
          t('rejudging.counted', {
            count: counted.data.submissions,
            judgements: counted.data.judgements,
            left: counted.data.leftOut,
          })}
      </p>
      <Complaint error={counted.error} />
      <form className={form.form} onSubmit={submit}>
        <label data-wide>
          {t('rejudging.reason')}
          <input
            value={reason}
            maxLength={300}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
        </label>
        <label>
          {t('rejudging.repeat')}
          <input
            type="number"
            min={1}
            max={MOST_REPEATS}
            value={repeatCount}
            onChange={({ currentTarget }) =>
              setRepeatCount(
                Math.min(MOST_REPEATS, Math.max(1, Math.round(currentTarget.valueAsNumber) || 1)),
              )
            }
          />
        </label>
        <Button
          type="submit"
          size="sm"
          disabled={(counted.data?.submissions ?? 0) === 0}
          loading={create.isPending}
        >
          {t('rejudging.judge')}
        </Button>
        <Complaint error={create.error} />
      </form>
      <p className={form.dim}>{t('rejudging.beside')}</p>
    </Section>
  );
}
