from __future__ import annotations

from backends.sandbox.report import protections, sandbox_report

NOTHING_WORKS = {
    "user": False,
    "pid": False,
    "mounts": False,
    "proc": False,
    "landlock": 0,
    "read_only": False,
    "seccomp": False,
    "why": dict.fromkeys(("user", "pid", "mounts", "proc", "landlock", "read_only", "seccomp"), "forbidden here"),
}


def test_the_report_of_this_system_gives_a_reason_for_each_line() -> None:
    report = sandbox_report()
    assert len(report) >= 8
    assert all(p.what and p.why for p in report)
    assert any(p.enforced for p in report)


def test_a_system_that_allows_nothing_is_not_called_safe() -> None:
    report = {p.what: p for p in protections(NOTHING_WORKS)}
    for what in ("no network", "writes only in its scratch directory", "cannot signal processes outside"):
        assert not report[what].enforced
        assert "forbidden here" in report[what].why
    assert report["limits on memory, CPU, processes, file size, disk and wall time"].enforced


def test_landlock_or_mounts_either_confines_files() -> None:
    by_landlock = protections({**NOTHING_WORKS, "landlock": 3})
    by_mounts = protections({**NOTHING_WORKS, "pid": True, "mounts": True, "read_only": True})
    for report in (by_landlock, by_mounts):
        assert {p.what: p.enforced for p in report}["writes only in its scratch directory"]
    metadata = "cannot change permissions or times of files outside"
    assert {p.what: p.enforced for p in by_mounts}[metadata]
    assert not {p.what: p.enforced for p in by_landlock}[metadata]
