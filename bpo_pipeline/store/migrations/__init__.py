"""Migrations of our own tables, in order; run by ``store.database.upgrade``."""
