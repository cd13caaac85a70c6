"""What somebody does at the desk who only reads what the document page says, with the keyboard alone."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from bpo_pipeline.model.states import State

GONE_ON = frozenset({State.READY, State.POSTED})


def settle(page: Page, *, number: str) -> frozenset[State]:
    """Settle the document that the page shows as its first finding says; gives where it may stand afterwards.

    *number* is what is typed where the invoice number is missing. Afterwards the page shows the next document.
    """
    page.wait_for_selector("form[data-ready]")
    here = page.url.split("?")[0]
    found = page.locator(".finding").first.inner_text() if page.locator(".finding").count() else ""
    keys, becomes = _decide(page, found, number)
    page.keyboard.press(keys)
    page.wait_for_url(lambda address: here not in address)
    return becomes


def _decide(page: Page, found: str, number: str) -> tuple[str, frozenset[State]]:
    if "documents seem to be in this file" in found:
        return "Alt+s", frozenset({State.SPLIT})  # the cursor stands in the ranges, the machine's own are filled in
    if "invoice number" in found:
        page.keyboard.type(number)  # the cursor stands there, and what was read is selected
        return "Control+Enter", GONE_ON
    if "No vendor on file" in found or "order" in found.lower():
        page.locator("#comment").fill("The client's buyer says that this is new and right.")
        return "Control+Enter", GONE_ON
    if "not one of those on file" in found:
        page.keyboard.press("Control+Enter")
        expect(page.locator("#problem")).to_contain_text("call the vendor")
        page.wait_for_selector("form[data-ready]")
        page.locator("#comment").fill("The vendor is called tomorrow.")
        return "Alt+h", frozenset({State.ON_HOLD})
    page.locator("#comment").fill("Compared with the page: the paper itself is wrong.")
    return "Alt+r", frozenset({State.REJECTED})
