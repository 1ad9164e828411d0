# What client tests written in bash share: TAP on standard output, and psql.

set -eu -o pipefail

tests=0

# is GOT WANTED NAME
is()
{
	tests=$((tests + 1))
	if [ "$1" = "$2" ]
	then
		echo "ok $tests - $3"
	else
		echo "not ok $tests - $3"
		printf 'got: %s\nwanted: %s\n' "$1" "$2" | sed 's/^/# /'
	fi
}

# like GOT PATTERN NAME
like()
{
	is "$(grep -qE -- "$2" <<<"$1" && echo "$2" || echo "$1")" "$2" "$3"
}

# What a statement returns; NOTICEs go to standard error.
sql()
{
	psql -XqAt -v ON_ERROR_STOP=1 -c "$1"
}

done_testing()
{
	echo "1..$tests"
}
