"""What a fork server imports before it forks, so that its children need not. Nothing here starts a thread or a kernel."""

from __future__ import annotations

import builtins
import contextlib
import gc
from types import SimpleNamespace


def preload_libraries() -> None:
    """Import what notebooks need, except pandas.

    Of matplotlib nothing is imported that decides on a backend: that happens in the child, or its charts would vanish.
    """
    import bdb  # noqa: F401 - loaded, not used
    import ctypes  # noqa: F401 - loaded, not used
    import encodings.utf_8_sig  # noqa: F401 - loaded, not used

    import IPython.core.logger  # noqa: F401 - loaded, not used
    import matplotlib as mpl
    import matplotlib.pyplot  # noqa: ICN001 - loaded, not used
    import numpy.random  # noqa: F401 - loaded, not used
    from matplotlib.backends import backend_agg, backend_svg  # noqa: F401 - loaded, not used

    from gongkai import (
        forms,
        rules,  # noqa: F401 - loaded, not used
    )
    from gongkai.document import display, fonts, html  # noqa: F401 - loaded, not used
    from gongkai.sections import charts, loading  # noqa: F401 - loaded, not used

    forms.editions()  # read once, not in every child
    charts.kinds()
    display.read(fonts.font_set("bundled").files)
    assert mpl.rcParams is not None


def preload_pandas() -> None:
    """Import pandas, if installed, as inside a kernel: it looks for one when it fixes its display options."""
    builtins.get_ipython = lambda: SimpleNamespace(kernel=True)  # type: ignore[attr-defined]
    try:
        with contextlib.suppress(ImportError):
            import pandas as pd  # noqa: F401 - loaded, not used
    finally:
        del builtins.get_ipython  # type: ignore[attr-defined]


def freeze() -> None:
    """Exempt what is loaded from garbage collection: a collection in a child would copy the pages that it shares."""
    gc.collect()
    gc.freeze()
