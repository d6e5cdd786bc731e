"""``gongkai fonts``: list font sets, or fetch one."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from gongkai.document import fonts
from gongkai.document.errors import FontError
from gongkai.document.fonts.folder import user_folder

_FOLDERS = (Path("params/fonts"),)
_LABELS = {"title": "标题", "hei": "黑体", "kai": "楷体", "fang": "仿宋", "song": "宋体", "latin": "字母数字"}


def run_fonts(name: str | None = None) -> int:
    """List the sets, or fetch one.

    Args:
        name: A set that can be fetched, or the path of a manually downloaded file with one (for ``fandol`` a Debian
            package ``texlive-lang-chinese_*.deb``); ``None`` lists the sets.

    Returns:
        Exit code.

    Raises:
        FontError: There is no such set to fetch, or it is not available; the message says what to do.
    """
    console = Console(highlight=False, markup=False, soft_wrap=True)
    sources = fonts.known_sets()
    if name is None:
        for each in fonts.available(_FOLDERS):
            chosen = fonts.font_set(each, _FOLDERS)
            roles = "，".join(f"{_LABELS[role]}：{chosen.role(role)[0]}" for role in fonts.ROLES)
            console.print(f"{each}  {roles}")
        for missing in sorted(sources.keys() - fonts.available()):
            console.print(f"{missing}  未取得（{sources[missing].summary}）；请运行 gongkai fonts {missing}")
        return 0
    source = sources.get(name)
    if source is not None and source.fetch is not None:
        target = user_folder() / source.name
        source.fetch(target)
    else:
        source = next((each for each in sources.values() if each.suffix and name.endswith(each.suffix)), None)
        if source is None or source.unpack is None:
            known = "、".join(each.name for each in sources.values() if each.fetch)
            msg = f"不知道怎样取得字体集“{name}”：能取得的有{known}；自己的字体请放进params文件夹下的fonts/{name}/。"
            raise FontError(msg)
        target = user_folder() / source.name
        source.unpack(Path(name), target)
    console.print(
        f"字体集“{source.name}”已放在{target}；在agency.yaml里写 fonts: {source.name} 即可使用，"
        f'各机关都用的，在gongkai.toml里写 fonts = "{source.name}"。'
    )
    return 0
