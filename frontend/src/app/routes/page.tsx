import { lazyRouteComponent, type AsyncRouteComponent } from '@tanstack/react-router';
import type { ComponentType } from 'react';

import { loadMessages } from '@/lib/i18n';
import type { MessageFile } from '@/lib/i18n/messages';
import { fetchPart } from '@/lib/new-version';

type Load<Key extends string> = () => Promise<Record<Key, ComponentType>>;

/** A page that comes as a chunk of its own, together with the texts that it shows. */
export function page<Key extends string>(
  messages: readonly MessageFile[],
  load: Load<Key>,
  name: Key,
): AsyncRouteComponent<object> {
  return lazyRouteComponent(async () => {
    const [module, { MantineScope }] = await fetchPart(
      Promise.all([
        load(),
        import('@/components/mantine-scope/mantine-scope'),
        loadMessages(messages),
      ]),
    );
    const Content: ComponentType = module[name];
    const Page = () => (
      <MantineScope>
        <Content />
      </MantineScope>
    );
    return { Page };
  }, 'Page');
}

/** The same for a page without any component of Mantine: it comes sooner. */
export function lightPage<Key extends string>(
  messages: readonly MessageFile[],
  load: Load<Key>,
  name: Key,
): AsyncRouteComponent<object> {
  return lazyRouteComponent(async () => {
    const [module] = await fetchPart(Promise.all([load(), loadMessages(messages)]));
    return module;
  }, name);
}
