import { lazyRouteComponent, type AsyncRouteComponent } from '@tanstack/react-router';
import type { ComponentType } from 'react';

import { loadMessages } from '@/lib/i18n';
import type { MessageFile } from '@/lib/i18n/messages';

/** A page that comes as a chunk of its own, together with the texts that it shows. */
export function page<Key extends string>(
  messages: readonly MessageFile[],
  load: () => Promise<Record<Key, ComponentType>>,
  name: Key,
): AsyncRouteComponent<object> {
  return lazyRouteComponent(async () => {
    const [module] = await Promise.all([load(), loadMessages(messages)]);
    return module;
  }, name);
}
