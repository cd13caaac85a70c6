"""The back office's pages in Airflow: what waits for a person, and where they settle it.

``application`` puts the pages together: routers say what is shown and done, ``templates`` and ``static`` how it looks,
``auth`` and ``people`` for whom; ``office`` is the way to the database. What is done is a function of ``review``.
"""
