"""Eight processes of one installation that all need WeChat's token in the same moment."""

import multiprocessing
from dataclasses import dataclass
from multiprocessing.synchronize import Barrier

from config.settings import Settings
from server.app import create_app
from server.kernel.wechat import TextScene

PROCESSES = 8


@dataclass(frozen=True)
class Installation:
    """Where its database, its Redis (if any) and its WeChat are."""

    database_url: str
    redis_url: str
    wechat_base: str

    @property
    def settings(self) -> Settings:
        """Its settings."""
        return Settings.from_env(
            {
                "DATABASE_URL": self.database_url,
                "REDIS_URL": self.redis_url,
                "WECHAT_API_BASE": self.wechat_base,
            }
        )


def check_texts_together(installation: Installation) -> list[str]:
    """Let each process have one text checked; return the verdicts."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__])
    barrier, verdicts = context.Barrier(PROCESSES), context.Queue()
    processes = [
        context.Process(target=_check, args=(installation, barrier, verdicts))
        for _ in range(PROCESSES)
    ]
    for process in processes:
        process.start()
    found = [verdicts.get(timeout=60) for _ in processes]
    for process in processes:
        process.join()
    return found


def _check(
    installation: Installation, barrier: Barrier, verdicts: "multiprocessing.Queue[str]"
) -> None:
    wechat = create_app(installation.settings).transactions.ports.wechat
    barrier.wait()
    verdicts.put(wechat.check_text("楼道很干净", openid="o-li", scene=TextScene.COMMENT).verdict)
