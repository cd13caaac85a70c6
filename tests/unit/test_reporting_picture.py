"""The picture of the flow is drawn by the project, and the committed one is the one it draws."""

from __future__ import annotations

from pathlib import Path

from bpo_pipeline.reporting.picture import OUT, flow_picture


def test_drawing_the_flow_twice_gives_the_same_picture_as_the_committed_one(tmp_path: Path) -> None:
    svg, png = flow_picture(tmp_path / "flow.svg")
    first = svg.read_bytes()
    again, _ = flow_picture(tmp_path / "flow.svg")

    assert again.read_bytes() == first
    assert first == OUT.read_bytes(), "renew it with: python -m bpo_pipeline.reporting.picture"
    assert png.read_bytes().startswith(b"\x89PNG")
