"""The nouns that every stage talks about. Imports nothing of ours."""
