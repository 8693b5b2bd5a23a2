// eslint-disable-next-line no-restricted-imports -- the examples' one source stands with the documents, outside of src
import cookbook from '../../../../docs/graphql-cookbook.md?raw';

/** Queries that the page opens with: those of the cookbook that are marked as tabs. */
export const examples = [...cookbook.matchAll(/^```graphql tab\n([\s\S]*?)^```$/gm)].map(
  (found) => ({
    query: found[1] ?? '',
  }),
);
