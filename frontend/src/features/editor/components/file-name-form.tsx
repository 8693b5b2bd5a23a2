import { useId, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { nameFault } from '@/lib/source-files';

import classes from '@/features/editor/files-editor.module.css';

interface Props {
  label: string;
  initial: string;
  others: readonly string[];
  onDone: (name: string) => void;
  onClose: () => void;
}

/** What a file is to be called. */
export function FileNameForm({ label, initial, others, onDone, onClose }: Props) {
  const { t } = useTranslation();
  const id = useId();
  const [name, setName] = useState(initial);
  const [isTried, setTried] = useState(false);
  const fault = nameFault(name.trim(), others);
  const isWrong = fault !== null && (isTried || fault === 'taken');
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    setTried(true);
    if (fault === null) onDone(name.trim());
  };
  return (
    <form className={classes.naming} onSubmit={submit}>
      <label htmlFor={`${id}name`}>{label}</label>
      <input
        id={`${id}name`}
        ref={chosen}
        value={name}
        maxLength={255}
        spellCheck={false}
        autoComplete="off"
        autoCapitalize="off"
        aria-invalid={isWrong}
        aria-describedby={isWrong ? `${id}fault` : undefined}
        onChange={(event) => setName(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose();
        }}
      />
      <Button type="submit" size="xs">
        {t('files.save')}
      </Button>
      <Button size="xs" variant="subtle" onClick={onClose}>
        {t('files.cancel')}
      </Button>
      {isWrong && (
        <span id={`${id}fault`} role="alert" className={classes.fault}>
          {fault === 'taken' ? t('files.taken') : t('files.invalid')}
        </span>
      )}
    </form>
  );
}

/** Whoever opened the form wants to write the part before the extension. */
function chosen(input: HTMLInputElement | null): void {
  if (input === null) return;
  input.focus();
  const dot = input.value.lastIndexOf('.');
  input.setSelectionRange(0, dot > 0 ? dot : input.value.length);
}
