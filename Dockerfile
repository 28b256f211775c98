# Wegwijs in one image. Nothing is downloaded when it starts: the embedding model comes with the packages.
# Model and index are made in the volume /data by the first start, not in the image: the index is of *your* documents,
# and a model in the image would weigh 470 MB more in each download of it.
FROM python:3.12-slim AS packages

ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/wegwijs
ENV PATH=/opt/wegwijs/bin:$PATH

# torch first and from its own index: what PyPI has brings gigabytes of libraries for graphics cards.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
WORKDIR /src
COPY requirements.lock ./
RUN pip install --index-url "$TORCH_INDEX" "$(grep '^torch==' requirements.lock)"
RUN pip install --requirement requirements.lock


FROM python:3.12-slim

RUN useradd --uid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin wegwijs \
 && install --directory --owner=wegwijs --group=wegwijs /data
COPY --from=packages /opt/wegwijs /opt/wegwijs
ENV PATH=/opt/wegwijs/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1

WORKDIR /app
COPY pyproject.toml LICENSE ./
COPY ingest ingest
COPY assistant assistant
COPY evals evals
COPY ui ui
RUN pip install --no-cache-dir --no-deps --no-build-isolation --editable .
COPY corpus corpus
COPY deploy/start deploy/healthy.py deploy/

ENV WEGWIJS_HOME=/data WEGWIJS_CORPUS=/app/corpus
USER wegwijs
VOLUME /data
EXPOSE 8000
# The first start makes the index, which takes minutes; later ones take seconds.
HEALTHCHECK --interval=30s --timeout=5s --start-period=10m --retries=3 CMD ["python", "/app/deploy/healthy.py"]
ENTRYPOINT ["/app/deploy/start"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
