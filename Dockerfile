# The portal for those without Debian; compose.yaml starts its processes.
FROM python:3.11-slim-bookworm

RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      fonts-liberation2 libharfbuzz-subset0 libpango-1.0-0 libpangoft2-1.0-0 \
      postgresql-client \
 && rm -rf /var/lib/apt/lists/*

WORKDIR /srv/mentoring
COPY requirements.txt .
RUN pip install --no-cache-dir --only-binary :all: -r requirements.txt
COPY . .
RUN useradd --system --home-dir /srv/mentoring mentoring \
 && install -d -o mentoring -g mentoring /var/lib/mentoring /var/lib/mentoring/static
USER mentoring
ENV VAR_DIR=/var/lib/mentoring PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=mentoring.settings
