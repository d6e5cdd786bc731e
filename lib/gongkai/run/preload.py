"""What a fork server imports before it forks, so that its children need not. Nothing here starts a thread or a kernel."""

from __future__ import annotations

import builtins
import contextlib
import gc
from types import SimpleNamespace


def preload_libraries() -> None:
    """Import what notebooks need, except pandas.

    No module of matplotlib that selects a backend is imported: the child must do so, or its charts would vanish.
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

    forms.editions()  # read once instead of in every child
    charts.kinds()
    display.preload_fonts(fonts.font_set("bundled").files)
    assert mpl.rcParams is not None


def preload_pandas() -> None:
    """Import pandas, if installed, as inside a kernel, which it looks for when it sets its display options."""
    builtins.get_ipython = lambda: SimpleNamespace(kernel=None)  # type: ignore[attr-defined]
    try:
        with contextlib.suppress(ImportError):
            import pandas as pd  # noqa: F401 - loaded, not used
    finally:
        del builtins.get_ipython  # type: ignore[attr-defined]


def freeze() -> None:
    """Exempt existing objects from garbage collection, which would copy shared pages in children."""
    gc.collect()
    gc.freeze()
