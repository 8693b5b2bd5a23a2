/** Queries that the page opens with. docs/schema.graphql lists everything else. */
export const examples = [
  {
    query: `# Submissions that failed, newest first, with what each test case said.
query FailedSubmissions {
  submissions(
    first: 20
    ordering: [{ id: DESC }]
    filters: { verdict: { inList: ["WA", "RTE", "TLE"] } }
  ) {
    totalCount
    edges {
      node {
        id
        number
        verdict
        user { username }
        problem { slug }
        currentJudgement {
          judgehost
          runs { ordinal testCase verdict judgeMessage }
        }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}
`,
  },
  {
    query: `# The problems that you act for, with the versions of their test data.
query Problems {
  problems(ordering: [{ slug: ASC }]) {
    edges {
      node {
        slug
        title
        visibility
        testPackage { version testCaseCount timeLimitMs }
      }
    }
  }
}
`,
  },
  {
    query: `# Judge a submission again; take its id from the first tab.
mutation Rejudge($submissionId: ID!) {
  rejudge(submissionId: $submissionId) { ordinal state }
}
`,
    variables: '{ "submissionId": "" }',
  },
];
