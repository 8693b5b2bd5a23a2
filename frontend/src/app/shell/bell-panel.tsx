import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useRouter } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';

import { Button } from '@/components/button/button';
import { BellIcon } from '@/components/icons';
import { QueryView } from '@/components/states/query-view';
import { LoadingRows, Note } from '@/components/states/states';
import { notificationsQuery } from '@/features/notifications/api/get-notifications';
import {
  NotificationList,
  useMarkRead,
} from '@/features/notifications/components/notification-list';

import classes from './bell-panel.module.css';

const SHOWN = 8;

export function BellPanel({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const router = useRouter();
  const query = useInfiniteQuery(notificationsQuery({ limit: SHOWN }));
  const read = useMarkRead();
  const newest = query.data?.pages[0]?.items[0];
  return (
    <div className={classes.panel}>
      <div className={classes.head}>
        <strong>{t('notifications.heading')}</strong>
        <Button
          size="xs"
          variant="subtle"
          disabled={newest === undefined}
          onClick={() => newest && read.mutate({ up_to: newest.id })}
        >
          {t('notifications.markAllRead')}
        </Button>
      </div>
      <div className={classes.scroll}>
        <QueryView query={query} loading={<LoadingRows rows={3} />}>
          {({ pages }) => {
            const items = pages[0]?.items ?? [];
            if (items.length === 0) {
              return (
                <Note
                  title={t('notifications.emptyTitle')}
                  text={t('notifications.emptyText')}
                  icon={<BellIcon />}
                />
              );
            }
            return (
              <NotificationList
                notifications={items}
                onOpen={(link) => {
                  onClose();
                  router.history.push(link);
                }}
              />
            );
          }}
        </QueryView>
      </div>
      <div className={classes.foot}>
        <Link to="/notifications" onClick={onClose}>
          {t('notifications.all')}
        </Link>
        <Link to="/settings/notifications" onClick={onClose}>
          {t('notifications.settings')}
        </Link>
      </div>
    </div>
  );
}
