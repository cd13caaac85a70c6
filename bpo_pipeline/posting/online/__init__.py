"""Payroll services over HTTP: request bodies for QuickBooks Online and Xero, and the client that sends them."""
