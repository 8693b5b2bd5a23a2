import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { Section } from '@/components/page/page';
import { QueryView } from '@/components/states/query-view';
import { notificationSettingsQuery } from '@/features/notifications/api/settings';
import { SettingsForm } from '@/features/notifications/components/settings-form';

export function NotificationSettingsPage() {
  const { t } = useTranslation();
  const query = useQuery(notificationSettingsQuery);
  return (
    <Section title={t('title.notificationSettings')}>
      <p>{t('notifications.settingsLead')}</p>
      <QueryView query={query}>{(settings) => <SettingsForm settings={settings} />}</QueryView>
    </Section>
  );
}
