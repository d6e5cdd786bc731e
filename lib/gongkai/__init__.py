"""Gongkai: statutory annual reports on open government information from notebooks, checked and reproducible."""

import sys

if "jsonschema" not in sys.modules:
    # nbformat imports jsonschema, which imports rfc3987_syntax if installed (JupyterLab depends on it), which compiles a
    # grammar for IRIs: two seconds in each process, for a format that notebooks do not use. jsonschema works without it,
    # so it is made unavailable.
    sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
