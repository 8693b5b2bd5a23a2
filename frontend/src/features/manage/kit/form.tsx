import { useState, type ReactNode, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { Button, type ButtonLook } from '@/components/button/button';
import { ConfirmDialog } from '@/components/confirm-dialog/confirm-dialog';
import { useSave } from '@/features/manage/kit/use-save';
import { errorMessage } from '@/lib/error-message';

import classes from './kit.module.css';

interface Saving {
  error: unknown;
  isPending: boolean;
  isSuccess: boolean;
}

interface FormProps {
  save: Saving;
  onSave: () => void;
  submitLabel: string;
  /** Shown after it is saved; a form that goes away then needs none. */
  savedLabel?: string;
  onCancel?: () => void;
  children: ReactNode;
}

/** A form: its inputs, what the server refused, and how it stands. */
export function Form({ save, onSave, submitLabel, savedLabel, onCancel, children }: FormProps) {
  const { t } = useTranslation();
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    onSave();
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      {children}
      <Complaint error={save.error} />
      <div className={classes.foot}>
        <Button type="submit" size="sm" loading={save.isPending}>
          {submitLabel}
        </Button>
        {onCancel !== undefined && (
          <Button size="sm" variant="default" onClick={onCancel}>
            {t('manage.cancel')}
          </Button>
        )}
        <span role="status" className={classes.saved}>
          {save.isSuccess && savedLabel}
        </span>
      </div>
    </form>
  );
}

/** Why something was refused, with what stands at no input of its own. */
export function Complaint({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (error === null || error === undefined) return null;
  return (
    <p role="alert" className={classes.wrong}>
      {errorMessage(t, error)}
    </p>
  );
}

/** Inputs side by side, where there is room. */
export function Row({ children }: { children: ReactNode }) {
  return <div className={classes.row}>{children}</div>;
}

interface ActProps extends ButtonLook {
  label: string;
  /** For ears, where `label` alone doesn't say of what. */
  name?: string;
  /** What is asked before; without it nothing is. */
  question?: string;
  act: () => Promise<unknown>;
  onDone?: () => void;
  disabled?: boolean;
}

/** A button that does one thing, and says beside itself when that was refused. */
export function ActButton({ label, name, question, act, onDone, disabled, ...look }: ActProps) {
  const { t } = useTranslation();
  const [isAsking, setAsking] = useState(false);
  const save = useSave(act, onDone);
  return (
    <>
      <Button
        size="xs"
        variant="default"
        {...look}
        {...(name === undefined ? {} : { 'aria-label': name })}
        {...(disabled === undefined ? {} : { disabled })}
        loading={save.isPending}
        onClick={() => (question === undefined ? save.mutate() : setAsking(true))}
      >
        {label}
      </Button>
      <Complaint error={save.error} />
      {isAsking && question !== undefined && (
        <ConfirmDialog
          title={name ?? label}
          text={question}
          confirmLabel={label}
          cancelLabel={t('manage.cancel')}
          onConfirm={() => save.mutate()}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}

export function Panel({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={classes.panel} aria-label={title}>
      <h2 className={classes.heading}>{title}</h2>
      {children}
    </section>
  );
}
