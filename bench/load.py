"""People who confirm over HTTP, and the CPU that programs use meanwhile."""

import json
import threading
import time
import uuid
from collections.abc import Sequence
from http.client import HTTPConnection

import psutil


def confirm_over_http(port: int, token: str, ids: range, size: int, clients: int) -> float:
    """Confirm claims in lots, every client over a connection of its own; return seconds."""
    lots = [list(ids[start : start + size]) for start in range(0, len(ids), size)]
    shares = [lots[number::clients] for number in range(clients)]
    barrier = threading.Barrier(clients + 1)
    faults: list[str] = []

    def work(share: Sequence[list[int]]) -> None:
        line = HTTPConnection("127.0.0.1", port, timeout=60)
        line.connect()
        barrier.wait()
        for lot in share:
            fault = confirm(line, token, lot)
            if fault:
                faults.append(fault)
        line.close()

    threads = [threading.Thread(target=work, args=(share,)) for share in shares]
    for thread in threads:
        thread.start()
    barrier.wait()
    began = time.perf_counter()
    for thread in threads:
        thread.join()
    if faults:
        raise RuntimeError(faults[0])
    return time.perf_counter() - began


def confirm(line: HTTPConnection, token: str, lot: list[int]) -> str | None:
    """Send one request; return what was wrong with the answer."""
    headers = {
        "Authorization": f"Bearer {token}",
        "Content-Type": "application/json",
        "Idempotency-Key": uuid.uuid4().hex,
    }
    line.request("POST", "/api/v1/claims/confirmations", json.dumps({"claim_ids": lot}), headers)
    response = line.getresponse()
    body = response.read()
    outcomes = {item["outcome"] for item in json.loads(body).get("items", [])}
    return None if outcomes == {"confirmed"} else body.decode()


def cpu_seconds(pid: int) -> float:
    """Return the CPU that a process, its children, and those it has buried used so far."""
    root = psutil.Process(pid)
    used = sum(_used(child) for child in root.children(recursive=True))
    times = root.cpu_times()
    return float(used + times.user + times.system + times.children_user + times.children_system)


def _used(process: psutil.Process) -> float:
    """Return the CPU of a living process; one that has just ended is among the buried."""
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)
