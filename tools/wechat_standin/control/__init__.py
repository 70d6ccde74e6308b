"""The control addresses under `/__ctl`: be anyone, move time, order what goes wrong, look."""

from tools.wechat_standin.control import content, people, pushes, system

BLUEPRINTS = (system.blueprint, people.blueprint, content.blueprint, pushes.blueprint)
