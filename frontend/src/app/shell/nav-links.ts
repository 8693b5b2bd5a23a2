import { linkOptions } from '@tanstack/react-router';

/** Where the header and the search lead, in this order. Personal ones are hidden from visitors. */
export const navLinks = [
  { ...linkOptions({ to: '/' }), label: 'nav.home', isPersonal: true },
  { ...linkOptions({ to: '/problems' }), label: 'nav.problems', isPersonal: false },
  { ...linkOptions({ to: '/contests' }), label: 'nav.contests', isPersonal: false },
  { ...linkOptions({ to: '/assignments' }), label: 'nav.assignments', isPersonal: true },
  { ...linkOptions({ to: '/courses' }), label: 'nav.courses', isPersonal: true },
  { ...linkOptions({ to: '/submissions' }), label: 'nav.submissions', isPersonal: true },
] as const;

/** What the profile menu leads to; the search finds these too. */
export const profileLinks = [
  { ...linkOptions({ to: '/notifications' }), label: 'nav.notificationsPage' },
  { ...linkOptions({ to: '/settings/notifications' }), label: 'nav.notificationSettings' },
] as const;
