#!/bin/sh
# Sets up what is missing, installs the Python package from this checkout into build/venv, and runs the council's year.
# It can be run again at any time.
set -eu
cd "$(dirname "$0")/.."
. tests/setup.sh

want_library
want_python
install_wanted
use_ccache
make_venv build/venv
[ -e build/venv/.laurels-installed ] || say "Building Laurels; this takes a minute or two the first time."
install_laurels build/venv

file=build/council.laurels
build/venv/bin/python examples/python/council.py "$file"
say
say "To look at it again:"
say "    build/venv/bin/python -c 'import laurels; print(laurels.open(\"$file\").nominations())'"
