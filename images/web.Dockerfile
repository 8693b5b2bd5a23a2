# The site: pages, APIs, results worker, background worker and sweeper; the command says which.
# docker build -f images/web.Dockerfile -t codedang-web .

FROM node:20.20-bookworm-slim AS frontend
WORKDIR /src/frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY docs/schema.graphql docs/graphql-cookbook.md /src/docs/
COPY frontend/ ./
RUN npm run build

FROM python:3.11-slim-bookworm AS packages
WORKDIR /src
COPY requirements.txt ./
RUN python -m venv /opt/venv \
    && /opt/venv/bin/pip install --no-cache-dir --only-binary :all: -r requirements.txt

FROM python:3.11-slim-bookworm
# pg_dump, for backups: no older than the server, which Debian's own would be.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends ca-certificates postgresql-common \
    && /usr/share/postgresql-common/pgdg/apt.postgresql.org.sh -y \
    && apt-get install -y --no-install-recommends postgresql-client-17 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --create-home codedang
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=codedang.settings \
    VAR_DIR=/var/lib/codedang
WORKDIR /srv/codedang
COPY --from=packages /opt/venv /opt/venv
COPY manage.py ./
COPY accounts ./accounts
COPY audit ./audit
COPY codedang ./codedang
COPY common ./common
COPY contests ./contests
COPY courses ./courses
COPY discussions ./discussions
COPY infra_control ./infra_control
COPY judging ./judging
COPY notifications ./notifications
COPY problems ./problems
COPY submissions ./submissions
COPY docs/schema.graphql ./docs/schema.graphql
COPY --from=frontend /src/frontend/dist ./frontend/dist
RUN install -d -o codedang "$VAR_DIR"
USER 10001
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=10s --start-period=90s CMD ["python", "-m", "common.health"]
CMD ["uvicorn", "codedang.asgi:application", "--host=0.0.0.0", "--port=8000", "--timeout-graceful-shutdown=20", "--timeout-keep-alive=125", "--no-server-header"]
