import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { Page } from '@/components/page/page';
import { QueryView } from '@/components/states/query-view';
import { notificationSettingsQuery } from '@/features/notifications/api/settings';
import { SettingsForm } from '@/features/notifications/components/settings-form';

export function NotificationSettingsPage() {
  const { t } = useTranslation();
  const query = useQuery(notificationSettingsQuery);
  return (
    <Page
      title={t('title.notificationSettings')}
      crumbs={[
        <Link key="list" to="/notifications">
          {t('title.notifications')}
        </Link>,
      ]}
    >
      <p>{t('notifications.settingsLead')}</p>
      <QueryView query={query}>{(settings) => <SettingsForm settings={settings} />}</QueryView>
    </Page>
  );
}
