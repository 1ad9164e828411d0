# PostgreSQL's official image with customers in it:
#
#	docker build --build-arg PG_MAJOR=17 -t postgres-customers .
#
# Then CREATE EXTENSION customers, in any database of a container.
ARG PG_MAJOR=17

FROM postgres:${PG_MAJOR} AS build
ARG PG_MAJOR
RUN apt-get update \
    && apt-get install -y --no-install-recommends gcc libc6-dev libcsv-dev make "postgresql-server-dev-${PG_MAJOR}" \
    && rm -rf /var/lib/apt/lists/*
COPY . /customers
WORKDIR /customers
RUN make with_llvm=no \
    && make with_llvm=no install DESTDIR=/made

FROM postgres:${PG_MAJOR}
RUN apt-get update \
    && apt-get install -y --no-install-recommends libcsv3 \
    && rm -rf /var/lib/apt/lists/*
COPY --from=build /made /
