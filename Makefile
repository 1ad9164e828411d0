# customers: reviewed, reversible imports of customer files into PostgreSQL.
#
#   make quickstart     install what is missing, build, show the main job
#   make test           install what is missing, build with warnings as errors,
#                       run every test on a private cluster
#   make, make install, make installcheck      as with any extension (PGXS)
#
# PG_CONFIG=/path/to/pg_config chooses the PostgreSQL (14 to 18) to build for.

EXTENSION = customers
MODULE_big = customers
OBJS = $(patsubst %.c,%.o,$(sort $(wildcard src/*.c)))
DATA = $(wildcard sql/customers--*.sql)
SHLIB_LINK = -lcsv
PG_CFLAGS = -Wall -Wextra -Wno-unused-parameter -MMD -MP

# Each regression test stands by itself; the extension is there when it starts.
REGRESS = \
	setup \
	match \
	duplicate \
	diff \
	consent \
	merge \
	group \
	columns \
	password \
	strategy \
	session \
	values \
	header \
	read \
	mend \
	tables
REGRESS_OPTS = --load-extension=$(EXTENSION)
ISOLATION := $(basename $(notdir $(sort $(wildcard test/isolation/specs/*.spec))))
ISOLATION_OPTS = --inputdir=test/isolation --load-extension=$(EXTENSION)

EXTRA_CLEAN = src/*.d src/setup_sql.h src/profile_sql.h output_iso tmp_check

# No bitcode unless asked for (make with_llvm=yes): nothing here is inlined.
ifneq ($(origin with_llvm),command line)
override with_llvm = no
endif

# Without server headers, only the targets that install them work.
PG_CONFIG ?= $(shell test/scripts/find-pg-config)
PGXS := $(if $(PG_CONFIG),$(shell $(PG_CONFIG) --pgxs))
ifneq ($(wildcard $(PGXS)),)
include $(PGXS)
else
all install installcheck:
	@echo "No pg_config with PostgreSQL's server headers was found." >&2
	@echo "Install postgresql-server-dev-NN, or say make PG_CONFIG=/path/to/pg_config." >&2
	@false
endif

# The relations' DDL and the profiles' SELECT are SQL in the tree and C strings
# in the library.
src/setup_sql.h: src/setup.sql src/synonyms.sql
src/profile_sql.h: src/profile.sql
src/setup_sql.h src/profile_sql.h: test/scripts/sql-to-c
	test/scripts/sql-to-c $(filter %.sql,$^) >$@.tmp && mv $@.tmp $@

src/setup.o src/setup.bc: src/setup_sql.h
src/profile_select.o src/profile_select.bc: src/profile_sql.h

-include $(OBJS:.o=.d)

quickstart:
	@test/scripts/quickstart

quickstart-psql:
	@test/scripts/quickstart psql

test:
	@test/scripts/test

test-fresh:
	@test/scripts/fresh-machine

fuzz:
	@$(MAKE) -C test/fuzz run

bench:
	@test/bench/run

.PHONY: bench fuzz quickstart quickstart-psql test test-fresh
