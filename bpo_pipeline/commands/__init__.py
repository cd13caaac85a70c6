"""The commands of ``bpo``, one file each; ``cli.py`` lists them."""
