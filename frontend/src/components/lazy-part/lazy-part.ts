import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

import { MissingPart } from '@/components/lazy-part/missing-part';

type Module<Part> = Promise<{ default: Part }>;

/**
 * A component that is fetched when it is first shown, within a Suspense. Where it can't be fetched it says
 * so in its own place, and what is around it stays.
 */
// `any`, as in React's own `lazy`: no narrower type takes every component.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export function lazyPart<Part extends ComponentType<any>>(
  load: () => Module<Part>,
): LazyExoticComponent<Part> {
  return lazy(async () => {
    try {
      return await load();
    } catch {
      return { default: MissingPart as unknown as Part };
    }
  });
}
