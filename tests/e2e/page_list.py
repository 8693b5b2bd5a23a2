"""The pages that are looked at: by axe in a test, and by people as pictures."""

VISITOR = ("/login", "/signup", "/verify-email", "/reset-password", "/problems", "/problems/aplusb")
OWN = (
    "/",
    "/problems?tag=strings",
    "/problems/aplusb?tab=hints",
    "/problems/aplusb?tab=editorial",
    "/problems/aplusb?tab=submissions",
    "/submissions",
    "/contests",
    "/contests/demo-contest",
    "/contests/demo-contest/standings",
    "/contests/demo-contest/clarifications",
    "/contests/demo-contest/submissions",
    "/contests/demo-contest/problems/A",
    "/contests/demo-contest-past/statistics",
    "/contests/demo-contest-past/replay?at=90",
    "/assignments",
    "/assignments/demo-assignment-past",
    "/courses",
    "/courses/swe2001",
    "/courses/swe2001/assignments",
    "/courses/swe2001/notices",
    "/courses/swe2001/questions",
    "/courses/swe2001/questions/new",
    "/courses/swe2001/grades",
    "/notifications",
    "/settings",
    "/settings/security",
    "/settings/tokens",
    "/settings/notifications",
    "/statistics",
    "/leaderboard",
    "/nowhere",
)
TEACHING = (
    "/manage",
    "/manage/courses",
    *(
        f"/manage/courses/swe2001/{part}"
        for part in ("settings", "members", "joining", "plan", "notices", "questions")
    ),
    "/manage/assignments",
    *(
        f"/manage/sets/demo-assignment/{part}"
        for part in ("settings", "problems", "extensions", "results")
    ),
    "/manage/contests",
    *(
        f"/manage/sets/demo-contest/{part}"
        for part in (
            *("settings", "problems", "entries", "invitations", "talk", "balloons", "results"),
        )
    ),
    "/manage/problems",
    *(
        f"/manage/problems/twodrinks/{part}"
        for part in (
            *("statement", "files", "settings", "help", "templates"),
            *("tests", "versions", "verifier", "history"),
        )
    ),
    "/manage/grades?course=swe2001",
    "/manage/submissions",
    "/manage/submissions/{older}",
    "/manage/submissions/diff?left={older}&right={newer}",
    "/manage/rejudgings",
    "/manage/rejudgings/new?set=demo-contest",
    "/manage/rejudgings/{rejudging}",
    "/manage/plagiarism",
    "/manage/plagiarism/{check}",
    "/manage/plagiarism/pairs/{pair}",
    "/manage/statistics?of=course&slug=swe2001",
    "/manage/statistics?of=set&slug=demo-contest",
    "/manage/work",
    "/manage/faults",
    "/manage/audit",
    "/contests/demo-contest-frozen/standings?view=staff",
    "/contests/demo-contest-frozen/reveal",
)
"""Of a TA; the numbers in braces are those of tests.e2e.staff_traces."""
