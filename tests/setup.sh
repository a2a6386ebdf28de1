# Common to examples/quickstart.sh and tests/run.sh, which source it from the project's root: finds out what the machine
# lacks and installs it, makes virtual environments, and puts the Python package into them. POSIX sh; quiet about what
# is there.

say() { printf '%s\n' "$*"; }
fail() {
    printf '%s: %s\n' "${0##*/}" "$*" >&2
    exit 1
}

mkdir -p build/logs

# quietly LOG COMMAND...: its output goes to build/logs/LOG, and is shown only where it fails.
quietly() {
    quietly_log=build/logs/$1
    shift
    "$@" >"$quietly_log" 2>&1 </dev/null && return 0
    tail -n 60 "$quietly_log" >&2
    say "failed: $* (all of its output: $quietly_log)" >&2
    return 1
}

has_tool() { command -v "$1" >/dev/null 2>&1 && "$1" --version >/dev/null 2>&1; }
has_header() {
    printf '#if !__has_include(<%s>)\n#error missing\n#endif\n' "$1" | ${CXX:-c++} -E -x c++ - >/dev/null 2>&1
}
# CMake is wanted from 3.25 on.
has_cmake() {
    has_tool cmake && cmake --version | awk 'NR == 1 { split($3, v, "."); exit !(v[1] > 3 || v[1] == 3 && v[2] >= 25) }'
}
has_python() {
    python3 -c 'import os, sys, sysconfig, venv, ensurepip
ok = sys.version_info >= (3, 10) and os.path.exists(os.path.join(sysconfig.get_path("include"), "Python.h"))
sys.exit(not ok)' >/dev/null 2>&1
}
has_zones() { [ -e /usr/share/zoneinfo/Europe/London ]; }

# want CHECK ARGUMENT PACKAGE...: notes the Debian packages if the check says no.
wanted=
want() {
    want_check=$1 want_argument=$2
    shift 2
    "$want_check" "$want_argument" || wanted="$wanted $*"
}

want_library() {
    want has_tool c++ g++
    want has_cmake - cmake
    want has_tool ninja ninja-build
    want has_header sqlite3.h libsqlite3-dev
    want has_header SQLiteCpp/SQLiteCpp.h libsqlitecpp-dev
    want has_header nlohmann/json.hpp nlohmann-json3-dev
    want has_header openssl/evp.h libssl-dev
    want has_header utf8proc.h libutf8proc-dev
    want has_header re2/re2.h libre2-dev
    want has_zones - tzdata
}
want_python() { want has_python - python3 python3-dev python3-venv; }

# Installs what was noted, by apt where there is apt.
install_wanted() {
    [ -n "$wanted" ] || return 0
    if ! has_tool apt-get; then
        say "This machine lacks what these Debian packages hold; please install the like of them and try again:" >&2
        say " $wanted" >&2
        say "(CMake from 3.25 on, Python from 3.10 on with its headers and venv.)" >&2
        exit 1
    fi
    as_root=
    if [ "$(id -u)" != 0 ]; then
        has_tool sudo || fail "please install as root, and try again: apt-get install$wanted"
        as_root=sudo
    fi
    say "Installing with apt:$wanted"
    quietly apt-update.log $as_root apt-get update -q || exit 1
    # shellcheck disable=SC2086 # a list of words
    quietly apt-install.log $as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get install -q -y --no-install-recommends $wanted || exit 1
    wanted=
    has_cmake || fail "CMake 3.25 or newer is needed, and apt has an older one"
    has_python || fail "Python 3.10 or newer is needed, with its headers and venv, and apt has an older one"
}

# Compiling uses every core, and a compiler cache that is there.
CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$(getconf _NPROCESSORS_ONLN)}
export CMAKE_BUILD_PARALLEL_LEVEL
use_ccache() {
    if has_tool ccache; then
        CMAKE_C_COMPILER_LAUNCHER=ccache CMAKE_CXX_COMPILER_LAUNCHER=ccache
        # the same source is the same in another build folder
        CCACHE_NOHASHDIR=true
        # and so it is with a precompiled header, by what CMake's manual says of caches and them
        CCACHE_SLOPPINESS=pch_defines,time_macros
        export CMAKE_C_COMPILER_LAUNCHER CMAKE_CXX_COMPILER_LAUNCHER CCACHE_NOHASHDIR CCACHE_SLOPPINESS
    fi
}

# pip PYTHON ARGUMENT...: with paths that a compiler cache sees from the build folder, which lies at the same place in a
# checkout and in an sdist. Folders of other depths share what they have by the whole paths, so it is set for this only.
pip() {
    pip_python=$1
    shift
    CCACHE_BASEDIR=$PWD "$pip_python" -m pip "$@"
}
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore PIP_NO_INPUT=1

# make_venv FOLDER [PYTHON]: a virtual environment, made anew where its Python has gone.
make_venv() {
    "$1/bin/python" -c 'import pip' >/dev/null 2>&1 && return 0
    rm -rf "$1"
    quietly venv.log "${2:-python3}" -m venv "$1"
}

# newer_than FILE PATH...: whether anything under the paths is newer than the file, or the file missing.
newer_than() {
    newer_file=$1
    shift
    [ ! -e "$newer_file" ] || [ -n "$(find "$@" -newer "$newer_file" ! -name '*.pyc' ! -name __pycache__ 2>/dev/null | head -n 1)" ]
}

# install_laurels FOLDER [EXTRA]: the package from this checkout into a virtual environment, where it is not there as it
# is now. EXTRA is one of the package's extras, for instance [dev].
install_laurels() {
    install_mark=$1/.laurels-installed
    newer_than "$install_mark" CMakeLists.txt pyproject.toml README.md include lib bindings || return 0
    quietly pip-install.log pip "$1/bin/python" install ".${2:-}" || return 1
    touch "$install_mark"
}
