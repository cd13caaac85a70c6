"""The back office's pages in Airflow: what the database knows, for the people who look after it.

Nothing is changed here. ``application`` puts the pages together: ``routes`` say what is shown, ``templates`` how,
``auth`` to whom; ``office`` is the way to the database.
"""
