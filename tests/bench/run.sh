#!/bin/sh
# Measures Laurels against its peers, in turn in one run, and prints the medians as a table.
#
#   sh tests/bench/run.sh          500,000 nominations: about a quarter of an hour
#   sh tests/bench/run.sh quick    50,000: a few minutes
#
# Builds what it needs under build/. LAURELS_BENCH_DIR says where the files are made (the disk decides about commits).
set -eu
cd "$(dirname "$0")/../.."
. tests/setup.sh

case ${1:-} in
    '') nominations=500000 ;;
    quick) nominations=50000 ;;
    *) sed -n '2,7s/^# \{0,1\}//p' tests/bench/run.sh; exit 2 ;;
esac
export LAURELS_BENCH_NOMINATIONS="${LAURELS_BENCH_NOMINATIONS:-$nominations}"

bench=build/bench/tests/bench/laurels_bench
venv=build/venv-bench

build_bench() {
    cmake --preset release -B build/bench -DLAURELS_TESTS=OFF -DLAURELS_EXAMPLES=OFF && cmake --build build/bench -j2
}
make_venv() {
    [ -x $venv/bin/python ] || python3 -m venv $venv
    $venv/bin/python -m pip install . 'sqlalchemy>=2,<3' 'pyarrow>=15'
}
quietly bench-build.log build_bench
quietly bench-python.log make_venv

say "$LAURELS_BENCH_NOMINATIONS nominations, $(getconf _NPROCESSORS_ONLN) processors"
$bench
for cache_mb in 50 200; do $bench --memory $cache_mb; done
$bench --views
$venv/bin/python tests/bench/python_bench.py $bench
$venv/bin/python tests/bench/tables_bench.py $bench
$venv/bin/python tests/bench/json_bench.py
