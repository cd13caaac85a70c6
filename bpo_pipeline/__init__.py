"""The automated back office: from the client's inbox to the ledger, with proof.

| stage | function | takes -> gives |
|---|---|---|
| intake | ``receive`` | object in an inbox -> Document, or a refusal with its reason code |
| reading | ``read`` | Document -> Reading (pages, words with boxes; the e-invoice data where there is any) |
| classification | ``classify`` | Reading -> Classification (document type, confidence, runners-up) |
| extraction | ``extract`` | Reading + type -> Draft (typed Record + Evidence per field) |
| qa | ``check`` | Draft -> Findings and the Route |
| review | ``decide`` | Draft + person -> Decision |
| posting | ``post`` | approved Record -> Acknowledgement (the target's own number, read back) |
| reporting | ``measure`` | documents -> Measures (control report) |
"""

__version__ = "0.1.0"
