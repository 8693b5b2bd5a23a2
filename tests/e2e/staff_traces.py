"""What a TA leaves behind on a demo site, so that no page of /manage stands empty."""

import time
from typing import Any

from tests.live import Student

TA = ("ta", "ta-demo-pass-1")
WITHIN_S = 120
POLL_S = 0.5
SOURCE = """\
n, w = map(int, input().split())
seen = {}
for number, price in enumerate(map(int, input().split()), start=1):
    if w - price in seen:
        print(number, seen[w - price], sep="\\n")
        break
    seen[price] = number
else:
    print("impossible")
"""
STARTS = """\
mutation($problem: ID!) {
  firstStatement: writeStatement(
    problemId: $problem, language: "ko", title: "음료 두 잔", source: "두 정수를 더하세요."
  ) { id }
  statement: writeStatement(
    problemId: $problem, language: "ko", title: "음료 두 잔", source: "두 정수의 **합**을 구하세요."
  ) { id }
  putHints(problemId: $problem, texts: ["입력을 두 개 읽으세요.", "더하세요."]) { id }
  writeEditorial(problemId: $problem, language: "ko", text: "더하면 됩니다.") { id }
  createRejudging(choice: {problemSet: "demo-assignment-past", username: "student"}, reason: "") {
    id number
  }
  writeCodeTemplate(
    problemId: $problem, language: "python3", source: "# @locked\\nimport sys\\n# @unlocked\\n"
  ) { id }
  createSourceArchive(choice: {problemSet: "demo-assignment-past"}) { id }
  startPlagiarismCheck(problemId: $problem, threshold: 0.1) { id number }
  grantExtension(
    slug: "demo-assignment", usernames: ["student"], endsAt: "2126-01-01T00:00:00Z", reason: "병가"
  ) { id }
}
"""
IDS = """{
  problems(first: 1, filters: {slug: {exact: "twodrinks"}}) { edges { node { id } } }
  submissions(first: 2, ordering: [{id: ASC}]) { edges { node { number } } }
}"""
STATES = """query($rejudging: ID!, $check: ID!) {
  rejudging(id: $rejudging) { state }
  plagiarismCheck(id: $check) { state pairs(ordering: [{similarity: DESC}]) { number } }
}"""


def ask(ta: Student, query: str, **variables: object) -> Any:
    answer = ta.post("/graphql", query=query, variables=variables)
    assert "errors" not in answer, answer
    return answer["data"]


def leave_traces(ta: Student, student: Student) -> dict[str, int]:
    """Begin what staff begin, and wait for its end; the numbers of what pages name by one."""
    for person in (student, ta):
        handed_in = person.submit(SOURCE, problem="twodrinks")
        person.wait_until(handed_in, within_s=WITHIN_S, poll_s=POLL_S, state="done")
    found = ask(ta, IDS)
    (problem,) = found["problems"]["edges"]
    made = ask(ta, STARTS, problem=problem["node"]["id"])
    rejudging, check = made["createRejudging"], made["startPlagiarismCheck"]
    deadline = time.monotonic() + WITHIN_S
    while True:
        now = ask(ta, STATES, rejudging=rejudging["id"], check=check["id"])
        state = now["plagiarismCheck"]["state"]
        if now["rejudging"]["state"] == "READY" and state in ("done", "failed"):
            break
        assert time.monotonic() < deadline, now
        time.sleep(POLL_S)
    older, newer = (edge["node"]["number"] for edge in found["submissions"]["edges"])
    return {
        "rejudging": rejudging["number"],
        "check": check["number"],
        "pair": now["plagiarismCheck"]["pairs"][0]["number"],
        "older": older,
        "newer": newer,
    }
