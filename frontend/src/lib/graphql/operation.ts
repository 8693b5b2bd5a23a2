/** The text of a query, mutation or subscription, with the types of what it takes and gives. */
export interface Operation<Data, Variables> {
  readonly text: string;
  /** For the compiler only: there is no such value. */
  readonly types?: (variables: Variables) => Data;
}

/** Called by the files that `npm run generate:graphql` writes. */
export function operation<Data, Variables>(text: string): Operation<Data, Variables> {
  return { text };
}
