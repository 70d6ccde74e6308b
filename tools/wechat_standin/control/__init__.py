"""The control addresses under `/__ctl`: be anyone, move time, order what goes wrong, look."""

from tools.wechat_standin.control import content, people, system

BLUEPRINTS = (system.blueprint, people.blueprint, content.blueprint)
