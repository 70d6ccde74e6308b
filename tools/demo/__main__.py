"""`python -m tools.demo [play|load|catalogue|people]`: play the mission, or build the demo."""

import os
import subprocess
import sys
from pathlib import Path

import click
import requests

from config.settings import Settings
from server.app import create_app
from tools.demo.catalogue import write_catalogue
from tools.demo.desk import Desk
from tools.demo.journey import Journey
from tools.demo.people import OFFICES, PLACES, TOWN_OFFICER, openid
from tools.demo.stage import DemoFailed, Stage
from tools.demo.village import build, is_built

ROOT = Path(__file__).resolve().parents[2]


@click.group(invoke_without_command=True)
@click.pass_context
def demo(context: click.Context) -> None:
    """Work with the demo village."""
    if context.invoked_subcommand is None:
        context.invoke(play)


@demo.command()
def play() -> None:
    """Play the whole mission against the running service and recount the books."""
    settings = Settings.from_env(os.environ)
    stage = Stage(
        web=f"http://127.0.0.1:{settings.port}", standin=f"http://127.0.0.1:{settings.standin_port}"
    )
    try:
        Journey(stage, say=click.echo).play()
    except requests.ConnectionError:
        raise click.ClickException("服务没有启动，请先在另一个窗口运行 make run。") from None
    except DemoFailed as failure:
        raise click.ClickException(f"✗ {failure}") from None
    recount = [sys.executable, "-m", "server.cli", "reconcile"]
    if subprocess.run(recount, cwd=ROOT, check=False).returncode:
        raise click.ClickException("✗ 全部流水重算，账不平。")
    click.echo("✓ 全部流水重算，账平。")


@demo.command()
def load() -> None:
    """Build the demo once; a second time nothing changes."""
    settings = Settings.from_env(os.environ)
    app = create_app(settings)
    desk = Desk(app.transactions, settings.wechat_app_id)
    if is_built(desk):
        click.echo("the demo is there")
        return
    build(desk)
    click.echo("the demo is built")


@demo.command()
def catalogue() -> None:
    """Write for the preview who can sign in and which codes can be scanned."""
    settings = Settings.from_env(os.environ)
    desk = Desk(create_app(settings).transactions, settings.wechat_app_id)
    path = settings.var_dir / "preview" / "catalogue.json"
    write_catalogue(desk, path)
    click.echo(f"the catalogue is in {path}")


@demo.command()
def people() -> None:
    """List who can sign in, and how."""
    settings = Settings.from_env(os.environ)
    click.echo("演示村的人（openid → 身份）：")
    click.echo(f"  {TOWN_OFFICER:<28}石角镇妇联干部")
    for place in PLACES:
        name = place.name.removesuffix("妇联")
        for office, _, title in OFFICES:
            click.echo(f"  {openid(place, office):<28}{name} {title}")
        first = f"demo-{place.key}-household-001"
        click.echo(f"  {first:<28}{name} 住户（001 到 {place.households:03}，逢 5 的没有手机）")
    click.echo("登录：向微信替身要一个登录码，再换成会话：")
    click.echo(
        f"  curl -s -H 'Content-Type: application/json' -d '{{\"openid\":\"demo-rural-chair\"}}' "
        f"http://127.0.0.1:{settings.standin_port}/__ctl/login-code"
    )
    click.echo(
        f"  curl -s -H 'Content-Type: application/json' -d '{{\"code\":\"上一步的 code\"}}' "
        f"http://127.0.0.1:{settings.port}/api/v1/sessions"
    )


if __name__ == "__main__":
    demo()
