"""The review site: static pages about every report, beside the outputs they link to.

``index.html`` shows organs by years with states and counts, ``rules.html`` and ``rules/`` the findings of all reports by rule,
``reports/`` each report's state and its executed notebooks, ``portfolio/`` for each government with members what all organs below
it reported over the years. The pages are read from a folder or from any web server.
"""

from __future__ import annotations

from gongkai.review.site.write import FOLDER, Written, write_site

__all__ = ["FOLDER", "Written", "write_site"]
