import { ME } from './support';

interface Asked {
  query: string;
  variables: Record<string, unknown>;
}

/** A TA of the course "algorithms". */
export const TA = {
  ...ME,
  roles: [{ course: { slug: 'algorithms', title: 'Algorithms' }, role: 'ta' }],
};

/** Answer GraphQL by the operation's name; what was asked is kept in the order of asking. */
export function graphql(answers: Record<string, unknown>) {
  const asked: { name: string; variables: Record<string, unknown> }[] = [];
  const answer = async (request: Request) => {
    const { query, variables } = (await request.json()) as Asked;
    const name = /^(?:query|mutation|subscription) (\w+)/.exec(query)?.[1] ?? '';
    asked.push({ name, variables });
    const found = answers[name];
    if (found === undefined) throw new Error(`nobody answers ${name}`);
    const given: unknown =
      typeof found === 'function' ? (found as (v: unknown) => unknown)(variables) : found;
    return given;
  };
  return { asked, answer };
}

export const page = (nodes: readonly unknown[]) => ({
  totalCount: nodes.length,
  pageInfo: { hasNextPage: false, endCursor: null },
  edges: nodes.map((node) => ({ node })),
});

export const refused = (code: string, message: string) => ({
  data: null,
  errors: [{ message, extensions: { code } }],
});
