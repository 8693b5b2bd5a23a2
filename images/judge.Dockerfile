# A judge worker with all languages of judging/languages.toml that Debian has. It makes namespaces and
# control groups, so it runs privileged, as root, on machines of its own, and holds no secret.
# docker build -f images/judge.Dockerfile -t codedang-judge .

FROM python:3.11-slim-bookworm AS packages
WORKDIR /src
COPY requirements-judge.txt ./
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --only-binary :all: -r requirements-judge.txt

FROM python:3.11-slim-bookworm
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    JUDGE_AGENT_DIR=/opt/codedang-agent
WORKDIR /srv/codedang
COPY --from=packages /opt/venv /opt/venv
COPY judging ./judging
# The table says what Debian calls each language. The sandbox's program is built here, once.
# hadolint ignore=DL3008,SC2046
RUN apt-get update \
    && apt-get install -y --no-install-recommends util-linux gcc libc6-dev \
        $(python -c "from judging.languages import language_table as t; print(*{p for row in t().language for p in row.debian_packages})") \
    && rm -rf /var/lib/apt/lists/* \
    && python -c "from judging.sandbox.build import agent_path, probe_path; agent_path(); probe_path()"
HEALTHCHECK --interval=30s --timeout=10s --start-period=90s CMD ["python", "-m", "judging.worker.alive"]
CMD ["python", "-m", "judging.worker"]
