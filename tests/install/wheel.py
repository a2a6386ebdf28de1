"""Installs a wheel into an empty virtual environment and uses it there, from another folder.

usage: wheel.py WHEEL FOLDER
"""

import subprocess
import sys
import venv
from pathlib import Path

PROGRAM = """
import pathlib, sys
import laurels

assert pathlib.Path(laurels.__file__).is_relative_to(sys.prefix), laurels.__file__
with laurels.open("wheel.laurels", actor="install test") as registry:
    award = registry.ensure(laurels.Award("UK Fleet Champions Awards"))
    edition = registry.ensure(laurels.Edition(award, "2025"))
    category = registry.ensure(laurels.Category(edition, "Fleet Safety"))
    nomination = registry.add(laurels.Nomination(category, title="Safer roads"))
    registry.advance(nomination, "shortlisted")
    assert registry.nominations().stage("shortlisted").count() == 1
    try:
        registry.find(laurels.Nominee, "nobody")
    except LookupError:
        pass
    else:
        raise SystemExit("no error for a name that nothing has")
print("laurels", laurels.__version__)
"""


def main() -> None:
    wheel, folder = Path(sys.argv[1]), Path(sys.argv[2])
    environment, elsewhere = folder / "venv", folder / "elsewhere"
    venv.create(environment, with_pip=True, clear=True)
    elsewhere.mkdir(exist_ok=True)
    (elsewhere / "wheel.laurels").unlink(missing_ok=True)
    python = environment / "bin" / "python"
    subprocess.run([python, "-m", "pip", "install", "--quiet", "--no-index", wheel], check=True)
    subprocess.run([python, "-c", PROGRAM], check=True, cwd=elsewhere)


if __name__ == "__main__":
    main()
