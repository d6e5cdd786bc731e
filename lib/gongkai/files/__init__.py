"""Files and folders that change whole or not at all, locks between processes, and why the system refused.

A file is written beside its place and renamed; a folder is prepared beside its place and exchanged with the one that is
there. Who reads meanwhile finds the old content or the new, never a part. What a killed process leaves has a name that
starts with a dot.
"""

from gongkai.files.atomic import json_text, write, write_json
from gongkai.files.beside import is_staged, staging
from gongkai.files.errors import LockedError, reason, unusable
from gongkai.files.folders import recover, replace_folder, replaced
from gongkai.files.locks import lock

__all__ = [
    "LockedError", "is_staged", "json_text", "lock", "reason", "recover", "replace_folder", "replaced", "staging", "unusable", "write",
    "write_json",
]  # fmt: skip
