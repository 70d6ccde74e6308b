"""What print-outs say that is the same on all of them."""

from server.kernel.sheets import Mark

PROGRAM = "巴渝绿家"


def how_to_scan(mark: Mark) -> str:
    """Return how a code is opened: WeChat itself knows the mini-program's own codes alone."""
    if mark.picture is not None:
        return "打开微信\n点“扫一扫”"
    return f"微信里打开“{PROGRAM}”\n再点“扫一扫”"
