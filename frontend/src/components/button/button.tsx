import type { ButtonHTMLAttributes, ReactNode, Ref } from 'react';

import classes from './button.module.css';

export interface ButtonLook {
  /** `filled` is the one thing to do here; `danger` takes something away. */
  variant?: 'filled' | 'default' | 'subtle' | 'danger';
  size?: 'xs' | 'sm' | 'md';
  leftSection?: ReactNode;
  fullWidth?: boolean;
}

interface Props extends ButtonLook, ButtonHTMLAttributes<HTMLButtonElement> {
  /** Busy with what it was pressed for: it can't be pressed again. */
  loading?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

export function lookOf({ variant = 'filled', size = 'md', fullWidth = false }: ButtonLook) {
  return { 'data-variant': variant, 'data-size': size, 'data-full': fullWidth || undefined };
}

export function Button({
  variant,
  size,
  leftSection,
  fullWidth,
  loading = false,
  disabled,
  className,
  type = 'button',
  children,
  ...rest
}: Props) {
  return (
    <button
      type={type}
      className={`${classes.button} ${className ?? ''}`}
      disabled={disabled === true || loading}
      aria-busy={loading || undefined}
      {...lookOf({ variant, size, fullWidth })}
      {...rest}
    >
      {loading && <span className={classes.spinner} aria-hidden="true" />}
      {!loading && leftSection}
      {children}
    </button>
  );
}

interface IconProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  'aria-label': string;
  ref?: Ref<HTMLButtonElement>;
}

/** A small square button that shows an icon only. */
export function IconButton({ className, type = 'button', children, ...rest }: IconProps) {
  return (
    <button
      type={type}
      className={`${classes.icon} ${className ?? ''}`}
      title={rest['aria-label']}
      {...rest}
    >
      {children}
    </button>
  );
}
