#!/bin/sh
# Campaigns: builds them, and tries many times over what can go wrong with a file.
#
#   sh tests/campaigns/run.sh                    short sizes, with the same seed each time: a minute of processor time
#   sh tests/campaigns/run.sh --long             long sizes, a seed of its own, memory also under the sanitizers: an hour of it
#   sh tests/campaigns/run.sh [--long] NAME...   only these, as kill or faults
#
# Each prints a line of what it found. build/campaigns/tests/campaigns/laurels_campaigns runs one alone.
set -eu
cd "$(dirname "$0")/../.."
. tests/setup.sh

size=
seed=1
case ${1:-} in
    --long)
        size=--long
        seed=$(date +%s)
        shift
        ;;
    -*) sed -n '2,8s/^# \{0,1\}//p' tests/campaigns/run.sh; exit 2 ;;
esac
sanitized=
[ $# -gt 0 ] || sanitized=$size
[ $# -gt 0 ] || set -- writers ensure readers kill damage faults memory

want_library
want has_tool ccache ccache
install_wanted
use_ccache
quietly campaigns-build.log sh -c 'cmake --preset campaigns && cmake --build --preset campaigns'

passed=0 failed=0
# run FOLDER ARGUMENT...: one campaign of the build in FOLDER.
run() {
    program=$1/tests/campaigns/laurels_campaigns
    shift
    place=${TMPDIR:-/tmp}
    # Where only the order of calls matters and not the disk, files are made in memory.
    case $1 in
        damage | faults | memory) [ ! -w /dev/shm ] || place=/dev/shm ;;
    esac
    # shellcheck disable=SC2086 # a word or none
    if TMPDIR=$place "$program" "$@" --seed "$seed" $size; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
    fi
}
for campaign; do run build/campaigns "$campaign"; done

if [ "$sanitized" ]; then
    # The allocator's failures again, a sample of them, where a leak or a wrong access is seen.
    size=
    quietly campaigns-asan.log sh -c 'cmake --preset asan -B build/campaigns-asan -DLAURELS_CAMPAIGNS=ON \
        -DLAURELS_TESTS=OFF -DLAURELS_EXAMPLES=OFF && cmake --build build/campaigns-asan'
    say "with the address sanitizer:"
    run build/campaigns-asan memory
    run build/campaigns-asan damage
fi
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
