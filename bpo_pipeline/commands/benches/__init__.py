"""What ``bpo bench`` measures, one file per subject; each gives figures."""
