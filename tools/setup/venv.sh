#!/bin/sh
# Makes .venv and installs what requirements*.txt pin; does nothing when nothing changed.
# Where requirements-dev.txt was left out, as in production, nothing of the tests comes in.
# PYTHON=/path/to/python chooses the interpreter.
set -eu

new_enough='import sys; sys.exit(sys.version_info < (3, 11))'

works() {
    "$1" -c "$new_enough" >/dev/null 2>&1
}

find_python() {
    for name in ${PYTHON:-python3.13 python3.12 python3.11 python3.14 python3 python}; do
        if works "$name"; then
            echo "$name"
            return
        fi
    done
    echo "没有找到 Python 3.11 或更新的版本 / No Python >= 3.11 found; install one or set PYTHON=…" >&2
    exit 1
}

make_venv() {
    python=$(find_python)
    echo "Creating .venv with $python"
    if ! "$python" -m venv --clear .venv; then
        echo "无法创建虚拟环境 / Could not create .venv; on Debian and Ubuntu: apt install python3-venv" >&2
        exit 1
    fi
}

lists=requirements.txt
[ ! -e requirements-dev.txt ] || lists="$lists requirements-dev.txt"
# shellcheck disable=SC2086 - one word for each list
wanted=$(cat $lists | cksum)
if works .venv/bin/python; then
    [ "$(cat .venv/installed 2>/dev/null)" != "$wanted" ] || exit 0
else
    make_venv
fi

echo "正在安装依赖，第一次需要一两分钟 / Installing; the first time takes a minute or two"
# shellcheck disable=SC2046 - as above
.venv/bin/python -m pip install --disable-pip-version-check --no-input --require-hashes \
    $(printf -- '-r %s ' $lists)
echo "$wanted" >.venv/installed
