"""Gongkai: statutory annual reports on open government information from notebooks, checked and reproducible."""

import sys

if "jsonschema" not in sys.modules:
    # nbformat imports jsonschema, and that imports rfc3987_syntax where JupyterLab brought it, which compiles a grammar
    # for IRIs: two seconds in each process, for a format that no notebook holds. jsonschema does without it where it is
    # not there, so here it is not.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
