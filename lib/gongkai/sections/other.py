"""Section six 六、其他需要报告的事项, with the information processing fee from 2021 on, and the signature block 落款."""

from __future__ import annotations

from gongkai.document.blocks import Signature
from gongkai.sections import base


class Other(base.Section):
    """Section six and the signature."""

    def signature(self) -> Signature:
        """Organ and date as printed, with room for a seal if the year's file says ``seal: true``."""
        return Signature(organ=self.prose.signature, date=self.prose.signed, seal=self.record.seal)
