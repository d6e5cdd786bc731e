"""``gongkai fonts``: which font sets there are, and fetching one."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from gongkai.document import fonts
from gongkai.document.errors import FontError
from gongkai.document.fonts import fandol

_LABELS = {"title": "标题", "hei": "黑体", "kai": "楷体", "fang": "仿宋", "song": "宋体", "latin": "字母数字"}


def run_fonts(name: str | None = None) -> int:
    """List the sets, or fetch one.

    Args:
        name: ``fandol``, or the path of a Debian package ``texlive-lang-chinese_*.deb`` that was fetched by hand;
            ``None`` lists the sets.

    Returns:
        Exit code.

    Raises:
        FontError: There is no such set to fetch, or it cannot be had; the message says what to do.
    """
    console = Console(highlight=False, markup=False, soft_wrap=True)
    if name is None:
        for each in fonts.available((Path("params/fonts"),)):
            chosen = fonts.font_set(each, (Path("params/fonts"),))
            roles = "，".join(f"{_LABELS[role]}：{chosen.role(role)[0]}" for role in fonts.ROLES)
            console.print(f"{each}  {roles}")
        if fonts.FANDOL not in fonts.available():
            console.print(f"{fonts.FANDOL}  未取得（宋 黑 楷 仿宋）；请运行 gongkai fonts {fonts.FANDOL}")
        return 0
    target = fonts.user_folder() / fonts.FANDOL
    if name == fonts.FANDOL:
        fandol.fetch(target)
    elif name.endswith(".deb"):
        fandol.unpack(Path(name), target)
    else:
        msg = f"不知道怎样取得字体集“{name}”：能取得的有{fonts.FANDOL}；自己的字体请放进params文件夹下的fonts/{name}/。"
        raise FontError(msg)
    console.print(f"字体集“{fonts.FANDOL}”已放在{target}；在agency.yaml里写 fonts: {fonts.FANDOL} 即可使用。")
    return 0
