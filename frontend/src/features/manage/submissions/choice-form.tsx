import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import type { Choice } from '@/features/manage/submissions/choice';
import form from '@/features/manage/kit/inputs.module.css';
import { isVerdict, VERDICTS } from '@/lib/verdicts';

interface Props {
  choice: Choice;
  languages: readonly { id: string; name: string }[];
  submitLabel: string;
  onChoose: (choice: Choice) => void;
  children?: ReactNode;
}

const TEXTS = ['problem', 'set', 'course', 'username', 'judgehost', 'text'] as const;

/** By what submissions are chosen: for lists, rejudgings and downloads alike. */
export function ChoiceForm({ choice, languages, submitLabel, onChoose, children }: Props) {
  const { t } = useTranslation();
  const [draft, setDraft] = useState(choice);
  const put = (name: keyof Choice, value: string) =>
    setDraft((current) => ({ ...current, [name]: value.trim() === '' ? undefined : value }));
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    onChoose(draft);
  };
  return (
    <form className={form.form} role="search" aria-label={t('choice.label')} onSubmit={submit}>
      {TEXTS.map((name) => (
        <label key={name}>
          {t(`choice.by.${name}`)}
          <input
            name={name}
            value={draft[name] ?? ''}
            maxLength={200}
            autoComplete="off"
            onChange={({ currentTarget }) => put(name, currentTarget.value)}
          />
        </label>
      ))}
      <label>
        {t('choice.language')}
        <select
          value={draft.language ?? ''}
          onChange={({ currentTarget }) => put('language', currentTarget.value)}
        >
          <option value="">{t('choice.any')}</option>
          {languages.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </label>
      <label>
        {t('choice.verdict')}
        <select
          value={draft.verdict ?? ''}
          onChange={({ currentTarget: { value } }) =>
            setDraft((current) => ({ ...current, verdict: isVerdict(value) ? value : undefined }))
          }
        >
          <option value="">{t('choice.any')}</option>
          {VERDICTS.map((verdict) => (
            <option key={verdict} value={verdict}>
              {t(`verdict.${verdict}`)}
            </option>
          ))}
        </select>
      </label>
      {children}
      <Button type="submit" size="sm">
        {submitLabel}
      </Button>
    </form>
  );
}
