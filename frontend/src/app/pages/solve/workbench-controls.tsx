import { Button } from '@/components/button/button';
import { useLocation } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { ButtonLink } from '@/components/button/button-link';
import type { Language } from '@/lib/api/types';

import classes from './workbench.module.css';

interface PickerProps {
  languages: readonly Language[];
  value: string;
  onChange: (id: string) => void;
}

export function LanguagePicker({ languages, value, onChange }: PickerProps) {
  const { t } = useTranslation();
  return (
    <select
      aria-label={t('solve.language')}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {languages.map((language) => (
        <option key={language.id} value={language.id}>
          {language.name}
        </option>
      ))}
    </select>
  );
}

interface RunProps {
  isPending: boolean;
  onRun: () => void;
}

/** Tries the code on the samples and on one's own inputs; nothing is handed in. */
export function RunButton({ isPending, onRun }: RunProps) {
  const { t } = useTranslation();
  return (
    <Button
      size="sm"
      variant="default"
      loading={isPending}
      onClick={onRun}
      title={t('trial.runHint')}
      aria-keyshortcuts="Control+Shift+Enter"
    >
      {t('trial.run')}
    </Button>
  );
}

interface SubmitProps {
  isVisitor: boolean;
  isPending: boolean;
  onSubmit: () => void;
}

export function SubmitButton({ isVisitor, isPending, onSubmit }: SubmitProps) {
  const { t } = useTranslation();
  const { href } = useLocation();
  if (isVisitor) {
    return (
      <ButtonLink to="/login" search={{ next: href }} size="sm">
        {t('solve.signInToSubmit')}
      </ButtonLink>
    );
  }
  return (
    <>
      <kbd className={classes.key} aria-hidden="true">
        {t('solve.submitHint')}
      </kbd>
      <Button size="sm" loading={isPending} onClick={onSubmit} className={classes.submit}>
        {t('solve.submit')}
      </Button>
    </>
  );
}
