#!/bin/sh
# Fuzzing: builds every target of this folder with Clang's libFuzzer and sanitizers, and runs each for a while.
#
#   sh tests/fuzz/run.sh                     10 seconds each, 30 those that read what others made, with the same seed
#   sh tests/fuzz/run.sh SECONDS             a longer campaign, with a seed of its own
#   sh tests/fuzz/run.sh SECONDS TARGET...   of these targets only, as date or file
#
# Each begins with the inputs in tests/fuzz/corpus/ and with what earlier runs kept in build/fuzz/corpus/. An input that
# breaks something is kept in build/fuzz/found/; once that is mended it belongs into tests/fuzz/corpus/ too.
set -eu
cd "$(dirname "$0")/../.."
. tests/setup.sh

# The first Clang that is new enough: 16, which the library needs.
clang() {
    for candidate in clang++ clang++-19 clang++-20 clang++-18 clang++-17 clang++-16; do
        if echo '#if __clang_major__ < 16
#error old
#endif' | "$candidate" -E -x c++ - >/dev/null 2>&1; then
            echo "$candidate"
            return 0
        fi
    done
    return 1
}
# Its libFuzzer is a package of its own.
has_fuzzer() {
    library=libclang_rt.fuzzer-$(uname -m).a
    compiler=$(clang) || return 1
    [ -e "$("$compiler" -print-file-name="$library")" ] ||
        [ -e "$("$compiler" -print-resource-dir)/lib/linux/$library" ]
}

seconds=${1:-10}
seconds_outside=${1:-30}
# A change is judged by inputs that come out the same each time; campaigns look for new ones.
seed=0
[ $# -gt 0 ] || seed=1
case $seconds in
    *[!0-9]* | 0) sed -n '2,9s/^# \{0,1\}//p' tests/fuzz/run.sh; exit 2 ;;
esac
[ $# -eq 0 ] || shift

want_library
want has_fuzzer - clang-19 libclang-rt-19-dev
want has_tool ccache ccache
install_wanted
use_ccache

compiler=$(clang) || fail "Clang 16 or newer is needed"
quietly fuzz-build.log sh -c "cmake --preset fuzz -DCMAKE_CXX_COMPILER=$compiler && cmake --build --preset fuzz"

# shellcheck disable=SC2046 # a word each
[ $# -gt 0 ] || set -- $(ls tests/fuzz/corpus)
found=build/fuzz/found
mkdir -p $found
# Files that targets make, in memory where there is a place for that; gone at the end, also after a crash.
TMPDIR=$(mktemp -d "$([ -w /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")/laurels-fuzz-XXXXXX")
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT
trap 'exit 1' HUP INT TERM

targets=0 failed=0
# begin TARGET: in the background, since each takes one core.
begin() {
    kept=build/fuzz/corpus/$1
    mkdir -p "$kept"
    case $1 in
        exchange | json | rows | table | template) time=$seconds_outside ;;
        *) time=$seconds ;;
    esac
    ASAN_OPTIONS=quarantine_size_mb=64 UBSAN_OPTIONS=print_stacktrace=1 \
        "build/fuzz/tests/fuzz/fuzz_$1" -seed=$seed -max_total_time="$time" -timeout=20 \
        -rss_limit_mb=3072 -max_len=4096 -dict=tests/fuzz/words.dict -artifact_prefix="$found/$1-" \
        -print_final_stats=1 "$kept" "tests/fuzz/corpus/$1" >"build/logs/fuzz-$1.log" 2>&1 </dev/null &
}
# end PROCESS TARGET
end() {
    target=$2
    log=build/logs/fuzz-$target.log
    targets=$((targets + 1))
    result=
    wait "$1" || result=FAILED
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
    printf '%-8s %10s runs %s\n' "$target" "${runs:-?}" "$result"
    if [ "$result" ]; then
        failed=$((failed + 1))
        # not its progress, nor frames without names, which are all there is without llvm-symbolizer
        grep -a -v -E '^(#[0-9]|INFO|stat::|[[:space:]]*NEW_FUNC| *#[0-9]+ 0x[0-9a-f]+  \()' "$log" | tail -n 30 >&2
    fi
}
# Two at a time.
previous=
for next; do
    begin "$next"
    # shellcheck disable=SC2086 # two words
    [ -z "$previous" ] || end $previous
    previous="$! $next"
done
# shellcheck disable=SC2086 # two words
end $previous
echo "$targets targets, $failed failed"
[ $failed -eq 0 ]
