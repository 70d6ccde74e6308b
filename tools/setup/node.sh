#!/bin/sh
# Installs what package-lock.json pins: the preview, gates and tests of the mini-program need it, the service does not.
# `node.sh install` does nothing when nothing changed; `node.sh ready` only tells, by its exit code, whether all is there.
set -eu

# Production has the service alone.
if [ ! -e package-lock.json ]; then
    [ "$1" = install ]
    exit
fi

marker=node_modules/.installed

# Below 20.12 the tools would be installed and then fail.
is_new_enough() {
    node -e 'const [major, minor] = process.versions.node.split("."); process.exit(major * 100 + +minor < 2012 ? 1 : 0)' \
        >/dev/null 2>&1
}

is_installed() {
    [ "$(cat $marker 2>/dev/null)" = "$(cksum <package-lock.json)" ]
}

if ! is_new_enough; then
    echo "没有 Node 20.12 或更新的版本，小程序预览不能用，其余照常 / No Node >= 20.12: no preview, all else works" >&2
    [ "$1" = install ]
    exit
fi
if [ "$1" = ready ] || is_installed; then
    is_installed
    exit
fi

echo "正在安装小程序的工具，第一次需要一分钟 / Installing the mini-program's tools; the first time takes a minute"
# Warnings of packages about other versions of Node are no news to whoever only wants to start.
if npm ci --loglevel=error; then
    cksum <package-lock.json >$marker
else
    echo "小程序的工具没有装上，预览不能用，其余照常 / The tools could not be installed: no preview, all else works" >&2
fi
