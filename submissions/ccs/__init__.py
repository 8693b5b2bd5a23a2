"""The ICPC Contest API, version 2026-01 (https://ccs-specs.icpc.io/2026-01/contest_api).

Properties that the specification leaves optional and its JSON schema of that version doesn't
know are left out, so that strict clients take what we say.
"""
