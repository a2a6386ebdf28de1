"""Writes laurels/schema/laurels-2.schema.json, the JSON Schema of what export_json() writes.

    python bindings/schema/make_schema.py             writes it
    python bindings/schema/make_schema.py --check     says whether it is up to date

Needs the package installed as it is built from this checkout, which makes the schema from the table of fields.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import laurels

VERSION = 2


def main() -> int:
    """Writes or checks the file."""
    target = Path(__file__).parent.parent / "laurels" / "schema" / f"laurels-{VERSION}.schema.json"
    text = json.dumps(laurels.json_schema(), indent=2, ensure_ascii=False) + "\n"
    if "--check" in sys.argv[1:]:
        if not target.exists() or target.read_text(encoding="utf-8") != text:
            print(f"{target} is not up to date: run python bindings/schema/make_schema.py")
            return 1
        return 0
    target.parent.mkdir(exist_ok=True)
    target.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
