import { linkOptions } from '@tanstack/react-router';

import { isTeaching } from '@/app/session';
import type { Me } from '@/lib/api/types';

/** Where the header and the search lead, in this order. What isn't for somebody is hidden. */
const navLinks = [
  { ...linkOptions({ to: '/' }), label: 'nav.home', isFor: 'members' },
  { ...linkOptions({ to: '/problems' }), label: 'nav.problems', isFor: 'all' },
  { ...linkOptions({ to: '/contests' }), label: 'nav.contests', isFor: 'all' },
  { ...linkOptions({ to: '/assignments' }), label: 'nav.assignments', isFor: 'members' },
  { ...linkOptions({ to: '/courses' }), label: 'nav.courses', isFor: 'members' },
  { ...linkOptions({ to: '/submissions' }), label: 'nav.submissions', isFor: 'members' },
  { ...linkOptions({ to: '/manage' }), label: 'nav.manage', isFor: 'staff' },
] as const;

/** What the profile menu leads to; the search finds these too. */
export const profileLinks = [
  { ...linkOptions({ to: '/notifications' }), label: 'nav.notificationsPage' },
  { ...linkOptions({ to: '/statistics' }), label: 'nav.statistics' },
  { ...linkOptions({ to: '/settings' }), label: 'nav.settings' },
] as const;

/** Those of the links that this person, or a visitor (null), may follow. */
export function navLinksOf(me: Me | null) {
  return navLinks.filter(({ isFor }) => {
    if (isFor === 'all') return true;
    return me !== null && (isFor === 'members' || isTeaching(me));
  });
}
