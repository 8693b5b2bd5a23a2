import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { Switch, TextInput } from '@/components/inputs';
import { changeMe, sayStudentNumber } from '@/features/accounts/api/change-me';
import { meQuery } from '@/features/accounts/api/get-me';
import type { Me } from '@/lib/api/types';
import { errorMessage } from '@/lib/error-message';

import classes from './settings.module.css';

/** What others see of one, and where one's days begin. */
export function ProfileForm({ me }: { me: Me }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const keep = (changed: Me) => client.setQueryData(meQuery.queryKey, changed);
  const change = useMutation({ mutationFn: changeMe, onSuccess: keep });
  const [name, setName] = useState(me.display_name);
  const zones = Intl.supportedValuesOf('timeZone');
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    change.mutate({ display_name: name.trim() });
  };
  return (
    <div className={classes.form}>
      <form className={classes.form} onSubmit={submit}>
        <TextInput label={t('settings.username')} value={me.username} readOnly />
        <TextInput
          label={t('settings.displayName')}
          description={t('settings.displayNameHint')}
          value={name}
          maxLength={60}
          autoComplete="name"
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <div className={classes.actions}>
          <Button
            type="submit"
            size="sm"
            loading={change.isPending}
            disabled={name.trim() === me.display_name}
          >
            {t('settings.save')}
          </Button>
        </div>
      </form>
      <StudentNumber me={me} onSaid={keep} />
      <label className={classes.choice}>
        {t('settings.timeZone')}
        <select
          value={me.time_zone}
          onChange={({ target: { value } }) => change.mutate({ time_zone: value })}
        >
          {!zones.includes(me.time_zone) && <option>{me.time_zone}</option>}
          {zones.map((zone) => (
            <option key={zone}>{zone}</option>
          ))}
        </select>
        <span className={classes.hint}>{t('settings.timeZoneHint')}</span>
      </label>
      <Switch
        label={t('settings.listed')}
        description={t('settings.listedHint')}
        checked={me.is_listed}
        onChange={(event) => change.mutate({ is_listed: event.currentTarget.checked })}
      />
      <p role="status" className={classes.hint}>
        {change.isSuccess && t('settings.saved')}
      </p>
      {change.isError && (
        <p className={classes.wrong} role="alert">
          {errorMessage(t, change.error)}
        </p>
      )}
    </div>
  );
}

function StudentNumber({ me, onSaid }: { me: Me; onSaid: (me: Me) => void }) {
  const { t } = useTranslation();
  const say = useMutation({ mutationFn: sayStudentNumber, onSuccess: onSaid });
  const submit = (event: SyntheticEvent<HTMLFormElement>) => {
    event.preventDefault();
    const said = new FormData(event.currentTarget).get('student_number');
    say.mutate(typeof said === 'string' ? said.trim() : '');
  };
  if (me.student_number !== '') {
    return <TextInput label={t('settings.studentNumber')} value={me.student_number} readOnly />;
  }
  return (
    <form className={classes.form} onSubmit={submit}>
      <TextInput
        name="student_number"
        label={t('settings.studentNumber')}
        description={t('settings.studentNumberHint')}
        maxLength={20}
        required
        withAsterisk={false}
        error={say.error === null ? undefined : errorMessage(t, say.error)}
      />
      <div className={classes.actions}>
        <Button type="submit" size="sm" variant="default" loading={say.isPending}>
          {t('settings.sayNumber')}
        </Button>
      </div>
    </form>
  );
}
