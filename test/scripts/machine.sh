# Bare Debian machines, each with a PostgreSQL: folders that debootstrap made,
# kept in the cache.  Sourced by bash scripts after common.sh.

# The Debian release that PostgreSQL $1 comes with.
debian_of()
{
	case $1 in
		15) echo bookworm ;;
		17) echo trixie ;;
		18) echo sid ;;
		*) die "no Debian release is known that comes with PostgreSQL $1" ;;
	esac
}

require_machines()
{
	[ "$(id -u)" = 0 ] && command -v debootstrap >/dev/null ||
		die "needs root and debootstrap"
}

machine_of()
{
	echo "$cache/debian-$(debian_of "$1")-$1"
}

# Makes the machine of PostgreSQL $1, unless it is there.  It appears in the
# cache when it is whole.
make_machine()
{
	local machine new release

	machine=$(machine_of "$1")
	[ ! -d "$machine" ] || return 0
	release=$(debian_of "$1")
	new=$machine.new
	rm -rf "$new"
	mkdir -p "$cache"
	say "A Debian $release with PostgreSQL $1, once, in $machine"
	debootstrap --variant=minbase "$release" "$new" "$(debian_mirror "$release")" >"$machine.log" 2>&1 &&
		prepare_machine "$new" &&
		in_machine "$new" "DEBIAN_FRONTEND=noninteractive apt-get -y -q --no-install-recommends install \
			postgresql-$1 postgresql-server-dev-$1 make gcc libc6-dev libcsv-dev \
			perl libipc-run-perl" >>"$machine.log" 2>&1 &&
		mv "$new" "$machine" ||
		{ tail "$machine.log"; return 1; }
}

# Names are resolved as here, and installing PostgreSQL starts no server.
prepare_machine()
{
	connect_machine "$1"
	mkdir -p "$1/etc/postgresql-common/createcluster.d"
	echo 'create_main_cluster = false' >"$1/etc/postgresql-common/createcluster.d/none.conf"
	start_no_services "$1"
}

connect_machine()
{
	cp -L /etc/resolv.conf "$1/etc/"
	apt-config dump | grep -iE '^Acquire::https?::Proxy ' >"$1/etc/apt/apt.conf.d/90proxy" || true
}

start_no_services()
{
	printf '#!/bin/sh\nexit 101\n' >"$1/usr/sbin/policy-rc.d"
	chmod +x "$1/usr/sbin/policy-rc.d"
}

# Runs command $2 on the machine in folder $1.  Its mounts and processes are in
# name spaces that end with it.
in_machine()
{
	unshare --mount --pid --fork bash -eu -c '
		mount -t proc proc "$1/proc"
		mount -t tmpfs tmpfs "$1/dev/shm"
		mount -t tmpfs -o size=4g,mode=1777 tmpfs "$1/tmp"
		[ ! -d "$3" ] || cp -r "$3" "$1/tmp/customers"
		exec chroot "$1" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
			HOME=/root CI=true bash -eu -c "$2"
		' bash "$1" "$2" "${3:-}" </dev/null
}

# Runs command $2 on the machine of PostgreSQL $1, in a copy of the tree.
on_machine()
{
	local copy=$folder/tree

	rm -rf "$copy"
	mkdir "$copy"
	(cd "$tree" && tar -cf - --exclude=./.git --exclude=./.quickstart --exclude='*.o' --exclude='*.so' .) |
		tar -C "$copy" --no-same-owner -xf -
	in_machine "$(machine_of "$1")" "cd /tmp/customers; $2" "$copy"
}
