#!/usr/bin/env bash
# release.sh checks and prepares releases of the module in the current folder.
#
#   release.sh diff               compares the exported API with that of the last release
#   release.sh check v1.2.3       checks that HEAD can be released as v1.2.3
#   release.sh consumer [v1.2.3]  builds and runs a program that gets that version, or HEAD
#   release.sh notes v1.2.3       prints the section of CHANGELOG.md
#
# APIDIFF is the command apidiff, as package@version.
set -euo pipefail

fail() { printf 'release: %s\n' "$*" >&2; exit 1; }

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

form='^v(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)$'

need_version() {
	[[ $1 =~ $form ]] || fail "invalid version \"$1\"; want one like v1.2.3 (make: VERSION=v1.2.3)"
}

# last_release prints the newest version that HEAD contains and is not HEAD itself, if there is one.
last_release() {
	[[ $(git rev-parse --is-shallow-repository) == false ]] ||
		fail "this clone is shallow, so that tags are missing: git fetch --unshallow --tags"
	git tag --merged=HEAD --no-contains=HEAD --sort=version:refname |
		{ grep -E "$form" || true; } | tail -n 1
}

# changes prints the report of apidiff, without programs: the headings "Incompatible changes:" and
# "Compatible changes:", with lines like "- ./wrapper.(*Client).Ping: removed".
changes() {
	local module
	module=$(go list -m)
	mkdir "$work/base"
	{
		git archive "$1" | tar -x -C "$work/base" &&
			(cd "$work/base" && go run "$APIDIFF" -m -w "$work/export" "$module") &&
			go run "$APIDIFF" -m "$work/export" "$module" >"$work/report"
	} 2>"$work/log" || fail "cannot compare with $1: $(cat "$work/log")"
	grep -vE '^- package .*/(cmd|examples|gen|drift)(/[^:]*)?: ' "$work/report" || true
}

# breaking prints the names in a report of what breaks users: stancer.Client.Ping, package contract.
breaking() {
	awk '/^[A-Z]/ { on = /^Incompatible/ } on && sub(/^- /, "")' |
		sed -E 's/(: |, method set of ).*//; s/\(\*([^)]*)\)/\1/' |
		sed -E 's|^\./wrapper\.|stancer.|; s|^(package )?[^ ]*/|\1|' | sort -u
}

# announced prints the bullets that begin with **Breaking:** above the section of a release.
announced() {
	local end="## [${1#v}]"
	grep -qF "$end" CHANGELOG.md || fail "CHANGELOG.md has no section of $1, the last release"
	awk -v end="$end" 'index($0, end) == 1 { exit }
		/^(- |#|$)/ { on = /^- \*\*Breaking:\*\*/ }
		on' CHANGELOG.md
}

# allowed prints the versions that may follow a release, the smallest first.
allowed() {
	local report=$2 major minor patch
	IFS=. read -r major minor patch <<<"${1#v}"
	[[ $report == *'- '* ]] || echo "v$major.$minor.$((patch + 1))"
	[[ $major == 0 || -z $(breaking <<<"$report") ]] && echo "v$major.$((minor + 1)).0"
	echo "v$((major + 1)).0.0"
}

# compare prints the changes since the last release. It fails if a breaking one is not announced, or
# if the given version may not come next.
compare() {
	local tag report text next missing=
	tag=$(last_release)
	if [[ -z $tag ]]; then
		echo "There is no release before HEAD to compare the Go API with."
		return
	fi
	report=$(changes "$tag")
	next=$(allowed "$tag" "$report")
	printf '## The Go API since %s\n\nThe next version is at least %s.\n' "$tag" "${next%%$'\n'*}"
	printf '%s\n' "${report:+$'\n'$report}"
	text=$(announced "$tag")
	while read -r name; do
		[[ -z $name || $text == *"\`$name\`"* || $text == *"\`stancer.${name#api.}\`"* ]] ||
			missing+=$'\n'"- **Breaking:** \`$name\` …"
	done < <(breaking <<<"$report")
	[[ -z $missing ]] ||
		fail "CHANGELOG.md does not announce every breaking change. Add to Unreleased:$missing"
	[[ -z ${1-} ]] || grep -qxF "$1" <<<"$next" ||
		fail "after $tag, these changes require one of ${next//$'\n'/, }, not $1"
}

# notes prints the section of a version, which must have a date and a bullet.
notes() {
	local start="## [${1#v}] - " text
	grep -qE "^## \[${1#v}\] - [0-9]{4}-[0-9]{2}-[0-9]{2}$" CHANGELOG.md ||
		fail "CHANGELOG.md has no line like ${start}2006-01-02"
	text=$(awk -v start="$start" '/^## |^\[.*\]: / { on = 0 }
		on
		index($0, start) == 1 { on = 1 }' CHANGELOG.md)
	[[ $text == *$'\n- '* ]] || fail "the section of $1 in CHANGELOG.md has no bullet"
	sed '1{/^$/d}' <<<"$text"
}

check() {
	local tagged
	[[ -z $(git status --porcelain) ]] || fail "there are uncommitted changes"
	git merge-base --is-ancestor HEAD origin/main || fail "HEAD is not on origin/main"
	tagged=$(git rev-parse --verify --quiet "refs/tags/$1^{commit}" || true)
	[[ -z $tagged || $tagged == "$(git rev-parse HEAD)" ]] || fail "$1 already is $tagged"
	notes "$1" >/dev/null
	compare "$1"
	printf '\nHEAD can be released as %s.\n' "$1"
}

# consumer gets a version from the repository, as a module proxy may remember that it did not exist.
# Without a version it tags a clone of HEAD, which the go command takes for the repository. That has
# its own module cache, so that the version is forgotten, and gets other modules from the usual one.
consumer() {
	local tag=${1:-v0.0.1} module agent
	module=$(go list -m)
	export GOFLAGS=-modcacherw GOWORK=off GOPRIVATE=$module
	if [[ -z ${1-} ]]; then
		git clone --quiet --bare . "$work/origin"
		git -C "$work/origin" tag "$tag"
		GOPROXY="file://$(go env GOMODCACHE)/cache/download,$(go env GOPROXY)"
		export GOPROXY GONOPROXY=$module GONOSUMDB='*' GOMODCACHE="$work/modules" \
			GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0="url.file://$work/origin.insteadOf" \
			GIT_CONFIG_VALUE_0="https://$module"
	fi
	mkdir "$work/consumer"
	cp "$(dirname "$0")/consumer/main.go" "$work/consumer"
	(
		cd "$work/consumer" && go mod init example.com/consumer &&
			go get "$module/wrapper@$tag" "$module/wrapper/stancertest@$tag" &&
			go build -o consumer
	) 2>"$work/log" || fail "$(cat "$work/log")"
	agent=$("$work/consumer/consumer")
	[[ $agent == "stancer-go/$tag "* ]] || fail "the program with $tag has the User-Agent $agent"
	echo "A program with $tag builds and runs. Its User-Agent is $agent."
}

case ${1-} in
	diff) compare ;;
	check | notes) need_version "${2-}" && "$1" "$2" ;;
	consumer) [[ -z ${2-} ]] || need_version "$2"; consumer "${2-}" ;;
	*) fail "give a command: diff, check, consumer or notes" ;;
esac
