import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { CopyButton } from '@/components/copy-button/copy-button';
import { Checkbox, TextInput } from '@/components/inputs';
import {
  makeToken,
  TOKEN_SCOPES,
  tokensQuery,
  type TokenScope,
} from '@/features/accounts/api/tokens';
import { errorMessage } from '@/lib/error-message';

import classes from './settings.module.css';

const LIFETIMES_DAYS = [7, 30, 90, 365] as const;
const USUAL_DAYS = 90;

/** Make a token; it is shown here once, and never again. */
export function TokenForm() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [scopes, setScopes] = useState<readonly TokenScope[]>(['read:problems']);
  const make = useMutation({
    mutationFn: makeToken,
    onSuccess: () => client.invalidateQueries({ queryKey: tokensQuery.queryKey }),
  });
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    const name = values.get('name');
    make.mutate({
      name: typeof name === 'string' ? name.trim() : '',
      scopes: [...scopes],
      days: Number(values.get('days')),
    });
  };
  return (
    <form className={`${classes.form} ${classes.wide}`} onSubmit={submit}>
      <TextInput
        name="name"
        label={t('settings.tokenName')}
        description={t('settings.tokenNameHint')}
        maxLength={60}
        required
        withAsterisk={false}
      />
      <label className={classes.choice}>
        {t('settings.tokenDays')}
        <select name="days" defaultValue={USUAL_DAYS}>
          {LIFETIMES_DAYS.map((days) => (
            <option key={days} value={days}>
              {t('settings.days', { count: days })}
            </option>
          ))}
        </select>
      </label>
      <fieldset className={classes.scopes}>
        <legend>{t('settings.tokenScopes')}</legend>
        {TOKEN_SCOPES.map((scope) => (
          <Checkbox
            key={scope}
            label={t(`settings.scope.${scope}`)}
            description={scope}
            checked={scopes.includes(scope)}
            onChange={({ currentTarget: { checked } }) =>
              setScopes(checked ? [...scopes, scope] : scopes.filter((one) => one !== scope))
            }
          />
        ))}
      </fieldset>
      <div className={classes.actions}>
        <Button type="submit" loading={make.isPending} disabled={scopes.length === 0}>
          {t('settings.tokenMake')}
        </Button>
      </div>
      {make.isError && (
        <p className={classes.wrong} role="alert">
          {errorMessage(t, make.error)}
        </p>
      )}
      {make.data !== undefined && (
        <div role="status">
          <p>{t('settings.tokenOnce')}</p>
          <p>
            <span className={classes.secret} data-testid="new-token">
              {make.data.token}
            </span>{' '}
            <CopyButton text={make.data.token} label={t('settings.copyToken')} />
          </p>
        </div>
      )}
    </form>
  );
}
