"""Letters to the client, in its language. To add one, copy the most similar and add its language to the contract."""

from __future__ import annotations

import textwrap

from bpo_pipeline.model.desk import Question
from bpo_pipeline.model.ledger import Case

_LETTERS = {
    "en": """{name}

{asked_at:%Y-%m-%d}

A question about your file {file}{about}
received on {received_at:%Y-%m-%d}, document {document}

{question}

Please write your answer into a text file named
    {answer}.txt
and put it into your inbox under
    {folder}
A PDF named {answer}.pdf is fine too.
We go on with this document as soon as it is there.
""",
    "de": """{name}

{asked_at:%d.%m.%Y}

Eine Frage zu Ihrer Datei {file}{about}
eingegangen am {received_at:%d.%m.%Y}, Dokument {document}

{question}

Bitte schreiben Sie Ihre Antwort in eine Textdatei mit dem Namen
    {answer}.txt
und legen Sie sie in Ihren Eingang unter
    {folder}
Ein PDF mit dem Namen {answer}.pdf geht auch.
Sobald sie da ist, machen wir mit diesem Dokument weiter.
""",
}
_ABOUT = {"en": " (about: {})", "de": " (es geht um: {})"}


def letter(question: Question, case: Case, *, name: str, language: str, folder: str) -> str:
    """The question for a person, in lines of 78 characters; *folder* is where the answer is expected."""
    about = _ABOUT[language].format(", ".join(question.fields)) if question.fields else ""
    return _LETTERS[language].format(
        name=name,
        asked_at=question.asked_at,
        file=case.document.key.rsplit("/", 1)[-1],
        about=about,
        received_at=case.document.received_at,
        document=question.document_id,
        question="\n".join(textwrap.fill(line, 78) for line in question.question.splitlines()),
        answer=question.question_id,
        folder=folder,
    )
