# What the scripts behind make share: installing what is missing, a private
# copy of the PostgreSQL installation, and a private server that always stops.
# Sourced by bash scripts.
#
# Only installing needs root.  Whatever is built, installed or started after
# that belongs to an unprivileged user and lives in a private folder, so that
# nothing of the system's PostgreSQL is touched.

set -eu -o pipefail

tree=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)

# The caller's own servers, and the make that started this, are not our matter.
unset ${!PG@} MAKEFLAGS MFLAGS MAKELEVEL
PG_CONFIG=${requested_pg_config:-}
if [ -n "$PG_CONFIG" ]
then
	export PG_CONFIG
else
	unset PG_CONFIG
fi
export LC_ALL=C.UTF-8

# What takes long to make or fetch, and can be used again.
cache=${CUSTOMERS_CACHE:-/var/tmp/customers-cache}

say()
{
	printf '\n==> %s\n' "$*"
}

die()
{
	printf '%s: %s\n' "$(basename "$0")" "$*" >&2
	exit 1
}

# Runs a command as the user that servers run as: whoever started this, or,
# when that is root, postgres.
as_server_user()
{
	if [ "$(id -u)" = 0 ]
	then
		setpriv --reuid="$(server_user)" --regid="$(id -g "$(server_user)")" \
			--init-groups env --chdir=/ HOME=/nonexistent "$@"
	else
		"$@"
	fi
}

server_user()
{
	if [ "$(id -u)" != 0 ]
	then
		id -un
	elif id postgres >/dev/null 2>&1
	then
		echo postgres
	else
		echo nobody
	fi
}

# The packages that a build still needs, one a line, as Debian names them.
missing_packages()
{
	"$tree/test/scripts/find-pg-config" --packages || return
	[ -e /usr/include/csv.h ] || echo libcsv-dev
	command -v gcc >/dev/null || echo gcc
	[ -e /usr/include/stdio.h ] || echo libc6-dev
}

# What the tests need beside that.
missing_test_packages()
{
	command -v prove >/dev/null || echo perl
	perl -MIPC::Run -e 1 2>/dev/null || echo libipc-run-perl
}

# What the programs of test/clients need besides.
missing_client_packages()
{
	local missing

	for missing in "$tree"/test/clients/*/missing
	do
		"$missing"
	done | sort -u
}

# Installs what is missing, if anything is: the arguments name the functions
# that list it.  Installing PostgreSQL must not start a server of Debian's own
# beside ours.  What is missing is asked again once apt knows its packages: of
# which version they are may depend on that.
install_missing()
{
	local no_cluster=/etc/postgresql-common/createcluster.d/customers-setup.conf
	local packages

	packages=$(all_missing "$@")
	[ -n "$packages" ] || return 0
	command -v apt-get >/dev/null ||
		die "missing here, and there is no apt-get to install it: $packages (as Debian names it)"
	[ "$(id -u)" = 0 ] ||
		die "missing here, and only root can install it: apt-get install $packages"

	try_apt_get update || true
	packages=$(all_missing "$@")
	say "Installing $packages"
	mkdir -p "$(dirname "$no_cluster")"
	echo 'create_main_cluster = false' >"$no_cluster"
	trap "rm -f '$no_cluster'" EXIT
	try_apt_get install $packages ||
		die "missing here, and apt-get could not fetch it (is there a network?): $packages"
	rm -f "$no_cluster"
	trap - EXIT
	packages=$(all_missing "$@")
	[ -z "$packages" ] || die "still missing: $packages"
}

# What the functions named by the arguments list, in one line.
all_missing()
{
	local list packages=

	for list in "$@"
	do
		packages+=$("$list")$'\n' || return
	done
	xargs <<<"$packages"
}

apt_get()
{
	try_apt_get "$@" || die "apt-get $1 failed"
}

# Says nothing unless it fails.
try_apt_get()
{
	local output

	output=$(DEBIAN_FRONTEND=noninteractive apt-get -y -q --no-install-recommends \
		-o Dpkg::Use-Pty=0 "$@" </dev/null 2>&1) ||
		{ printf '%s\n' "$output" >&2; return 1; }
}

# Debian's own mirror for the release named $1, as this machine's apt knows it;
# for other releases, that of this machine's own.
debian_mirror()
{
	apt-get indextargets --format '$(ORIGIN) $(CODENAME) $(COMPONENT) $(SITE)' \
		'Created-By: Packages' | awk -v codename="$1" '
		$1 == "Debian" && $3 == "main" && $2 !~ /-/ { any = any ? any : $4; if ($2 == codename) own = $4 }
		END { print own ? own : any }'
}

# Makes $1 a private copy of the PostgreSQL installation: its programs are
# copied, all else is linked.  PostgreSQL finds its folders by where its
# programs are, so `make install` with the copy's pg_config goes there, and so
# does CREATE EXTENSION.  Sets PG_CONFIG and PATH.
copy_postgres()
{
	local root=$1 original dir entry

	original=${PG_CONFIG:-$("$tree/test/scripts/find-pg-config")}
	dir=$("$original" --bindir)
	mkdir -p "$root$dir"
	for entry in postgres psql initdb createdb dropdb pgbench pg_\*
	do
		cp -p "$dir"/$entry "$root$dir/" 2>/dev/null || true
	done

	link_entries "$root" "$("$original" --sharedir)/extension"
	link_entries "$root" "$("$original" --sharedir)"
	link_entries "$root" "$("$original" --pkglibdir)"
	for dir in includedir pkgincludedir includedir-server libdir localedir
	do
		entry=$("$original" --$dir)
		[ -e "$root$entry" ] || { mkdir -p "$root${entry%/*}" && ln -s "$entry" "$root$entry"; }
	done

	export PG_CONFIG="$root$("$original" --bindir)/pg_config"
	export PATH="$(dirname "$PG_CONFIG"):$PATH"
}

# Links all of folder $2, except this extension, into the same folder of $1.
link_entries()
{
	local entry

	mkdir -p "$1$2"
	for entry in "$2"/*
	do
		case ${entry##*/} in
			customers.*|customers--*) ;;
			*) [ -e "$1$entry" ] || ln -s "$entry" "$1$entry" ;;
		esac
	done
}

# Makes a cluster in $1/data, if there is none yet, and starts its server,
# with its socket in $2.  Sets PGHOST and PGUSER.
start_server()
{
	local folder=$1 socket=$2

	if ! [ -e "$folder/data/PG_VERSION" ]
	then
		as_server_user initdb -D "$folder/data" -U postgres -A trust -N -E UTF8 \
			--locale=C.UTF-8 >"$folder/initdb.log" 2>&1 ||
			{ cat "$folder/initdb.log" >&2; die "initdb failed"; }
	fi
	as_server_user pg_ctl -D "$folder/data" -l "$folder/server.log" -w -s \
		-o "-c listen_addresses='' -c unix_socket_directories='$socket' -c fsync=off" \
		start </dev/null >&2 ||
		{ cat "$folder/server.log" >&2; die "the server did not start"; }
	export PGHOST=$socket PGUSER=postgres
}

# Stops the server of $1, if it runs.
stop_server()
{
	[ ! -e "$1/data/postmaster.pid" ] ||
		as_server_user pg_ctl -D "$1/data" -m fast -w -s stop </dev/null >&2
}
