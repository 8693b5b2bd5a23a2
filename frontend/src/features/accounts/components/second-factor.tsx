import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { ConfirmDialog } from '@/components/confirm-dialog/confirm-dialog';
import { CopyButton } from '@/components/copy-button/copy-button';
import { TextInput } from '@/components/inputs';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows } from '@/components/states/states';
import {
  activateTotp,
  authenticatorsQuery,
  deactivateTotp,
  newRecoveryCodes,
  newTotpSecret,
  type Authenticator,
  type TotpSecret,
} from '@/features/accounts/api/second-factor';
import { QrCode } from '@/features/accounts/components/qr-code';
import { useConfirmed } from '@/features/accounts/use-confirmed';
import { errorMessage } from '@/lib/error-message';

import classes from './settings.module.css';

/** Whether a second factor is asked for, and the ways to change that. */
export function SecondFactor() {
  const query = useQuery(authenticatorsQuery);
  return (
    <QueryView query={query} loading={<LoadingRows rows={2} />}>
      {(all) => <Content authenticators={all} />}
    </QueryView>
  );
}

function Content({ authenticators }: { authenticators: readonly Authenticator[] }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [codes, setCodes] = useState<readonly string[] | null>(null);
  const refetch = () => client.invalidateQueries({ queryKey: authenticatorsQuery.queryKey });
  const renew = useConfirmed({
    act: () => newRecoveryCodes(),
    onDone: (made) => {
      setCodes(made);
      void refetch();
    },
  });
  const isOn = authenticators.some(({ type }) => type === 'totp');
  const left = authenticators.find(({ type }) => type === 'recovery_codes')?.unused_code_count;
  return (
    <>
      {isOn ? (
        <>
          <p className={classes.good}>{t('settings.totpOn')}</p>
          <p>{t('settings.codesLeft', { count: left ?? 0 })}</p>
          <div className={classes.actions}>
            <Button
              size="sm"
              variant="default"
              loading={renew.isPending}
              onClick={() => renew.run(null)}
            >
              {t('settings.newCodes')}
            </Button>
            <TurnOff onDone={() => void refetch()} />
          </div>
        </>
      ) : (
        <TurnOn
          onDone={() => {
            void refetch();
            renew.run(null);
          }}
        />
      )}
      {codes !== null && isOn && <RecoveryCodes codes={codes} />}
      {renew.error !== null && (
        <p className={classes.wrong} role="alert">
          {errorMessage(t, renew.error)}
        </p>
      )}
      {renew.dialog}
    </>
  );
}

function TurnOn({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const [secret, setSecret] = useState<TotpSecret | null>(null);
  const begin = useConfirmed({ act: () => newTotpSecret(), onDone: setSecret });
  const activate = useConfirmed({ act: activateTotp, onDone });
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const code = new FormData(event.currentTarget).get('code');
    activate.run(typeof code === 'string' ? code.replaceAll(' ', '') : '');
  };
  if (secret === null) {
    return (
      <>
        <p>{t('settings.totpOff')}</p>
        <Button size="sm" loading={begin.isPending} onClick={() => begin.run(null)}>
          {t('settings.totpBegin')}
        </Button>
        {begin.error !== null && (
          <p className={classes.wrong} role="alert">
            {errorMessage(t, begin.error)}
          </p>
        )}
        {begin.dialog}
      </>
    );
  }
  return (
    <div className={classes.setup}>
      <QrCode text={secret.url} label={t('settings.qr')} />
      <form className={classes.form} onSubmit={submit}>
        <p>{t('settings.totpScan')}</p>
        <p>
          {t('settings.totpByHand')}{' '}
          <span className={classes.secret} data-testid="totp-secret">
            {secret.secret}
          </span>{' '}
          <CopyButton text={secret.secret} label={t('settings.copySecret')} />
        </p>
        <TextInput
          name="code"
          label={t('settings.totpCode')}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          withAsterisk={false}
          error={activate.error === null ? undefined : errorMessage(t, activate.error)}
        />
        <div className={classes.actions}>
          <Button type="submit" loading={activate.isPending}>
            {t('settings.totpActivate')}
          </Button>
          <Button variant="default" onClick={() => setSecret(null)}>
            {t('settings.cancel')}
          </Button>
        </div>
      </form>
      {activate.dialog}
    </div>
  );
}

function TurnOff({ onDone }: { onDone: () => void }) {
  const { t } = useTranslation();
  const [isAsked, setAsked] = useState(false);
  const off = useConfirmed({ act: () => deactivateTotp(), onDone });
  return (
    <>
      <Button size="sm" variant="danger" loading={off.isPending} onClick={() => setAsked(true)}>
        {t('settings.totpTurnOff')}
      </Button>
      {off.error !== null && (
        <p className={classes.wrong} role="alert">
          {errorMessage(t, off.error)}
        </p>
      )}
      {isAsked && (
        <ConfirmDialog
          title={t('settings.totpTurnOff')}
          text={t('settings.totpTurnOffText')}
          confirmLabel={t('settings.totpTurnOff')}
          cancelLabel={t('settings.cancel')}
          onConfirm={() => off.run(null)}
          onClose={() => setAsked(false)}
        />
      )}
      {off.dialog}
    </>
  );
}

function RecoveryCodes({ codes }: { codes: readonly string[] }) {
  const { t } = useTranslation();
  return (
    <>
      <p role="status">{t('settings.codesText')}</p>
      <ul className={classes.codes} data-testid="recovery-codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <CopyButton text={codes.join('\n')} label={t('settings.copyCodes')} />
    </>
  );
}
