import { useMutation, useQueryClient } from '@tanstack/react-query';

/** Change something as staff; then all that the staff's pages show is asked for again. */
export function useSave<Values = void, Data = unknown>(
  act: (values: Values) => Promise<Data>,
  onDone?: (data: Data) => unknown,
) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSuccess: async (data) => {
      await client.invalidateQueries({ queryKey: ['manage'] });
      await onDone?.(data);
    },
  });
}
