import { ApiError } from '@/lib/api/errors';

/** The one of a list that was asked for by its address. Throws "not found" where there is none. */
export function onlyOne<Node>({ edges }: { edges: readonly { node: Node }[] }): Node {
  return present(edges[0]?.node);
}

/** The one that was asked for. Throws "not found" where there is none, or it is not one's own. */
export function present<Node>(node: Node | null | undefined): Node {
  if (node !== null && node !== undefined) return node;
  throw new ApiError({ status: 404, code: 'not_managed', message: '' });
}

/** For useInfiniteQuery: where the next page of a connection begins. */
export function nextPage(page: {
  pageInfo: { hasNextPage: boolean; endCursor: string | null };
}): string | undefined {
  return page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? undefined) : undefined;
}
