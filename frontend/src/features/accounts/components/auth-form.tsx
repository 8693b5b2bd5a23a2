import { Button } from '@/components/button/button';
import type { ReactNode, SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { AlertIcon, CheckIcon, Leaf } from '@/components/icons';
import { ApiError } from '@/lib/api/errors';
import { errorMessage } from '@/lib/error-message';

import classes from './auth-form.module.css';

interface Props {
  title: string;
  lead?: string | undefined;
  submitLabel: string;
  isPending: boolean;
  error: unknown;
  /** Names of inputs: errors of other fields are said above the form. */
  fields: readonly string[];
  notice?: string | undefined;
  onSubmit: (values: Record<string, string>) => void;
  children: ReactNode;
  footer?: ReactNode;
}

/** The frame that all forms of signing in share: title, error, inputs, one button, ways on. */
export function AuthForm(props: Props) {
  const { title, lead, submitLabel, isPending, error, fields, notice, onSubmit } = props;
  const { t } = useTranslation();
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values: Record<string, string> = {};
    for (const [name, value] of new FormData(event.currentTarget)) {
      if (typeof value === 'string') values[name] = value;
    }
    onSubmit(values);
  };
  return (
    <div className={classes.card}>
      <span className={classes.leaf}>
        <Leaf size={28} />
      </span>
      <h1 className={classes.title}>{title}</h1>
      {lead !== undefined && <p className={classes.lead}>{lead}</p>}
      {notice !== undefined && (
        <p className={classes.notice} role="status">
          <CheckIcon size={14} /> {notice}
        </p>
      )}
      {error !== null && error !== undefined && !isForFieldsOnly(error, fields) && (
        <p className={classes.error} role="alert">
          <AlertIcon size={14} /> {errorMessage(t, error)}
        </p>
      )}
      <form className={classes.form} onSubmit={submit}>
        {props.children}
        <Button type="submit" loading={isPending} fullWidth>
          {submitLabel}
        </Button>
      </form>
      {props.footer !== undefined && <div className={classes.footer}>{props.footer}</div>}
    </div>
  );
}

function isForFieldsOnly(error: unknown, fields: readonly string[]): boolean {
  if (!(error instanceof ApiError) || error.message !== '') return false;
  const named = Object.keys(error.fields);
  return named.length > 0 && named.every((name) => fields.includes(name));
}
