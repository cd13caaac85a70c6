"""``bpo explain``: one page of HTML that shows why each value of a file was read as it was.

The page needs nothing else: pictures, made in the sandbox, are inside it, and it has no script.
"""

from __future__ import annotations

import base64
import sys
from collections.abc import Sequence
from html import escape
from pathlib import Path

from bpo_pipeline.app import new_sandbox
from bpo_pipeline.commands.pool import cores_each
from bpo_pipeline.errors import BackOfficeError, Refused
from bpo_pipeline.extraction.explained import weighed
from bpo_pipeline.flow.cutting import certain
from bpo_pipeline.flow.files import RULES_OF_THE_BOOKS, understood_alone
from bpo_pipeline.flow.understanding import MasterData, Understood
from bpo_pipeline.intake import Limits, screen_file
from bpo_pipeline.model.cut import Pages
from bpo_pipeline.model.draft import Evidence
from bpo_pipeline.model.reading import Box, Page, Reading
from bpo_pipeline.sandbox import Sandbox

_MOST_PAGES = 20
"""Pages shown as pictures; values of later pages are in the table."""
_OF_A_CLIENT = RULES_OF_THE_BOOKS | {"vendor-known", "addressed-to-client"}
_SURE, _DOUBTFUL = 0.95, 0.8
_STYLE = """
body{font:15px/1.5 system-ui,sans-serif;margin:0;color:#1c2733;background:#f4f6f8}
header,section{max-width:1500px;margin:1.2rem auto;padding:1rem 1.4rem;background:#fff;border-radius:8px}
h1{font-size:1.4rem;margin:0}h2{font-size:1.1rem}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.3rem .6rem;border-bottom:1px solid #e3e8ee;vertical-align:top;overflow-wrap:anywhere}
td.n{font-variant-numeric:tabular-nums;white-space:nowrap}.page{position:relative;display:inline-block;max-width:100%}
.page img{display:block;max-width:100%;border:1px solid #ccd4dd}
.page a{position:absolute;border:2px solid;border-radius:2px}
.page a span{position:absolute;left:0;bottom:100%;font-size:11px;color:#fff;padding:0 3px;white-space:nowrap}
.page .sure{border-color:#0b7a4b}.sure span{background:#0b7a4b}
.page .fair{border-color:#8a5a00}.fair span{background:#8a5a00}
.page .weak{border-color:#b3261e}.weak span{background:#b3261e}
.page .other{border-color:#5b6b7c;border-style:dashed!important}
"""


def run(path: Path, *, output: Path | None) -> int:
    """Write the page beside the file, or where *output* says; 1 when the file is refused, 2 when it can't be done."""
    target = output or path.with_name(f"{path.name}.html")
    try:
        with new_sandbox() as sandbox:
            page = explained(path, sandbox)
    except Refused as refusal:
        sys.stderr.write(f"{path.name}: {refusal.disposition.code}: {refusal.disposition.sentence}\n")
        return 1
    except BackOfficeError as problem:
        sys.stderr.write(f"{problem}\n")
        return 2
    target.write_text(page, encoding="utf-8")
    sys.stdout.write(f"{target}\n")
    return 0


def explained(path: Path, sandbox: Sandbox) -> str:
    """The page of one file. Raises Refused."""
    content = path.read_bytes()
    screened = screen_file(sandbox, name=path.name, content=content, limits=Limits())
    reading, known = understood_alone(sandbox, content, screened, at_once=cores_each(1))
    pictures = [_picture(sandbox, content, screened.media_type, page) for page in reading.pages[:_MOST_PAGES]]
    ranges = certain(reading, known.classification.cuts, contract=None, master=MasterData())
    return page_of(path.name, reading, known, pictures, ranges=ranges)


def page_of(
    name: str, reading: Reading, known: Understood, pictures: list[str], *, ranges: Sequence[Pages] = ()
) -> str:
    """The HTML, all foreign text escaped; *ranges*: how the pipeline would cut the file by itself."""
    kind = known.classification
    evidence = known.draft.evidence if known.draft else ()
    candidates = weighed(reading, known.draft.document_type) if known.draft else ()
    # a bare file belongs to no client, so that what depends on a client's books and contract says nothing here
    findings = [one for one in known.findings if one.rule not in _OF_A_CLIENT]
    runners = ", ".join(f"{other} {share:.0%}" for other, share in kind.runners_up) or "none"
    versions = ", ".join(f"{key} {value}" for key, value in sorted(reading.engines.items())) or "none"
    head = (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>{escape(name)} explained</title>"
        f"<style>{_STYLE}</style><header><h1>{escape(name)}</h1><p><b>{escape(kind.document_type)}</b>, "
        f"{kind.confidence:.0%} sure; runners-up: {escape(runners)}. "
        f"Read with: {escape(versions)}.</p>{_cutting(known, ranges)}</header>"
    )
    parts = [
        head,
        _table(
            "Rules",
            ("Rule", "Severity", "Field", "What it says"),
            [(one.rule, one.severity.value, one.path, one.sentence) for one in findings]
            or [("-", "-", "", "No rule has anything to say.")],
        ),
        _table(
            "Values",
            ("Field", "As printed", "Confidence", "Source", "Page", "Read again"),
            [
                (
                    one.path, one.raw, f"{one.confidence:.1%}", one.source.value,
                    str(one.page or one.location or "-"), known.rereadings.get(one.path, ""),
                )
                for one in evidence
            ],
        ),
        _table(
            "Candidates for the totals",
            ("Field", "Value", "Score", "Page"),
            [(one.field, one.value, f"{one.score:.2f}", str(one.page or "-")) for one in candidates],
        ),
    ]  # fmt: skip
    for page, picture in zip(reading.pages, pictures, strict=False):
        boxes = [_box(page, one.box, one.path, _tone(one)) for one in evidence if one.page == page.number and one.box]
        taken = {one.box for one in evidence}
        boxes += [
            _box(page, one.box, f"{one.field}? {one.score:.2f}", "other")
            for one in candidates
            if one.page == page.number and one.box and one.box not in taken
        ]
        parts.append(
            f"<section><h2>Page {page.number}</h2><div class=page><img alt='Page {page.number}' "
            f"src='data:image/png;base64,{picture}'>{''.join(boxes)}</div></section>"
        )
    return "".join(parts)


def _cutting(known: Understood, ranges: Sequence[Pages]) -> str:
    """Where the file is cut into documents, what says so, and who cuts; nothing for one document."""
    cuts = known.classification.cuts
    who = f"The pipeline cuts it by itself: pages {', '.join(map(str, ranges))}." if ranges else "A person cuts it."
    return f"<p>{escape(' '.join(one.sentence for one in cuts))} {who}</p>" if cuts else ""


def _picture(sandbox: Sandbox, content: bytes, media_type: str, page: Page) -> str:
    arguments = {"media_type": media_type, "page": page.number, "rotation": page.rotation}
    return base64.b64encode(sandbox.run("render", content, arguments=arguments).blobs[0]).decode()


def _table(title: str, heads: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    head = "".join(f"<th scope=col>{escape(one)}</th>" for one in heads)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return (
        f"<section><h2>{escape(title)}</h2><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></section>"
    )


def _tone(one: Evidence) -> str:
    return "sure" if one.confidence >= _SURE else "fair" if one.confidence >= _DOUBTFUL else "weak"


def _box(page: Page, box: Box | None, label: str, tone: str) -> str:
    """A rectangle over the picture, in percent of the page, so that it fits at any size."""
    if box is None or not page.width or not page.height:
        return ""
    place = (
        f"left:{100 * box.left / page.width:.2f}%;top:{100 * box.top / page.height:.2f}%;"
        f"width:{100 * box.width / page.width:.2f}%;height:{100 * box.height / page.height:.2f}%"
    )
    short = "" if label.startswith("line_items.") or tone == "other" else f"<span>{escape(label)}</span>"
    return f"<a class={tone} style='{place}' title='{escape(label, quote=True)}'>{short}</a>"
