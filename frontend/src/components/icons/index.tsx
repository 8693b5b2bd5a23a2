import type { ReactNode } from 'react';

import type { MarkIcon } from '@/lib/design/tokens';

export interface IconProps {
  size?: number;
}

/** Drawn on a grid of 16, with a stroke that stays clear at 14 px. Icons never carry a name. */
function icon(body: ReactNode) {
  return function Icon({ size = 16 }: IconProps) {
    return (
      <svg
        width={size}
        height={size}
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth={1.6}
        strokeLinecap="round"
        strokeLinejoin="round"
        aria-hidden="true"
        focusable="false"
      >
        {body}
      </svg>
    );
  };
}

export const CheckIcon = icon(<path d="m3 8.5 3.3 3.3L13 4.7" strokeWidth={2.2} />);
export const CrossIcon = icon(<path d="m4 4 8 8M12 4l-8 8" strokeWidth={2.2} />);
export const ClockIcon = icon(
  <>
    <circle cx="8" cy="8" r="5.8" />
    <path d="M8 4.8V8l2.2 1.6" />
  </>,
);
export const HourglassIcon = icon(
  <path d="M4 2.2h8M4 13.8h8M5 2.2c0 3.4 6 3.6 6 5.8s-6 2.4-6 5.8M11 2.2C11 5.6 5 5.8 5 8s6 2.4 6 5.8" />,
);
export const ChipIcon = icon(
  <>
    <rect x="4" y="4" width="8" height="8" rx="1" />
    <path d="M6.5 1.8V4M9.5 1.8V4M6.5 12v2.2M9.5 12v2.2M1.8 6.5H4M1.8 9.5H4M12 6.5h2.2M12 9.5h2.2" />
  </>,
);
export const OverflowIcon = icon(
  <path d="M2.5 3.5h11M2.5 7h11M2.5 10.5h5M11 9.5v4.5m-2-2 2 2 2-2" />,
);
export const BoltIcon = icon(<path d="M9 1.8 3.8 9H8l-1 5.2L12.2 7H8l1-5.2Z" />);
export const BracesIcon = icon(
  <path d="M6 2.5c-2 0-2 1-2 2.5S3.8 8 2.5 8C3.8 8 4 9.5 4 11s0 2.5 2 2.5M10 2.5c2 0 2 1 2 2.5s.2 3 1.5 3C12.2 8 12 9.5 12 11s0 2.5-2 2.5" />,
);
export const BracesClockIcon = icon(
  <path d="M5 2.5c-2 0-2 1-2 2.5S2.8 8 1.5 8C2.8 8 3 9.5 3 11s0 2.5 2 2.5M11 2.5c2 0 2 1 2 2.5s.2 3 1.5 3C13.2 8 13 9.5 13 11s0 2.5-2 2.5M8 5v3l1.5 1" />,
);
export const AlertIcon = icon(<path d="M8 3v6M8 12.5v.1" strokeWidth={2.2} />);
export const DotIcon = icon(<circle cx="8" cy="8" r="1.2" fill="currentColor" stroke="none" />);
export const HalfIcon = icon(
  <>
    <circle cx="8" cy="8" r="5.5" />
    <path d="M8 2.5a5.5 5.5 0 0 1 0 11Z" fill="currentColor" />
  </>,
);
export const RingIcon = icon(<circle cx="8" cy="8" r="5.5" />);
export const SunIcon = icon(
  <>
    <circle cx="8" cy="8" r="2.8" />
    <path d="M8 1.5v1.3M8 13.2v1.3M1.5 8h1.3M13.2 8h1.3M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9" />
  </>,
);
export const MoonIcon = icon(<path d="M13.5 9.3A5.8 5.8 0 1 1 6.7 2.5a4.6 4.6 0 0 0 6.8 6.8Z" />);
export const ScreenIcon = icon(<path d="M2 3h12v8H2zM6 13.8h4M8 11v2.8" />);
export const CopyIcon = icon(
  <>
    <rect x="5.5" y="5.5" width="8" height="8" rx="1.2" />
    <path d="M10.5 5.5v-2a1 1 0 0 0-1-1h-6a1 1 0 0 0-1 1v6a1 1 0 0 0 1 1h2" />
  </>,
);
export const SearchIcon = icon(
  <>
    <circle cx="7" cy="7" r="4.3" />
    <path d="m10.2 10.2 3.3 3.3" />
  </>,
);
export const ChevronIcon = icon(<path d="m4.5 6.5 3.5 3.5 3.5-3.5" />);
export const ArrowIcon = icon(<path d="M3 8h10M9 4l4 4-4 4" />);
export const PersonIcon = icon(
  <>
    <circle cx="8" cy="5.5" r="2.7" />
    <path d="M2.8 13.8c.6-2.6 2.6-4 5.2-4s4.6 1.4 5.2 4" />
  </>,
);
export const PlugIcon = icon(
  <path d="M2 2l12 12M5.5 5.5 4 7a3.5 3.5 0 0 0 5 5l1.5-1.5M8 3.5 9 2.6A3.5 3.5 0 0 1 13.4 7l-1 1" />,
);
export const SaveIcon = icon(<path d="M2.8 2.8h8l2.4 2.4v8H2.8zM5.5 13V9h5v4M5.5 3v2.5h4" />);
export const ResetIcon = icon(<path d="M3 8a5 5 0 1 0 1.6-3.7L3 5.7M3 2.5v3.2h3.2" />);
export const GlobeIcon = icon(
  <>
    <circle cx="8" cy="8" r="5.8" />
    <path d="M2.2 8h11.6M8 2.2c2 2 2.5 3.6 2.5 5.8S10 11.8 8 13.8C6 11.8 5.5 10.2 5.5 8S6 4.2 8 2.2Z" />
  </>,
);

export const MegaphoneIcon = icon(
  <path d="M2.5 6.3v3.4h2.3L11 13V3L4.8 6.3H2.5ZM5 9.7l.7 3.6h1.7l-.6-3M13.3 6.5v3" />,
);
export const StarIcon = icon(
  <path d="m8 2 1.8 3.8 4.2.5-3.1 2.9.8 4.1L8 11.3l-3.7 2 .8-4.1L2 6.3l4.2-.5L8 2Z" />,
);
export const StarFullIcon = icon(
  <path
    d="m8 2 1.8 3.8 4.2.5-3.1 2.9.8 4.1L8 11.3l-3.7 2 .8-4.1L2 6.3l4.2-.5L8 2Z"
    fill="currentColor"
  />,
);
export const SnowIcon = icon(
  <path d="M8 1.8v12.4M2.6 4.9l10.8 6.2M13.4 4.9 2.6 11.1M6.3 2.7 8 4.1l1.7-1.4M6.3 13.3 8 11.9l1.7 1.4" />,
);
export const TeamIcon = icon(
  <>
    <circle cx="5.8" cy="5.6" r="2.3" />
    <path d="M1.6 13c.5-2.3 2-3.5 4.2-3.5S9.5 10.7 10 13M10.3 3.5a2.3 2.3 0 0 1 0 4.3M11.8 9.8c1.4.4 2.3 1.5 2.6 3.2" />
  </>,
);
export const PlayIcon = icon(<path d="M4.5 2.8v10.4L13 8 4.5 2.8Z" fill="currentColor" />);
export const PauseIcon = icon(<path d="M5 3v10M11 3v10" strokeWidth={2.6} />);
export const LockIcon = icon(<path d="M3.5 7h9v6.5h-9ZM5.3 7V5a2.7 2.7 0 0 1 5.4 0v2" />);
export const BellIcon = icon(
  <path d="M4 11V7.2a4 4 0 0 1 8 0V11l1.3 1.5H2.7ZM6.6 12.5a1.5 1.5 0 0 0 2.8 0" />,
);
export const CloseIcon = icon(<path d="m4 4 8 8M12 4l-8 8" />);
export const PlusIcon = icon(<path d="M8 3v10M3 8h10" />);
export const PencilIcon = icon(<path d="m3 13 .6-2.8L10.8 3l2.2 2.2-7.2 7.2L3 13Z" />);
export const ListIcon = icon(<path d="M5.5 4h8M5.5 8h8M5.5 12h8M2.5 4v.1M2.5 8v.1M2.5 12v.1" />);
export const BulbIcon = icon(
  <path d="M6 11.5h4M6.5 13.8h3M5.8 11.5c0-1.5-1.8-2.3-1.8-4.7a4 4 0 0 1 8 0c0 2.4-1.8 3.2-1.8 4.7" />,
);

export const markIcons: Record<MarkIcon, (props: IconProps) => ReactNode> = {
  check: CheckIcon,
  cross: CrossIcon,
  clock: ClockIcon,
  hourglass: HourglassIcon,
  chip: ChipIcon,
  overflow: OverflowIcon,
  bolt: BoltIcon,
  braces: BracesIcon,
  'braces-clock': BracesClockIcon,
  alert: AlertIcon,
};

/** The ginkgo leaf. */
export function Leaf({ size = 20 }: IconProps) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path
        d="M12 21.5V12M12 12C5.6 13 1.9 9.7 1.5 4.6 4.8 2.1 8.7 1.8 10.7 3.7L12 6.4l1.3-2.7c2-1.9 5.9-1.6 9.2.9C22.1 9.7 18.4 13 12 12Z"
        fill="currentColor"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinejoin="round"
        strokeLinecap="round"
      />
    </svg>
  );
}
