import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { TextInput } from '@/components/inputs';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows } from '@/components/states/states';
import { DataTable } from '@/components/table/table';
import { Tag } from '@/components/tag/tag';
import {
  addEmail,
  emailsQuery,
  makeEmailPrimary,
  removeEmail,
  type EmailAddress,
} from '@/features/accounts/api/emails';
import { meQuery } from '@/features/accounts/api/get-me';
import { verifyEmail } from '@/features/accounts/api/verify-email';
import { useConfirmed } from '@/features/accounts/use-confirmed';
import { errorMessage } from '@/lib/error-message';

import classes from './settings.module.css';

const valueOf = (form: HTMLFormElement, name: string) => {
  const value = new FormData(form).get(name);
  return typeof value === 'string' ? value.trim() : '';
};

/** One's addresses: a new one counts when its code was typed, and can then take the first place. */
export function EmailForm() {
  const query = useQuery(emailsQuery);
  return (
    <QueryView query={query} loading={<LoadingRows rows={2} />}>
      {(addresses) => <Content addresses={addresses} />}
    </QueryView>
  );
}

function Content({ addresses }: { addresses: readonly EmailAddress[] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const onDone = (now: EmailAddress[]) => {
    client.setQueryData(emailsQuery.queryKey, now);
    void client.invalidateQueries({ queryKey: meQuery.queryKey });
  };
  const add = useConfirmed({ act: addEmail, onDone });
  const remove = useConfirmed({ act: removeEmail, onDone });
  const first = useConfirmed({ act: makeEmailPrimary, onDone });
  const error = remove.error ?? first.error;
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    add.run(valueOf(event.currentTarget, 'email'));
  };
  return (
    <div className={`${classes.form} ${classes.wide}`}>
      <DataTable
        label={t('settings.emails')}
        head={
          <>
            <th scope="col">{t('settings.email')}</th>
            <th scope="col">{t('settings.action')}</th>
          </>
        }
      >
        {addresses.map(({ email, verified, primary }) => (
          <tr key={email}>
            <td data-wide>
              {email} {primary && <Tag tone="green">{t('settings.primary')}</Tag>}
              {!verified && <Tag tone="orange">{t('settings.unverified')}</Tag>}
            </td>
            <td>
              {!primary && (
                <span className={classes.actions}>
                  {verified && (
                    <Button size="xs" variant="default" onClick={() => first.run(email)}>
                      {t('settings.makePrimary')}
                    </Button>
                  )}
                  <Button size="xs" variant="danger" onClick={() => remove.run(email)}>
                    {t('settings.remove')}
                  </Button>
                </span>
              )}
            </td>
          </tr>
        ))}
      </DataTable>
      {error !== null && (
        <p className={classes.wrong} role="alert">
          {errorMessage(t, error)}
        </p>
      )}
      {addresses.some(({ verified }) => !verified) ? (
        <VerifyCode onVerified={() => client.invalidateQueries({ queryKey: ['account'] })} />
      ) : (
        <form className={classes.form} onSubmit={submit}>
          <TextInput
            name="email"
            type="email"
            label={t('settings.newEmail')}
            description={t('settings.newEmailHint')}
            autoComplete="email"
            required
            withAsterisk={false}
            error={add.error === null ? undefined : errorMessage(t, add.error)}
          />
          <div className={classes.actions}>
            <Button type="submit" size="sm" variant="default" loading={add.isPending}>
              {t('settings.addEmail')}
            </Button>
          </div>
        </form>
      )}
      {add.dialog}
      {remove.dialog}
      {first.dialog}
    </div>
  );
}

function VerifyCode({ onVerified }: { onVerified: () => unknown }) {
  const { t } = useTranslation();
  const verify = useMutation({ mutationFn: verifyEmail, onSuccess: onVerified });
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    verify.mutate({ key: valueOf(event.currentTarget, 'key') });
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        name="key"
        label={t('settings.emailCode')}
        description={t('settings.emailCodeHint')}
        autoComplete="one-time-code"
        required
        withAsterisk={false}
        error={verify.error === null ? undefined : errorMessage(t, verify.error)}
      />
      <div className={classes.actions}>
        <Button type="submit" size="sm" loading={verify.isPending}>
          {t('settings.confirm')}
        </Button>
      </div>
    </form>
  );
}
