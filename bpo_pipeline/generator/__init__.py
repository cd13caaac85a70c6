"""Invented documents with exact truth, for the demo, the tests, training and the benchmarks.

| function | gives |
|---|---|
| ``generate.generate`` | a folder of documents of all kinds and forms, with ``truth.jsonl`` |
| ``demo.demo_batch`` | about 60 documents of both clients, each with what must become of it |
| ``bulk.bulk`` | many clean digital invoices, fast |

The same seed gives the same bytes. Everything is invented: clients, vendors, goods, numbers.
"""
