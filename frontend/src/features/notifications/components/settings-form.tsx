import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { Switch } from '@/components/inputs';
import { DataTable } from '@/components/table/table';
import {
  changeNotificationSettings,
  notificationSettingsQuery,
  type NotificationSettings,
} from '@/features/notifications/api/settings';
import { errorMessage } from '@/lib/error-message';

import classes from './settings-form.module.css';

/** Which kinds are told where. Each switch takes effect at once. */
export function SettingsForm({ settings }: { settings: NotificationSettings }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: changeNotificationSettings,
    onSuccess: (changed) => client.setQueryData(notificationSettingsQuery.queryKey, changed),
  });
  const { is_mail_stopped, kinds } = settings;
  return (
    <div className={classes.form}>
      <Switch
        label={t('notifications.stopMail')}
        description={t('notifications.stopMailHint')}
        checked={is_mail_stopped}
        onChange={(event) => change.mutate({ is_mail_stopped: event.currentTarget.checked })}
      />
      <DataTable
        label={t('title.notificationSettings')}
        head={
          <>
            <th>{t('notifications.kind')}</th>
            <th>{t('notifications.shown')}</th>
            <th>{t('notifications.mailed')}</th>
          </>
        }
      >
        {kinds.map(({ kind, label, is_shown, is_mailed }) => (
          <tr key={kind}>
            <td data-wide>{label}</td>
            <td>
              <Switch
                aria-label={`${label}: ${t('notifications.shown')}`}
                checked={is_shown}
                onChange={(event) =>
                  change.mutate({ kinds: [{ kind, is_shown: event.currentTarget.checked }] })
                }
              />
            </td>
            <td>
              <Switch
                aria-label={`${label}: ${t('notifications.mailed')}`}
                checked={is_mailed && !is_mail_stopped}
                disabled={is_mail_stopped}
                onChange={(event) =>
                  change.mutate({ kinds: [{ kind, is_mailed: event.currentTarget.checked }] })
                }
              />
            </td>
          </tr>
        ))}
      </DataTable>
      <p role="status" className={classes.status}>
        {change.isSuccess && t('notifications.saved')}
      </p>
      {change.isError && <p role="alert">{errorMessage(t, change.error)}</p>}
    </div>
  );
}
