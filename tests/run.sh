#!/bin/sh
# All tests that a change should pass: formatting, the C++ core, what is installed, the Python package.
#
#   sh tests/run.sh          a few minutes
#   sh tests/run.sh --all    also clang-tidy, sanitizers, fuzzing, campaigns, the other Pythons of this machine, and notebooks
#                            in a browser
#
# Sets up what is missing. Stops at the first failure, with a status other than 0. All output is kept in build/logs.
set -eu
cd "$(dirname "$0")/.."
. tests/setup.sh

all=
case ${1:-} in
    '') ;;
    --all) all=yes ;;
    *) sed -n '2,8s/^# \{0,1\}//p' tests/run.sh; exit 2 ;;
esac

summary=build/logs/summary.txt
: >"$summary"

# step TITLE COMMAND...: runs it, says how long it took, and keeps its runners' counts for the end.
number=0
step() {
    title=$1
    shift
    number=$((number + 1))
    log=$(printf '%02d-%s.log' "$number" "$(printf '%s' "$title" | tr -cs '[:alnum:].' '-' | tr '[:upper:]' '[:lower:]')")
    started=$(date +%s)
    printf '%-58s' "$title"
    if ! quietly "$log" "$@"; then
        fail "failed at: $title"
    fi
    printf '%5d s\n' $(($(date +%s) - started))
    counts=$(grep -E '^[0-9]+% tests passed|^=+ .*(passed|skipped).* in [0-9.]+s|^[0-9]+ (passed|targets), [0-9]+ failed$' "build/logs/$log" || true)
    of_gtest=$(sed -n 's/^[0-9]*: \[  PASSED  \] \([0-9]*\) test.*/\1/p' "build/logs/$log" |
        awk '{ sum += $1 } END { if (sum) print sum " passed, 0 failed" }')
    [ -z "$counts$of_gtest" ] || printf '%s:\n%s\n' "$title" "${of_gtest:-$counts}" >>"$summary"
}

venv=build/venv-tests
python=$venv/bin/python
sdist=build/sdist
made=$sdist/.made

# The tests run on what users get: the sdist, unpacked elsewhere than the checkout, and wheels made from it.
make_sdist() {
    rm -rf $sdist
    "$python" -m pip install 'build>=1.2' && "$python" -m build --sdist --outdir $sdist . &&
        tar -xzf $sdist/laurels-*.tar.gz -C $sdist && rm $sdist/laurels-*.tar.gz && touch $made
}
# install_wheel FOLDER EXTRA [OPTION]: a wheel from the sdist into a virtual environment, with an extra's needs.
install_wheel() {
    if newer_than "$1/.wheel" $made; then
        rm -rf "$1/wheel"
        pip "$1/bin/python" wheel ${3:+"$3"} --no-deps --wheel-dir "$1/wheel" $sdist/laurels-* &&
            "$1/bin/python" -m pip install --force-reinstall --no-deps "$1"/wheel/*.whl && touch "$1/.wheel" || return 1
    fi
    if newer_than "$1/.extra$2" pyproject.toml; then
        "$1/bin/python" -m pip install "$(echo "$1"/wheel/*.whl)$2" && touch "$1/.extra$2" || return 1
    fi
}
package() {
    if newer_than $made CMakeLists.txt pyproject.toml README.md include lib bindings; then make_sdist || return 1; fi
    install_wheel $venv "$1"
}
cpp_files() {
    find include lib bindings examples tests \( -name '*.hpp' -o -name '*.cpp' \) -print
}
check_format() {
    cpp_files | xargs $venv/bin/clang-format --dry-run --Werror && $python -m ruff format --check . && $python -m ruff check .
}
check_types() { $python -m mypy && $python -m mypy.stubtest laurels; }
run_pytest() { "$1" -m pytest --numprocesses "${2:-2}" --dist worksteal; }
# Without what gcc compiles besides where clang-tidy runs as a part of the build: the other builds have it compiled.
check_tidy() {
    cmake --preset tidy &&
        sed -n 's/^ *"file": "\(.*\)",*$/\1/p' build/tidy/compile_commands.json | grep -v "^$PWD/build/" |
        xargs -n 1 -P "$CMAKE_BUILD_PARALLEL_LEVEL" clang-tidy --quiet -p build/tidy
}
# Two of its builds lie equally deep, so that a compiler cache finds for the second what the first had compiled.
installed() {
    cmake -G Ninja -S tests/install -B build/install -DLAURELS_BUILD="$PWD/build/check" -DPYTHON="$PWD/$python" \
        -DWHEEL="$(echo "$PWD/$venv"/wheel/*.whl)" -DSHARED="${all:-no}" &&
        CCACHE_BASEDIR=$PWD ctest --test-dir build/install --output-on-failure --parallel 2
}
in_venv() { PATH=$PWD/$venv/bin:$PATH "$@"; }
# other_python FOLDER PYTHON: on half of the cores. What building needs is put into the virtual environment, where a
# compiler cache finds it again; the wheel that the other tests run on shows that pyproject.toml names all of it.
other_python() {
    make_venv "$1" "$2" || return 1
    "$1/bin/python" -m pip install 'scikit-build-core>=0.11' 'pybind11>=3,<4' || return 1
    half=$(((CMAKE_BUILD_PARALLEL_LEVEL + 1) / 2))
    CMAKE_BUILD_PARALLEL_LEVEL=$half
    install_wheel "$1" '[test]' --no-build-isolation && run_pytest "$1/bin/python" "$half"
}
# The Pythons of build/other-pythons, two at a time: most of what each does is for one core. The output of each goes to
# a log of its own, and in the end to this one's.
on_other_pythons() {
    failed= previous=
    while read -r version path <&3; do
        other_python "build/venv-$version" "$path" >"build/logs/python-$version.log" 2>&1 &
        # shellcheck disable=SC2086 # two words
        [ -z "$previous" ] || end_python $previous
        previous="$! $version"
    done 3<build/other-pythons
    # shellcheck disable=SC2086 # two words
    [ -z "$previous" ] || end_python $previous
    [ -z "$failed" ]
}
# end_python PROCESS VERSION
end_python() {
    wait "$1" || failed="$failed $2"
    cat "build/logs/python-$2.log"
}
# The Pythons of this machine that the package is for, other than the one that the tests ran on: version and path.
other_pythons() {
    this=$($python -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    for version in 3.10 3.11 3.12 3.13 3.14; do
        [ "$version" != "$this" ] || continue
        for candidate in "python$version" "$(pyenv root 2>/dev/null)/versions/$version".*/bin/python; do
            if "$candidate" -c 'import venv, ensurepip' >/dev/null 2>&1; then
                echo "$version $(command -v "$candidate")"
                break
            fi
        done
    done
}

want_library
want_python
want has_header gtest/gtest.h libgtest-dev
want has_header gmock/gmock.h libgmock-dev
want has_tool ccache ccache
extra='[dev]'
if [ "$all" ]; then
    extra='[all-tests]'
    want has_tool chromium chromium
fi
install_wanted
use_ccache
make_venv $venv

step "Python package: sdist, and a wheel from it" package "$extra"
step "Formatting and lint" check_format
step "Types: mypy --strict and stubtest" check_types
step "C++ core: build and tests" cmake --workflow --preset check
step "Installed: found, as a part of a build, as a wheel" installed
step "Python package: tests" run_pytest $python

if [ "$all" ]; then
    step "C++ core: clang-tidy" in_venv check_tidy
    step "C++ core: address and undefined behaviour sanitizers" cmake --workflow --preset asan
    step "C++ core: thread sanitizer" cmake --workflow --preset tsan
    step "Quickstart, twice" sh -c 'sh examples/quickstart.sh && sh examples/quickstart.sh'
    if [ -e tests/fuzz/run.sh ]; then step "Fuzzing" sh tests/fuzz/run.sh; fi
    if [ -e tests/campaigns/run.sh ]; then step "Campaigns" sh tests/campaigns/run.sh; fi
    other_pythons >build/other-pythons
    if [ -s build/other-pythons ]; then
        step "Python $(cut -d ' ' -f 1 build/other-pythons | paste -s -d ' '): wheels and tests" on_other_pythons
    fi
    if [ -e tests/notebooks_in_browser.py ]; then
        step "Notebooks in a browser" in_venv python tests/notebooks_in_browser.py
    fi
fi

say
cat "$summary"
