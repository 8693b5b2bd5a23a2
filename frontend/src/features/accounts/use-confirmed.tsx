import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode } from 'react';

import { PasswordDialog } from '@/features/accounts/components/password-dialog';
import { PASSWORD_NEEDED } from '@/lib/api/auth-client';
import { ApiError } from '@/lib/api/errors';

interface Options<Input, Result> {
  act: (input: Input) => Promise<Result>;
  onDone?: (result: Result) => void;
}

const isPasswordNeeded = (error: unknown) =>
  error instanceof ApiError && error.code === PASSWORD_NEEDED;

/**
 * Something that the server does only shortly after a sign-in: where that was too long ago the
 * password is asked for once more, and it goes on. `dialog` must stand on the page.
 */
export function useConfirmed<Input, Result>({ act, onDone }: Options<Input, Result>) {
  const [waiting, setWaiting] = useState<{ input: Input } | null>(null);
  const mutation = useMutation({
    mutationFn: act,
    onSuccess: (result) => onDone?.(result),
    onError: (error, input) => {
      if (isPasswordNeeded(error)) setWaiting({ input });
    },
  });
  const dialog: ReactNode = waiting && (
    <PasswordDialog
      onClose={() => setWaiting(null)}
      onConfirmed={() => {
        setWaiting(null);
        mutation.mutate(waiting.input);
      }}
    />
  );
  return {
    run: mutation.mutate,
    isPending: mutation.isPending,
    error: isPasswordNeeded(mutation.error) ? null : mutation.error,
    dialog,
  };
}
