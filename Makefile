# customers: reviewed, reversible imports of customer files into PostgreSQL.
#
#   make quickstart     install what is missing, build, show the main job
#   make test           install what is missing, build with warnings as errors,
#                       run every test on a private cluster
#   make samples        copy the sample files to where the examples name them
#   make, make install, make installcheck      as with any extension (PGXS)
#
# PG_CONFIG=/path/to/pg_config chooses the PostgreSQL (15 to 18) to build for.

EXTENSION = customers
MODULE_big = customers
OBJS = $(patsubst %.c,%.o,$(sort $(wildcard src/*/*.c)))
DATA = $(wildcard sql/customers--*.sql)
TEXTS = $(patsubst %,%.h,$(sort $(wildcard src/*/*.sql src/*/*.html)))
# Calls from one file to another are direct: that is faster, and a function of the
# same name in another library cannot take their place.
SHLIB_LINK = -lcsv $(if $(filter linux,$(PORTNAME)),-Wl$(comma)-Bsymbolic)
comma = ,
PG_CPPFLAGS = -Isrc
PG_CFLAGS = -Wall -Wextra -Wno-unused-parameter -MMD -MP

# Each regression test stands by itself; the extension is there when it starts.
REGRESS = \
	setup \
	match \
	keys \
	person \
	handover handed_no \
	duplicate \
	duplicate_memory \
	weak_keys \
	diff \
	name_follow \
	consent \
	consent_answers \
	consent_columns \
	consent_cells \
	merge \
	held \
	limits \
	weekly \
	review \
	history \
	nested \
	group \
	columns \
	category \
	column_evidence \
	column_parts \
	domain \
	spelling \
	column_default \
	password \
	password_column \
	password_apart \
	preset \
	set \
	strategy \
	session \
	values \
	null_words \
	invalid \
	cells \
	moved_cells \
	strangers \
	header \
	words \
	no_header \
	layout \
	read \
	reader_limits \
	fix \
	fix_value \
	export \
	save \
	order \
	tables \
	adopt \
	adopt_orders \
	adopt_keys \
	adopt_kinds \
	adopt_strategy \
	adopt_consent adopt_ddl \
	adopt_rows \
	adopt_names \
	sequence \
	revert \
	revert_random \
	partition \
	find \
	segment \
	hostile_conditions \
	constraint \
	value_taken \
	membership \
	consent_log \
	opt_out \
	opt_out_moves opt_out_records opt_out_altered opt_out_undo \
	delete \
	report \
	features \
	comments
REGRESS_OPTS = --load-extension=$(EXTENSION)
ISOLATION := $(basename $(notdir $(sort $(wildcard test/isolation/specs/*.spec))))
ISOLATION_OPTS = --inputdir=test/isolation --load-extension=$(EXTENSION)

EXTRA_CLEAN = src/*/*.d $(TEXTS) output_iso tmp_check

# No bitcode unless asked for (make with_llvm=yes): nothing here is inlined.
ifneq ($(origin with_llvm),command line)
override with_llvm = no
endif

# Without server headers, only the targets that install them work.  PGXS may be
# there without: on Debian it comes with the client programs.
PG_CONFIG ?= $(shell test/scripts/find-pg-config)
POSTGRES_H := $(if $(filter 1,$(words $(PG_CONFIG))),$(wildcard $(shell $(PG_CONFIG) --includedir-server)/postgres.h))
PGXS := $(if $(POSTGRES_H),$(shell $(PG_CONFIG) --pgxs))
ifneq ($(wildcard $(PGXS)),)
include $(PGXS)
else
all install installcheck clean:
	@missing=$$(test/scripts/find-pg-config --packages) || exit; \
		if [ -n "$$missing" ]; then \
			echo "PostgreSQL's server headers are not installed here: root can install $$(echo $$missing)" \
				"(as Debian names it; make quickstart does it), or say make PG_CONFIG=/path/to/pg_config."; \
		else \
			echo "no PostgreSQL can be built for under a path with a blank: $(PG_CONFIG)"; \
		fi >&2
	@false
endif

# Before anything is installed: for which PostgreSQL, and whether it can be.
installdirs: installable
installable:
	@for folder in '$(DESTDIR)$(pkglibdir)' '$(DESTDIR)$(datadir)/extension'; do \
		if [ -d "$$folder" ] && ! [ -w "$$folder" ]; then \
			echo "make install writes to $$folder, and $$(id -un) may not: root can (sudo make install)." >&2; \
			exit 1; \
		fi; \
	done
	@echo "Installing for $$($(PG_CONFIG) --version), $(PG_CONFIG); make install PG_CONFIG=... names another."

# SQL and HTML are files in the tree and C strings in the library.
$(OBJS) $(OBJS:.o=.bc): | $(TEXTS)
texts: $(TEXTS)
$(TEXTS): %.h: % test/scripts/text-to-c
	test/scripts/text-to-c $< >$@.tmp && mv $@.tmp $@

# What the control file says of the version, the library says of itself.
src/api/customers.o: override CPPFLAGS += \
	-DCUSTOMERS_VERSION='"$(shell sed -n "s/^default_version = '\(.*\)'/\1/p" customers.control)"'

-include $(OBJS:.o=.d)

quickstart:
	@test/scripts/quickstart

quickstart-psql:
	@test/scripts/quickstart psql

# The sample files, where the examples of README.md and doc/ name them.
samples:
	@test/scripts/samples

test:
	@test/scripts/test

# What examples print, and the tables that are made, written into README.md and doc/.
doc:
	@ACCEPT=1 TEST_PARTS=tap TEST_TAP=test/t/009_documents.pl test/scripts/test

# The picture of the README: the report of make quickstart.
picture:
	@test/scripts/picture .quickstart/report.html doc/report.png

test-versions:
	@test/scripts/versions

test-citus:
	@test/scripts/citus

test-fresh:
	@test/scripts/fresh-machine

# More random cases against the model: make model COUNT=50000 SEED=7 CASE=12
model:
	@TEST_PARTS=tap TEST_TAP=test/t/080_model.pl CUSTOMERS_MODEL_COUNT=$(COUNT) \
		CUSTOMERS_MODEL_SEED=$(SEED) CUSTOMERS_MODEL_CASE=$(CASE) test/scripts/test

# Built and run in other ways, or on other machines; see test/README.md.
assertions:
	@PG_CONFIG=$$(test/scripts/checked-postgres) test/scripts/test --as $@

sanitize:
	@PG_CONFIG=$$(test/scripts/checked-postgres) test/scripts/test --as $@

valgrind:
	@PG_CONFIG=$$(test/scripts/checked-postgres) test/scripts/test --as $@

analyze:
	@test/scripts/analyze

coverage:
	@test/scripts/test --as $@

fuzz:
	@$(MAKE) -C test/fuzz run

bench:
	@test/bench/run

.PHONY: texts installable analyze assertions bench coverage doc fuzz model picture quickstart quickstart-psql samples sanitize test test-citus test-fresh test-versions valgrind
