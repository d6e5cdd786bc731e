"""The table ``[review]`` of ``gongkai.toml``: what sign-off in a project demands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.returns import InputError, nearest, project, review_file
from gongkai.review import ssh

if TYPE_CHECKING:
    from pathlib import Path

    from gongkai.returns import Params
    from gongkai.returns.review_file import Step

_KEYS: dict[str, type] = {"self_approval": bool, "allowed_signers": str, "require_signatures": bool}


@dataclass(frozen=True)
class Settings:
    """What sign-off demands.

    Attributes:
        self_approval: Whether who submitted a report may approve it.
        allowed_signers: The file of names and public keys, in the format of ssh-keygen; ``None`` if there is none.
        require_signatures: Whether every step needs a valid SSH signature.
    """

    self_approval: bool = False
    allowed_signers: Path | None = None
    require_signatures: bool = False

    def problem(self, agency: str, year: int, step: Step) -> str | None:
        """Why the SSH signature of a step does not hold, or that one is missing that is required, in Chinese; else ``None``.

        Raises:
            InputError: There is no ssh-keygen.
        """
        if self.allowed_signers is None or not (step.signature or self.require_signatures):
            return None
        payload = review_file.payload(agency, year, step)
        return ssh.problem(payload, step.signature, step.by, step.at, self.allowed_signers)


def read(params: Params) -> Settings:
    """The settings of the project around the inputs.

    Raises:
        InputError: ``gongkai.toml`` has an unknown key or a value of another type, or signatures are required but no file says whose.
    """
    given = project.settings(params.root).get("review", {})
    root = project.around(params.root.parent)
    if root is None:
        return Settings()
    if not isinstance(given, dict):
        msg = f"{project.MARKER}：review应当是一节，写成单独一行 [review]。"
        raise InputError(msg)
    for key, value in given.items():
        if key not in _KEYS:
            msg = f"{project.MARKER}：[review]里不认识的键“{key}”{nearest(key, _KEYS)}"
            raise InputError(msg)
        if not isinstance(value, _KEYS[key]):
            what = "文件名，加引号" if _KEYS[key] is str else "true或false"
            msg = f"{project.MARKER}：[review]里的{key}应当写{what}。"
            raise InputError(msg)
    signers = root / given["allowed_signers"] if "allowed_signers" in given else None
    if signers is not None and not signers.is_file():
        msg = f"{project.MARKER}：[review]里的allowed_signers指的文件“{given['allowed_signers']}”不存在；请改正，或建立这个文件。"
        raise InputError(msg)
    if given.get("require_signatures") and signers is None:
        msg = f"{project.MARKER}：[review]里写了require_signatures，还要写allowed_signers，指明谁的密钥算数。"
        raise InputError(msg)
    return Settings(given.get("self_approval", False), signers, given.get("require_signatures", False))
