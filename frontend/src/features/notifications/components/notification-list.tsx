import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { unreadQuery } from '@/features/notifications/api/get-unread';
import { markRead } from '@/features/notifications/api/mark-read';
import type { Notification } from '@/lib/api/types';
import { formatWhen } from '@/lib/format';

import classes from './notification-list.module.css';

interface Props {
  notifications: readonly Notification[];
  /** Open a path of this site. */
  onOpen: (link: string) => void;
}

/** Notifications, each leading to what it tells of. */
export function NotificationList({ notifications, onOpen }: Props) {
  const { t, i18n } = useTranslation();
  const read = useMarkRead();
  return (
    <ul className={classes.list}>
      {notifications.map((item) => (
        <li key={item.id} className={classes.item} data-unread={!item.is_read || undefined}>
          <a
            href={item.link}
            className={classes.link}
            onClick={(event) => {
              if (!item.is_read) read.mutate({ ids: [item.id] });
              if (event.metaKey || event.ctrlKey || event.shiftKey) return;
              event.preventDefault();
              onOpen(item.link);
            }}
          >
            <span className={classes.title}>
              {!item.is_read && <span className={classes.dot}>{t('notifications.new')}</span>}
              {item.title}
            </span>
            <span className={classes.body}>{item.body}</span>
            <time className={classes.when} dateTime={item.created_at}>
              {formatWhen(item.created_at, i18n.language)}
            </time>
          </a>
        </li>
      ))}
    </ul>
  );
}

export function useMarkRead() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: markRead,
    onSuccess: (unread) => {
      client.setQueryData(unreadQuery.queryKey, unread);
      void client.invalidateQueries({ queryKey: ['notifications', 'list'] });
    },
  });
}
