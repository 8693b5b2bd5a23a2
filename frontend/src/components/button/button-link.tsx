import { createLink } from '@tanstack/react-router';
import type { AnchorHTMLAttributes, Ref } from 'react';

import { lookOf, type ButtonLook } from '@/components/button/button';

import classes from './button.module.css';

interface Props extends ButtonLook, AnchorHTMLAttributes<HTMLAnchorElement> {
  ref?: Ref<HTMLAnchorElement>;
}

function AnchorButton({
  variant,
  size,
  leftSection,
  fullWidth,
  className,
  children,
  ...rest
}: Props) {
  return (
    <a
      className={`${classes.button} ${className ?? ''}`}
      {...lookOf({ variant, size, fullWidth })}
      {...rest}
    >
      {leftSection}
      {children}
    </a>
  );
}

/** A link of the router that looks like a button. */
export const ButtonLink = createLink(AnchorButton);
