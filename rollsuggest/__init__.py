"""rollsuggest: the good moments of your photos, found and made on your own computer."""

__version__ = "0.1.0"
