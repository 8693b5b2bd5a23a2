/** The id by which GraphQL knows a row whose number stands in an address. */
export function nodeId(type: string, number: number): string {
  return btoa(`${type}:${number}`);
}
