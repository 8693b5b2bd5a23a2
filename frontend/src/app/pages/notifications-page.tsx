import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useNavigate, useRouter, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { BellIcon } from '@/components/icons';
import { Page } from '@/components/page/page';
import { LoadMore } from '@/components/states/load-more';
import { QueryView } from '@/components/states/query-view';
import { Note } from '@/components/states/states';
import { notificationsQuery } from '@/features/notifications/api/get-notifications';
import {
  NotificationList,
  useMarkRead,
} from '@/features/notifications/components/notification-list';

import classes from './notifications-page.module.css';

export function NotificationsPage() {
  const { t } = useTranslation();
  const router = useRouter();
  const navigate = useNavigate();
  const { unread } = useSearch({ from: '/personal/notifications' });
  const query = useInfiniteQuery(notificationsQuery(unread ? { is_read: false } : {}));
  const read = useMarkRead();
  const newest = query.data?.pages[0]?.items[0];
  const aside = (
    <>
      <label className={classes.filter}>
        <input
          type="checkbox"
          checked={unread === true}
          onChange={(event) =>
            void navigate({
              to: '/notifications',
              search: { unread: event.currentTarget.checked || undefined },
              replace: true,
            })
          }
        />
        {t('notifications.onlyUnread')}
      </label>
      <Button
        variant="default"
        size="sm"
        disabled={newest === undefined}
        loading={read.isPending}
        onClick={() => newest && read.mutate({ up_to: newest.id })}
      >
        {t('notifications.markAllRead')}
      </Button>
      <Link to="/settings/notifications">{t('notifications.settings')}</Link>
    </>
  );
  return (
    <Page title={t('title.notifications')} aside={aside}>
      <QueryView query={query}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) {
            return unread ? (
              <Note
                title={t('notifications.noneUnreadTitle')}
                text={t('notifications.noneUnreadText')}
                icon={<BellIcon />}
              />
            ) : (
              <Note
                title={t('notifications.emptyTitle')}
                text={t('notifications.emptyText')}
                icon={<BellIcon />}
              />
            );
          }
          return (
            <>
              <div className={classes.list}>
                <NotificationList
                  notifications={items}
                  onOpen={(link) => router.history.push(link)}
                />
              </div>
              <LoadMore query={query} />
            </>
          );
        }}
      </QueryView>
    </Page>
  );
}
